import { awsFault } from "../cloud/fault.ts";
import type { StoreChange } from "../cloud/service.ts";
import { attributeMs, readRedrive } from "./attributes.ts";
import { type KeptMessage, type Message, makeHandle, type NewMessage, sequenceOfHandle } from "./message.ts";
import type { Queue, QueueConfig, QueueDeps, Take } from "./queue.port.ts";
import { makeFifoShelf, makeStandardShelf, type Shelf } from "./shelf.ts";
import { makeWaiting, type Waiting } from "./waiting.ts";

export const spaceOf = (queueName: string): string => `sqs:${queueName}`;
const keyOf = (kept: KeptMessage): string => String(kept.sequence).padStart(20, "0");

export function makeQueue(deps: QueueDeps, config: QueueConfig): Queue {
  const { clock, store } = deps;
  const space = spaceOf(config.name);
  const fifo = config.attributes["FifoQueue"] === "true";
  const shelf: Shelf = fifo ? makeFifoShelf() : makeStandardShelf(clock.now, deps.faults?.pick);
  const waiting: Waiting = makeWaiting(clock, take);
  const forget = (kept: KeptMessage): StoreChange => ({ space, key: keyOf(kept), value: null });
  const keep = (kept: KeptMessage): StoreChange => ({ space, key: keyOf(kept), value: JSON.stringify(kept) });
  const queue: Queue = {
    config,
    send,
    take,
    takeSoon,
    remove,
    changeVisibility,
    release,
    purge,
    counts,
    adopt,
    drain,
    onAvailable: waiting.listen,
    close: waiting.close,
  };

  for (const [, value] of store.load(space)) place(JSON.parse(String(value)) as KeptMessage);
  return queue;

  function place(kept: KeptMessage, extraDelayMs = 0, ghost = false): void {
    const visibleAt = kept.delayedUntil + extraDelayMs;
    const message: Message = {
      kept,
      ghost,
      visibleAt,
      receiveCount: 0,
      firstReceivedAt: null,
      handle: null,
      inFlight: false,
    };
    if (visibleAt > clock.now()) shelf.hide(message, visibleAt, false);
    shelf.add(message);
    announce();
  }

  /** Wakes long polls and listeners now, and again when the next hidden message comes back. */
  function announce(): void {
    const nextAt = shelf.surface(clock.now());
    waiting.wake();
    if (nextAt !== null) waiting.wakeAt(nextAt, announce);
  }

  function send(messages: readonly NewMessage[], also?: (kept: KeptMessage) => StoreChange): readonly KeptMessage[] {
    const now = clock.now();
    const kept = messages.map(({ delayMs, ...message }): KeptMessage => {
      const delayedUntil = now + (delayMs ?? attributeMs(queue.config.attributes, "DelaySeconds"));
      return { ...message, sequence: deps.nextSequence(), id: crypto.randomUUID(), sentAt: now, delayedUntil };
    });
    store.write([...kept.map(keep), ...(also ? kept.map(also) : [])]);
    for (const one of kept) {
      const plan = deps.faults?.planSend() ?? { delayMs: 0, duplicateAfterMs: null };
      place(one, plan.delayMs);
      const copy = { ...one, sequence: deps.nextSequence() };
      if (plan.duplicateAfterMs !== null && !fifo) place(copy, plan.duplicateAfterMs, true);
    }
    return kept;
  }

  function take(wanted: Take): readonly Message[] {
    const now = clock.now();
    shelf.surface(now);
    expire(now);
    const visibilityMs = wanted.visibilityMs ?? attributeMs(queue.config.attributes, "VisibilityTimeout");
    const taken: Message[] = [];
    const dead: Message[] = [];
    const grave = graveyard();
    for (const message of shelf.visible()) {
      if (taken.length === wanted.max) break;
      if (grave && message.receiveCount >= grave.maxReceiveCount) dead.push(message);
      else taken.push(message);
    }
    if (grave) bury(dead, grave.target);
    for (const message of taken) {
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.handle = makeHandle(config.name, message);
      shelf.hide(message, now + visibilityMs, true);
    }
    if (taken.length > 0) waiting.wakeAt(now + visibilityMs, announce);
    return taken;
  }

  /** How often a message may be received, and where it goes then. Without such a queue it is delivered for ever. */
  function graveyard(): { maxReceiveCount: number; target: Queue } | null {
    const redrive = readRedrive(queue.config.attributes["RedrivePolicy"]);
    const target = redrive && deps.queueOfArn(redrive.deadLetterTargetArn);
    return target ? { maxReceiveCount: redrive.maxReceiveCount, target } : null;
  }

  /** To the dead-letter queue in one write. */
  function bury(dead: readonly Message[], target: Queue): void {
    if (dead.length === 0) return;
    for (const message of dead) shelf.remove(message);
    const real = dead.filter((message) => !message.ghost).map((message) => message.kept);
    store.write([...real.map(forget), ...target.adopt(real, queue.config.arn)]);
  }

  async function takeSoon(wanted: Take, waitMs: number, signal: AbortSignal | undefined): Promise<readonly Message[]> {
    const now = take(wanted);
    return now.length > 0 || waitMs === 0 ? now : waiting.wait(wanted, waitMs, signal);
  }

  function find(handle: string): Message | undefined {
    const sequence = sequenceOfHandle(config.name, handle);
    if (sequence === null) {
      throw awsFault("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
    }
    return shelf.all.get(sequence);
  }

  function remove(handles: readonly string[]): void {
    shelf.surface(clock.now());
    const found = handles.map((handle) => ({ handle, message: find(handle) }));
    const gone = found.flatMap(({ handle, message }) => {
      if (!message) return [];
      if (fifo && (message.handle !== handle || !message.inFlight)) throw expiredHandle();
      return message.handle === handle ? [message] : [];
    });
    store.write(gone.filter((message) => !message.ghost).map((message) => forget(message.kept)));
    for (const message of gone) shelf.remove(message);
    if (fifo && gone.length > 0) announce();
  }

  function changeVisibility(handle: string, ms: number): void {
    const now = clock.now();
    shelf.surface(now);
    const message = find(handle);
    if (!message?.inFlight || message.handle !== handle) {
      throw awsFault("MessageNotInflight", "The message referred to isn't in flight.");
    }
    shelf.hide(message, now + ms, true);
    announce();
  }

  function release(handles: readonly string[]): void {
    const now = clock.now();
    shelf.surface(now);
    for (const handle of handles) {
      const message = find(handle);
      if (message?.inFlight && message.handle === handle) shelf.hide(message, now, true);
    }
    announce();
  }

  function expire(now: number): void {
    const retentionMs = attributeMs(queue.config.attributes, "MessageRetentionPeriod");
    const old: Message[] = [];
    for (const message of shelf.all.values()) {
      if (message.kept.sentAt + retentionMs > now) break;
      old.push(message);
    }
    drop(old);
  }

  function drop(messages: readonly Message[]): void {
    store.write(messages.map((message) => forget(message.kept)));
    for (const message of messages) shelf.remove(message);
  }

  function purge(): void {
    drop([...shelf.all.values()]);
  }

  function counts(): { visible: number; inFlight: number; delayed: number } {
    const now = clock.now();
    shelf.surface(now);
    expire(now);
    const hidden = shelf.hiddenCounts();
    return { visible: shelf.all.size - hidden.inFlight - hidden.delayed, ...hidden };
  }

  function adopt(messages: readonly KeptMessage[], deadLetterSource: string | undefined): readonly StoreChange[] {
    const { sequence: nextSequence, now } = { sequence: deps.nextSequence, now: clock.now() };
    const moved = messages.map(({ deadLetterSource: _from, ...message }): KeptMessage => {
      const from = deadLetterSource === undefined ? {} : { deadLetterSource };
      const sentAt = fifo ? now : message.sentAt;
      return { ...message, ...from, sequence: nextSequence(), sentAt, delayedUntil: now };
    });
    for (const kept of moved) place(kept);
    return moved.map(keep);
  }

  function drain(): { kept: readonly KeptMessage[]; changes: readonly StoreChange[] } {
    const free = [...shelf.all.values()].filter((message) => !message.inFlight);
    for (const message of free) shelf.remove(message);
    const kept = free.filter((message) => !message.ghost).map((message) => message.kept);
    return { kept, changes: kept.map(forget) };
  }
}

function expiredHandle(): Error {
  return awsFault(
    "InvalidParameterValueException",
    "Value for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.",
  );
}
