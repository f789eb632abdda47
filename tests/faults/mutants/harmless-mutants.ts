import type { Harmless } from "./mutant.ts";

/** Changes that nothing can tell from the hub as it is, each with the reason: guards behind guards. */
export const harmlessMutants: readonly Harmless[] = [
  {
    id: "own-record-taken-for-a-race",
    file: "shared/orders/upsert-order.ts",
    find: "if (refused.length > 0) return",
    replace: "if (refused.length > 99) return",
    killer: "core",
    because:
      "Whoever meets the record of the delivery tries in vain, gives the message back, and reads the record first when it comes again. The line saves those tries.",
  },
  {
    id: "no-condition-on-giving-back",
    file: "shared/inventory/stock-writes.ts",
    find: "if (given > 0) conditions.push",
    replace: "if (given > 1_000_000) conditions.push",
    killer: "whole",
    because:
      "What an order gives back or ships is what it holds, and the version of the order is checked in the same transaction; " +
      "as long as I1 holds (stock promises what orders hold) the condition cannot fail. It stays for numbers written past the hub.",
  },
  {
    id: "old-events-told-again",
    file: "shared/outbox/fresh-events.ts",
    find: ".filter((event) => !known.has(event.id))",
    replace: "",
    killer: "whole",
    because:
      "Events are told at least once and carry stable ids; a consumer that survives duplicates survives these. It costs money, which the price of an order (tests/bench) holds.",
  },
  {
    id: "places-left-behind-in-queues",
    file: "shared/routing/decide-routing.ts",
    find: ".filter((part) => !waitsFor.has(part.sku))",
    replace: ".filter(() => false)",
    killer: "whole",
    because:
      "An entry of a queue is only a hint: whoever walks the queue reads the order, and removes the entry when the order waits no longer. The write saves that walk.",
  },
  {
    id: "woken-though-nothing-grew",
    file: "shared/inventory/watch-stock.ts",
    find: "freeToPromise(after) > (before === null ? 0 : freeToPromise(before))",
    replace: "freeToPromise(after) >= (before === null ? 0 : freeToPromise(before))",
    killer: "whole",
    because: "A walk through a queue for which nothing is free ends at its first entry; more walks change nothing.",
  },
  {
    id: "finished-import-called-underway",
    file: "shared/imports/finish-import.ts",
    find: 'if (isFinished(job)) return { answer: { kind: "skipped", why: "finished before" }, next: [] };',
    replace: "",
    killer: "shared/imports/run-import.test.ts",
    because:
      "A finished import has no work left: the next line ends the task with as little done, and whoever wrote a finished job has taken its work away in the same write. " +
      "Only the log says `underway` of what has ended.",
  },
];
