import type { OutboxEvent } from "../../../events/outbox-form.ts";
import { fromQueueMessage } from "../../../shared/intake/queued-delivery.ts";
import { freeStockMessage } from "../../../shared/inventory/free-stock-message.ts";
import { stockChangeOf } from "../../../shared/inventory/stock-change.ts";
import { merchantId, type OrderId } from "../../../shared/kernel/ids.ts";
import { publishChanges } from "../../../shared/outbox/publish-changes.ts";
import type { QueueMessage, QueueSender } from "../../../shared/platform/ports.ts";
import { whatIsOff } from "../../../shared/reports/tie-out.ts";
import { sortKeys } from "../../../shared/table/keys.ts";
import { aConnectionId, aMerchantId } from "../../support/builders.ts";
import { functionsOf, type HubFunctions, type HubPorts } from "./hub.ts";
import { doOfficeJob, type Promises } from "./office.ts";
import type { ItemChange } from "./plain-table.ts";
import { makeQueue, type Queue, type Received } from "./queue.ts";
import { makeStreamReader, type StreamReader } from "./stream.ts";
import type { OfficeJob, Webhook } from "./whole-inputs.ts";
import type { World } from "./world.ts";

export type HubWork = {
  /** Webhooks until they are answered 2xx; what was, stands in `acknowledged`. */
  readonly shop: Queue<Webhook>;
  readonly office: Queue<OfficeJob>;
  readonly queues: readonly Pick<Queue<unknown>, "name" | "size" | "redrive" | "dead">[];
  readonly streams: readonly StreamReader[];
  readonly acknowledged: ReadonlySet<string>;
  readonly promises: Promises;
};

const lambdaMs = 30_000;
const visibilityMs = 6 * lambdaMs;
const always = 1_000_000;
const hasTime = (): boolean => true;

/** Queues, stream readers and people around the hub's functions, as the template wires them. Fills in the queues of `ports`. */
export function makeHubWork(
  world: World,
  base: HubPorts,
  told: { readonly published: OutboxEvent[]; readonly readers: ((changes: readonly ItemChange[]) => void)[] },
): HubWork {
  const acknowledged = new Set<string>();
  const promises: Promises = { shipped: [], breaks: world.breaks };
  const ports: HubPorts = {
    ...base,
    bus: {
      publish: async (events) => {
        for (const event of events as readonly OutboxEvent[]) {
          told.published.push(event);
          if (event.type === "order.approved.v1") routing.send({ orderId: event.subject as OrderId });
        }
        return [];
      },
    },
    intake: senderTo((body) => intake.send(body)),
    backorders: senderTo((body) => backorders.send(body)),
    sealing: senderTo((body, delayMs) => sealing.send(body, delayMs)),
  };

  /** One function, called with a batch; what it does not answer for comes again. */
  const worker = <T>(
    label: string,
    run: (
      functions: HubFunctions,
      batch: readonly Received<T>[],
      done: (message: Received<T>) => void,
    ) => Promise<void>,
  ): ((batch: readonly Received<T>[], done: (message: Received<T>) => void) => void) => {
    return (batch, done) => {
      const name = `${label}(${batch.map(({ id }) => id).join(" ")})`;
      world.work(
        name,
        (wrap, clock) => run(functionsOf(ports, wrap, clock), batch, done),
        () => undefined,
      );
    };
  };

  const shop = makeQueue<Webhook>(world, {
    name: "shop",
    visibilityMs: 10_000,
    mostAttempts: always,
    batch: 1,
    work: worker("receive", async ({ receive }, [message], done) => {
      if (message === undefined) return;
      const { id, said, isForged } = message.body;
      const headers = {
        "x-plain-topic": "orders",
        "x-plain-id": id,
        "x-plain-signature": isForged ? "wrong" : "right",
      };
      const body = new TextEncoder().encode(JSON.stringify(said));
      const request = { method: "POST", path: "/", query: {}, headers, body } as unknown as Parameters<
        typeof receive
      >[0];
      const { kind } = await receive(request, { channel: "plain", connectionId: aConnectionId });
      if (kind === "accepted") acknowledged.add(id);
      if (kind === "accepted" || kind === "refused") done(message);
    }),
  });

  const office = makeQueue<OfficeJob>(world, {
    name: "office",
    visibilityMs: 60_000,
    mostAttempts: always,
    batch: 1,
    work: (batch, done) => {
      const [message] = batch;
      if (message === undefined) return;
      world.work(
        `office(${message.id} ${message.body.kind})`,
        async (wrap, clock) => {
          const context = { now: clock(), attempt: message.attempt, promises };
          if (await doOfficeJob(functionsOf(ports, wrap, clock), message.body, context)) done(message);
        },
        () => undefined,
      );
    },
  });

  const intake = makeQueue<string>(world, {
    name: "intake",
    visibilityMs,
    mostAttempts: 5,
    work: worker("apply", async ({ applyBatch }, batch, done) => {
      const records = batch.map(({ id, body, attempt }) => ({ messageId: id, attempt, input: deliveryIn(body) }));
      const outcomes = await applyBatch(records, hasTime);
      for (const message of batch) if (isDone(outcomes.get(message.id))) done(message);
    }),
  });

  const routing = makeQueue<{ readonly orderId: OrderId }>(world, {
    name: "route",
    visibilityMs,
    mostAttempts: 5,
    work: worker("route", async ({ routeBatch }, batch, done) => {
      const records = batch.map(({ id, body }) => ({ messageId: id, input: { merchantId: aMerchantId, ...body } }));
      const outcomes = await routeBatch(records, hasTime);
      for (const message of batch) if (isDone(outcomes.get(message.id))) done(message);
    }),
  });

  const backorders = makeQueue<string>(world, {
    name: "backorders",
    visibilityMs,
    mostAttempts: 5,
    batch: 1,
    work: worker("retry", async ({ retryBackorders }, [message], done) => {
      if (message === undefined) return;
      const result = await retryBackorders(freeStockMessage.parse(JSON.parse(message.body)), hasTime);
      if (result.kind !== "contended") done(message);
    }),
  });

  const sealing = makeQueue<string>(world, {
    name: "seal",
    visibilityMs,
    mostAttempts: 5,
    batch: 1,
    work: worker("seal", async ({ readMerchant, sealDay }, [message], done) => {
      if (message === undefined) return;
      const { day, merchantId: id } = JSON.parse(message.body) as { readonly day: string; readonly merchantId: string };
      const merchant = await readMerchant(merchantId(id));
      if (merchant?.closedThrough == null || merchant.closedThrough < day) return;
      const answer = await sealDay(merchant, day);
      if (answer.kind === "failed_tie_out")
        world.breaks(
          "I21",
          `the sums of ${answer.reports.join(", ")} of ${day} do not agree: ${whatIsOff(answer.checks)}`,
        );
      if (answer.kind !== "paused") done(message);
    }),
  });

  const outbox = makeStreamReader(world, {
    wants: ({ after }) => after !== null,
    timeoutMs: lambdaMs,
    work: (batch, finished) =>
      world.work(
        `publish(${batch.map(({ sequenceNumber }) => sequenceNumber).join(" ")})`,
        async (wrap, clock) => {
          const { outcomes } = await publishChanges(batch, functionsOf(ports, wrap, clock).bus);
          finished(firstUnfinished(batch.map(({ sequenceNumber }) => isDone(outcomes.get(sequenceNumber)))));
        },
        () => finished(0),
      ),
  });

  const stock = makeStreamReader(world, {
    wants: ({ key }) => key.sk.startsWith(sortKeys.stock),
    timeoutMs: lambdaMs,
    work: (batch, finished) =>
      world.work(
        `watch(${batch.map(({ sequenceNumber }) => sequenceNumber).join(" ")})`,
        async (wrap, clock) => {
          const changes = batch.flatMap((each) => stockChangeOf(each.sequenceNumber, each.old, each.new) ?? []);
          const unfinished = await functionsOf(ports, wrap, clock).watchStock(changes);
          finished(firstUnfinished(batch.map(({ sequenceNumber }) => !unfinished.has(sequenceNumber))));
        },
        () => finished(0),
      ),
  });

  told.readers.push(outbox.see, stock.see);
  const queues = [shop, office, intake, routing, backorders, sealing];
  return { shop, office, queues, streams: [outbox, stock], acknowledged, promises };
}

function senderTo(send: (body: string, delayMs: number) => void): QueueSender {
  return {
    send: async (messages: readonly QueueMessage[]) => {
      for (const { body, delaySeconds = 0 } of messages) send(body, delaySeconds * 1_000);
    },
  };
}

function deliveryIn(text: string): Parameters<HubFunctions["applyBatch"]>[0][number]["input"] {
  const delivery = fromQueueMessage(text);
  if (!delivery.ok) throw new Error(delivery.error);
  return delivery.value;
}

function isDone(outcome: { readonly kind: string } | undefined): boolean {
  return outcome !== undefined && outcome.kind !== "retry";
}

function firstUnfinished(done: readonly boolean[]): number {
  const at = done.indexOf(false);
  return at === -1 ? done.length : at;
}
