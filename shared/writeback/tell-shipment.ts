import type { ApiProblem, ChannelApi, Written } from "../channels/api.ts";
import type { Channel } from "../channels/channel.ts";
import type { ShipmentId } from "../kernel/ids.ts";
import { type Outcome, park, skipped } from "../kernel/outcome.ts";
import { never, ok, type Result } from "../kernel/result.ts";
import { msOf } from "../kernel/time.ts";
import type { ParcelAnswer } from "../orders/facts.ts";
import type { NoteParcelTold } from "../orders/note-parcel-told.ts";
import type { Order } from "../orders/order.ts";
import { readOrder } from "../orders/order-store.ts";
import { type OwnParcel, ownParcels } from "../orders/own-parcels.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { UseChannelApi } from "../pull/use-channel-api.ts";
import type { Table } from "../table/port.ts";
import { type ApiAnswer, answerOf, backOffSeconds } from "./api-answer.ts";
import { decideTelling } from "./decide-telling.ts";
import { findParcel } from "./find-parcel.ts";
import { readWriteBack } from "./settings.ts";
import { shipmentNews } from "./shipment-news.ts";
import { type TellMessage, toTellMessage } from "./tell-message.ts";
import { readTelling, type Telling, type TellingState, writeTelling } from "./telling.ts";

export type TellDeps = {
  readonly table: Table;
  readonly useApi: UseChannelApi;
  readonly findApi: (channel: string) => Promise<ChannelApi | null>;
  readonly findChannel: (channel: string) => Promise<Channel | null>;
  readonly noteTold: NoteParcelTold;
  /** The queue that the message came from. */
  readonly queue: QueueSender;
  readonly now: () => Date;
  /** Told how each attempt ended, for counts: the channel's no apart from our own trouble. */
  readonly report: (channel: string, answer: ApiAnswer["kind"]) => void;
};

export type TellShipment = (message: TellMessage, msLeft: () => number) => Promise<Outcome>;

/** So long a channel is tried that cannot be reached. */
const GIVE_UP_AFTER_MS = 48 * 3_600_000;

type Case = {
  readonly message: TellMessage;
  readonly order: Order;
  readonly parcel: OwnParcel;
  readonly before: Telling;
  /** An earlier attempt may have reached the channel. */
  readonly isUnsure: boolean;
};

/**
 * Tells a channel of one parcel. The record says `sending` before the channel hears of it and the outcome after, so that a
 * worker that dies between, and an answer that never came, are both found: the order is then read back before it is told
 * again. Whatever passes by itself comes back after a while; what the channel refuses is left to people.
 */
export function makeTellShipment(deps: TellDeps): TellShipment {
  return async (message, msLeft) => {
    const { merchantId, orderId, shipmentId, isAsked } = message;
    const order = (await readOrder(deps.table, merchantId, orderId))?.order;
    const parcel = order && ownParcels(order).find(({ fulfilmentId }) => fulfilmentId === shipmentId);
    if (order === undefined || parcel === undefined) return park("there is no such parcel");
    if ((await deps.findApi(order.channel))?.sendShipment === undefined) {
      if (parcel.state === "cancelled") await noteWithdrawn(deps, message);
      return skipped(`${order.channel} is not told of parcels`);
    }

    const now = deps.now().toISOString();
    const known = await readTelling(deps.table, merchantId, orderId, shipmentId);
    const before = known ?? blank(order, parcel, now);
    const step = decideTelling(order, parcel, known, { now, isAsked });
    const isUnsure = known?.state === "sending" || known?.state === "in_doubt";
    const one: Case = { message, order, parcel, before, isUnsure };
    switch (step.kind) {
      case "finished":
        return skipped(step.why);
      case "wait":
        return await comeBack(deps, message, step.why, step.seconds);
      case "withdraw":
        return await close(deps, one, known, "withdrawn");
      case "correct":
        return await close(deps, one, known, "to_correct");
      case "send":
      case "ask_then_send": {
        const firstAt = isAsked ? now : before.firstAt;
        const sending: Telling = { ...before, state: "sending", firstAt, lastAt: now, revision: before.revision + 1 };
        const isMine = await writeTelling(deps.table, known, sending);
        if (!isMine) return await comeBack(deps, message, "another worker has taken it up", 30);
        return await tell(deps, { ...one, before: sending }, step.kind === "ask_then_send", msLeft);
      }
      default:
        return never(step);
    }
  };
}

async function tell(deps: TellDeps, one: Case, asksFirst: boolean, msLeft: () => number): Promise<Outcome> {
  const { order, parcel, message } = one;
  const settings = await readWriteBack(deps.table, message.merchantId, order.connectionId);
  const news = shipmentNews(order, parcel, settings?.carriers ?? {});
  const channel = await deps.findChannel(order.channel);
  let isAnswered = !asksFirst || channel === null;
  const result = await deps.useApi(order, msLeft, async (api, call): Promise<Result<Written, ApiProblem>> => {
    if (!isAnswered && channel !== null) {
      const found = await findParcel({ api, channel }, call, order, parcel);
      if (!found.ok) return found;
      if (found.value !== null) return ok({ kind: "already", reference: found.value });
      isAnswered = true;
    }
    if (api.sendShipment === undefined) throw new Error(`${api.name} has no sendShipment`);
    return await api.sendShipment(call, news);
  });
  const answer = isAnswered ? answerOf(result) : unanswered(answerOf(result));
  deps.report(order.channel, answer.kind);
  return await settle(deps, isAnswered ? { ...one, isUnsure: false } : one, answer);
}

/** While the channel could not be asked, nothing was told, and the doubt stays. */
function unanswered(answer: ApiAnswer): ApiAnswer {
  if (answer.kind !== "refused" && answer.kind !== "in_doubt") return answer;
  return { kind: "later", why: `the order could not be read back: ${answer.why}`, afterSeconds: null, isAttempt: true };
}

async function settle(deps: TellDeps, one: Case, answer: ApiAnswer): Promise<Outcome> {
  const at = deps.now().toISOString();
  switch (answer.kind) {
    case "done":
    case "already":
      await finish(deps, one, { state: answer.kind, at, reference: answer.reference, note: null });
      return { kind: "done", why: answer.kind };
    case "refused":
      await finish(deps, one, { state: "refused", at, reference: null, note: answer.why });
      return { kind: "done", why: `refused: ${answer.why}` };
    case "in_doubt":
      return await tryLater(deps, one, "in_doubt", answer);
    case "later":
      return await tryLater(deps, one, one.isUnsure ? "in_doubt" : "pending", answer);
    default:
      return never(answer);
  }
}

/** The order first: an echo may be on its way, and the record is what is looked at when this worker dies in between. */
async function finish(deps: TellDeps, { message, before }: Case, answer: ParcelAnswer): Promise<void> {
  await noteAnswer(deps, message, answer);
  const { state, at, reference, note } = answer;
  await write(deps, before, { state, reference, why: note, lastAt: at, attempts: before.attempts + 1 });
}

async function tryLater(
  deps: TellDeps,
  one: Case,
  state: "pending" | "in_doubt",
  answer: Extract<ApiAnswer, { readonly why: string }>,
): Promise<Outcome> {
  const { before, message } = one;
  const now = deps.now().toISOString();
  const isAttempt = answer.kind !== "later" || answer.isAttempt;
  const attempts = before.attempts + (isAttempt ? 1 : 0);
  if (msOf(now) - msOf(before.firstAt) >= GIVE_UP_AFTER_MS) {
    await finish(deps, one, { state: "given_up", at: now, reference: null, note: answer.why });
    return park(`given up after two days: ${answer.why}`);
  }
  await write(deps, before, { state, why: answer.why, lastAt: now, attempts });
  const seconds = answer.kind === "later" ? answer.afterSeconds : null;
  return await comeBack(deps, message, answer.why, seconds ?? backOffSeconds(attempts));
}

async function close(deps: TellDeps, one: Case, known: Telling | null, state: TellingState): Promise<Outcome> {
  const lastAt = deps.now().toISOString();
  const after: Telling = { ...one.before, state, lastAt, revision: one.before.revision + 1 };
  if (state === "withdrawn") await noteWithdrawn(deps, one.message);
  if (!(await writeTelling(deps.table, known, after)))
    return await comeBack(deps, one.message, "written by others", 30);
  return { kind: "done", why: state };
}

/** From now on the channel is believed again when it says that all of the order has left. */
async function noteWithdrawn(deps: TellDeps, message: TellMessage): Promise<void> {
  const answer: ParcelAnswer = { state: "withdrawn", at: deps.now().toISOString(), reference: null, note: null };
  await noteAnswer(deps, message, answer);
}

async function noteAnswer(deps: TellDeps, message: TellMessage, answer: ParcelAnswer): Promise<void> {
  const noted = await deps.noteTold({ ...message, answer });
  if (!noted.ok) throw new Error(`the answer could not be written to the order: ${noted.error.kind}`);
}

async function write(deps: TellDeps, before: Telling, change: Partial<Telling>): Promise<void> {
  const written = await writeTelling(deps.table, before, { ...before, ...change, revision: before.revision + 1 });
  if (!written) throw new Error("the record of the parcel was written by somebody else meanwhile");
}

async function comeBack(deps: TellDeps, message: TellMessage, why: string, seconds: number): Promise<Outcome> {
  await deps.queue.send([toTellMessage(message, seconds)]);
  return skipped(`later: ${why}`);
}

function blank(order: Order, parcel: OwnParcel, now: string): Telling {
  const { merchantId, connectionId, channel, orderId, channelOrderId } = order;
  return {
    merchantId,
    connectionId,
    channel,
    orderId,
    channelOrderId,
    shipmentId: parcel.fulfilmentId as ShipmentId,
    trackingNo: parcel.trackingNo ?? "",
    state: "pending",
    attempts: 0,
    firstAt: now,
    lastAt: now,
    reference: null,
    why: null,
    revision: 0,
  };
}
