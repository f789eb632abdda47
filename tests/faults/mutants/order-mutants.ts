import { always, type Mutant } from "./mutant.ts";

const applyDelivery = "shared/intake/apply-delivery.ts";
const deliveryRecord = "shared/intake/delivery-record.ts";
const orderStore = "shared/orders/order-store.ts";
const upsert = "shared/orders/upsert-order.ts";
const settle = "shared/orders/settle-allocations.ts";
const merge = "shared/orders/merge-order.ts";
const movement = "shared/inventory/movement.ts";

/** Bugs in what one order and its stock are made of: the core model sees them. */
export const orderMutants: readonly Mutant[] = [
  {
    id: "no-dedupe",
    file: applyDelivery,
    find: "if (known !== null && !mayBeTriedAgain(known, source)) return again(deps, known, source);",
    replace: "",
    killer: "core",
  },
  {
    id: "record-without-condition",
    file: deliveryRecord,
    find: 'return { kind: "put", item: toDeliveryItem(record), condition };',
    replace: `return { kind: "put", item: toDeliveryItem(record), condition: known === null ? ${always} : condition };`,
    killer: "core",
  },
  {
    id: "order-without-version-check",
    file: orderStore,
    find: '{ kind: "compare", path: "version", op: "=", value: before.version }',
    replace: '{ kind: "exists", path: "pk" }',
    killer: "core",
  },
  {
    id: "new-order-over-an-old-one",
    file: orderStore,
    find: '? { kind: "absent", path: "pk" }',
    replace: `? ${always}`,
    killer: "core",
  },
  {
    id: "version-not-counted",
    file: "shared/orders/follow-through.ts",
    find: "version: changed.version + 1,",
    replace: "version: Math.max(1, changed.version),",
    killer: "core",
  },
  {
    id: "last-writer-wins",
    file: merge,
    find: 'if (newerOf(held, said) === held) return { value: held, fate: "older" };',
    replace: "",
    killer: "core",
  },
  {
    id: "first-writer-wins",
    file: merge,
    find: 'if (newerOf(held, said) === held) return { value: held, fate: "older" };',
    replace: 'return { value: held, fate: "older" };',
    killer: "core",
  },
  {
    id: "clocks-the-wrong-way-round",
    file: "shared/orders/clock.ts",
    find: "return a.at - b.at || compareText(a.tie, b.tie);",
    replace: "return b.at - a.at || compareText(b.tie, a.tie);",
    killer: "core",
  },
  {
    id: "tie-ignored",
    file: "shared/orders/clock.ts",
    find: "return a.at - b.at || compareText(a.tie, b.tie);",
    replace: "return a.at - b.at;",
    killer: "core",
  },
  {
    id: "clock-of-arrival",
    file: merge,
    find: "const { clock } = incoming;",
    replace: "const clock = { at: Date.parse(context.now), tie: incoming.clock.tie };",
    killer: "core",
  },
  {
    id: "refunds-replace-each-other",
    file: merge,
    find: "const byId = new Map(Object.entries(held));",
    replace: "const byId = new Map<string, Versioned<T>>();",
    killer: "core",
  },
  {
    id: "stock-outside-the-transaction",
    file: upsert,
    find: "const transacted = await table.transact([first, ...others]);",
    replace: [
      "const transacted = await table.transact([first]);",
      "if (transacted.ok && others.length > 0) await table.transact(others);",
    ].join("\n"),
    killer: "core",
  },
  {
    id: "stock-not-moved",
    file: "shared/orders/stock-part.ts",
    find: "writes: stockMoveWrites(order.merchantId, moves, now, order.orderId) };",
    replace: "writes: [] };",
    killer: "core",
  },
  {
    id: "money-not-booked",
    file: upsert,
    find: "...factWrites(order.merchantId, facts),",
    replace: "",
    killer: "core",
  },
  {
    id: "lost-race-taken-for-won",
    file: upsert,
    find: "const { reasons } = transacted.error;",
    replace: 'const { reasons } = transacted.error;\nif (reasons.length > 0) return { kind: "written" };',
    killer: "core",
  },
  {
    id: "cancelled-keeps-its-goods",
    file: settle,
    find: "Math.max(0, total(wanted) - open)",
    replace: "0",
    killer: "core",
  },
  {
    id: "shipped-goods-given-back",
    file: settle,
    find: '({ kind: "shipped" as const, taken })',
    replace: '({ kind: "released" as const, taken })',
    killer: "core",
  },
  {
    id: "shipped-again-with-every-message",
    file: settle,
    find: "(line?.shipped ?? 0) - (shippedBefore.get(lineId) ?? 0)",
    replace: "line?.shipped ?? 0",
    killer: "core",
  },
  {
    id: "allocation-forgotten-on-release",
    file: settle,
    find: "kept: released.left.toReversed(),",
    replace: "kept: [],",
    killer: "core",
  },
  {
    id: "stamp-forgotten",
    file: movement,
    find: '{ kind: "set", path: "moved", value: toMoved(movements) },',
    replace: "",
    killer: "core",
  },
  {
    id: "stock-version-forgotten",
    file: movement,
    find: '{ kind: "add", path: "version", amount: 1 },',
    replace: "",
    killer: "core",
  },
  {
    id: "available-not-kept",
    file: movement,
    find: '{ path: "available", amount: availableOf(change) }',
    replace: '{ path: "available", amount: 0 }',
    killer: "core",
  },
  {
    id: "shipping-keeps-the-promise",
    file: movement,
    find: "shipped: { onHand: -1, allocated: -1 },",
    replace: "shipped: { onHand: -1 },",
    killer: "core",
  },
  {
    id: "releasing-adds-goods",
    file: movement,
    find: "released: { allocated: -1 },",
    replace: "released: { allocated: -1, onHand: 1 },",
    killer: "core",
  },
  {
    id: "outbox-dropped",
    file: "shared/orders/order-codec.ts",
    find: 'if (events.length > 0) item["outbox"] = packOutbox(events);',
    replace: "",
    killer: "core",
  },
  {
    id: "approval-not-told",
    file: "shared/orders/order-events.ts",
    find: 'if (isNewlyApproved(before, after)) events.push(makeEvent({ type: "order.approved.v1", ...common, detail }));',
    replace: "",
    killer: "core",
  },
  {
    id: "booked-worth-not-brought-up-to-date",
    file: "shared/orders/book-facts.ts",
    find: "return { booking: { ...booked, totalMinor: minor }, facts: refunds };",
    replace: "return { booking: booked, facts: refunds };",
    killer: "core",
  },
  {
    id: "parts-of-an-order-lost-in-storing",
    file: "shared/orders/order-codec.ts",
    find: "refunds: eachOf(order.refunds, pack),",
    replace: "refunds: {},",
    killer: "core",
  },
];
