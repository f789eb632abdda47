import { makeApplyBatch } from "../../shared/intake/apply-batch.ts";
import {
  type ApplyDelivery,
  type ApplyDeps,
  type DeliveryFate,
  makeApplyDelivery,
} from "../../shared/intake/apply-delivery.ts";
import { makeArchiveDeliveries } from "../../shared/intake/archive-deliveries.ts";
import { type DeliveryRecord, fromDeliveryItem } from "../../shared/intake/delivery-record.ts";
import { makeNoteFailed } from "../../shared/intake/note-failed.ts";
import type { QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import { orderIdOf } from "../../shared/kernel/ids.ts";
import { type BookedFact, fromFactItem } from "../../shared/orders/book-facts.ts";
import type { Order } from "../../shared/orders/order.ts";
import { readOrder } from "../../shared/orders/order-store.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import type { ObjectStore } from "../../shared/platform/ports.ts";
import {
  type MerchantSettings,
  readMerchantSettings,
  toMerchantItem,
} from "../../shared/settings/merchant-settings.ts";
import { deliveryKey, orderPk, sortKeys } from "../../shared/table/keys.ts";
import { queryAll, type Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aConnectionId, aMerchant, aMerchantId } from "./builders.ts";
import { memoryObjects, memoryQueue } from "./memory-ports.ts";
import { plainChannel } from "./plain-channel.ts";

export const anOrderId = orderIdOf(aConnectionId, "1001");

/** What the worker of the intake queue stands on. */
export type IntakePorts = { readonly table: Table; readonly raw: ObjectStore };

export async function intakePorts(
  merchant: Partial<MerchantSettings> = {},
): Promise<IntakePorts & { readonly table: ReturnType<typeof makeMemoryTable> }> {
  const table = makeMemoryTable({ now: () => Date.parse("2026-11-21T12:00:00.000Z") });
  await table.put(toMerchantItem(aMerchant(merchant)));
  return { table, raw: memoryObjects() };
}

/** The clock stands still, and the only channel is the plain one, unless a test says otherwise. */
export type IntakeOptions = Pick<Partial<ApplyDeps>, "findChannel" | "now" | "pulls">;

function services({ table, raw }: IntakePorts, options: IntakeOptions) {
  const now = options.now ?? ((): Date => new Date("2026-11-21T12:00:00.000Z"));
  const upsertOrder = makeUpsertOrder({
    table,
    readMerchant: (merchant) => readMerchantSettings(table, merchant),
    now,
    pause: async () => undefined,
  });
  const findChannel =
    options.findChannel ?? (async (name: string) => (name === plainChannel.name ? plainChannel : null));
  const apply: ApplyDelivery = makeApplyDelivery({
    table,
    upsertOrder,
    findChannel,
    now,
    pulls: options.pulls ?? memoryQueue(),
  });
  return { archive: makeArchiveDeliveries({ raw }), apply };
}

/** One worker with one message in hand: archives, then applies. `messageId` is the queue's. */
export function intakeWorker(ports: IntakePorts, options: IntakeOptions = {}) {
  const { archive, apply } = services(ports, options);
  return async (delivery: QueuedDelivery, messageId: string): Promise<DeliveryFate> => {
    const places = await archive([{ messageId, delivery }]);
    const place = places.get(messageId);
    if (place === undefined) throw new Error("the archive has no place for the message");
    return apply(delivery, { ...place, messageId, attempt: 1 });
  };
}

/** The worker as `apply-delivery.handler.ts` puts it together, without the Lambda around it. */
export function intakeBatchWorker(ports: IntakePorts, options: IntakeOptions = {}) {
  return makeApplyBatch({
    ...services(ports, options),
    guard: (run) => run().catch(() => ({ kind: "retry", why: "fault" })),
    noteFailed: makeNoteFailed({
      table: ports.table,
      now: options.now ?? (() => new Date("2026-11-21T12:00:00.000Z")),
    }),
    report: () => undefined,
  });
}

export async function storedOrder(table: Table): Promise<Order | null> {
  return (await readOrder(table, aMerchantId, anOrderId))?.order ?? null;
}

export async function storedFacts(table: Table): Promise<readonly BookedFact[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.fact } as const;
  return (await queryAll(table, { pk: orderPk(aMerchantId, anOrderId), sk })).map(fromFactItem);
}

export async function storedRecord(table: Table, of: QueuedDelivery): Promise<DeliveryRecord | null> {
  const item = await table.get(deliveryKey(of.merchantId, of.deliveryId));
  return item === null ? null : fromDeliveryItem(item);
}
