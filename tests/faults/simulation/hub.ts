import { makeApplyBatch } from "../../../shared/intake/apply-batch.ts";
import { makeApplyDelivery } from "../../../shared/intake/apply-delivery.ts";
import { makeArchiveDeliveries } from "../../../shared/intake/archive-deliveries.ts";
import { makeNoteFailed } from "../../../shared/intake/note-failed.ts";
import { makeReceiveDelivery } from "../../../shared/intake/receive-delivery.ts";
import { makeBindLots } from "../../../shared/inventory/lots/bind-lots.ts";
import { unbindLots } from "../../../shared/inventory/lots/unbind-lots.ts";
import { makeCachedProducts } from "../../../shared/inventory/products/cached-products.ts";
import { makeWatchStock } from "../../../shared/inventory/watch-stock.ts";
import { type Outcome, retry } from "../../../shared/kernel/outcome.ts";
import { makeChangeOrder } from "../../../shared/orders/change-order.ts";
import { makeShipOrder } from "../../../shared/orders/ship-order.ts";
import { makeUnshipOrder } from "../../../shared/orders/unship-order.ts";
import { makeUpsertOrder } from "../../../shared/orders/upsert-order.ts";
import type {
  EventBus,
  ObjectRanges,
  ObjectStore,
  ObjectUploads,
  QueueSender,
  SecretReader,
} from "../../../shared/platform/ports.ts";
import { mainReports } from "../../../shared/reports/all-reports.ts";
import { makeCloseDay } from "../../../shared/reports/close-day.ts";
import { makeSealDay } from "../../../shared/reports/seal-day.ts";
import { makeRetryBackorders } from "../../../shared/routing/retry-backorders.ts";
import { makeRouteBatch } from "../../../shared/routing/route-batch.ts";
import { makeRouteOrder } from "../../../shared/routing/route-order.ts";
import { makeRouteOrders } from "../../../shared/routing/route-orders.ts";
import { makeCachedSettings } from "../../../shared/routing/settings-store.ts";
import { readMerchantSettings } from "../../../shared/settings/merchant-settings.ts";
import type { Table } from "../../../shared/table/port.ts";
import { plainChannel } from "../../support/plain-channel.ts";
import { CallLost, type Wrap } from "./worker.ts";

/** Everything the hub's functions stand on. */
export type HubPorts = {
  readonly table: Table;
  readonly secrets: SecretReader;
  readonly raw: ObjectStore;
  readonly exports: ObjectStore & ObjectRanges & ObjectUploads;
  readonly bus: EventBus;
  readonly intake: QueueSender;
  readonly pulls: QueueSender;
  readonly backorders: QueueSender;
  readonly sealing: QueueSender;
};

const pause = async (): Promise<void> => undefined;

/** A function as a cold start makes it: its own memory, over ports that may fail. Wired as the handlers wire it. */
export function functionsOf(ports: HubPorts, wrap: Wrap, now: () => Date) {
  const table = wrap(ports.table);
  const readMerchant = (merchant: Parameters<typeof readMerchantSettings>[1]) => readMerchantSettings(table, merchant);
  const upsertOrder = makeUpsertOrder({ table, readMerchant, now, pause });
  const findChannel = async (name: string) => (name === plainChannel.name ? plainChannel : null);
  const changeOrder = makeChangeOrder({ table, readMerchant, now, pause });
  const routing = { table, readSettings: makeCachedSettings(table, now), now, pause };
  const routeOrder = makeRouteOrder(routing);
  return {
    table,
    bus: wrap(ports.bus),
    receive: makeReceiveDelivery({
      secrets: wrap(ports.secrets),
      secretPrefix: "shops/",
      queue: wrap(ports.intake),
      noteRefusal: async () => undefined,
      findChannel,
      now,
    }),
    applyBatch: makeApplyBatch({
      archive: makeArchiveDeliveries({ raw: wrap(ports.raw) }),
      apply: makeApplyDelivery({ table, upsertOrder, findChannel, now, pulls: wrap(ports.pulls) }),
      guard,
      noteFailed: makeNoteFailed({ table, now }),
      report: () => undefined,
    }),
    routeBatch: makeRouteBatch({
      routeOrders: makeRouteOrders({ ...routing, turn: pause }),
      routeOrder,
      guard,
      onGroupFault: mustBeLost,
    }),
    watchStock: makeWatchStock({ table, backorders: wrap(ports.backorders), now }),
    retryBackorders: makeRetryBackorders({ table, routeOrder, backorders: wrap(ports.backorders) }),
    shipOrder: makeShipOrder(changeOrder, makeBindLots({ table, readProducts: makeCachedProducts(table, now) })),
    unshipOrder: makeUnshipOrder(changeOrder, (request) => unbindLots(table, request)),
    closeDay: makeCloseDay({ table, sealQueue: wrap(ports.sealing), now }),
    sealDay: makeSealDay({ table, exports: wrap(ports.exports), now, reports: mainReports }),
    readMerchant,
  };
}

export type HubFunctions = ReturnType<typeof functionsOf>;

/** As the platform's wrapper does: a fault of one record is a reason to give that record back. */
async function guard(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (fault) {
    return retry(fault instanceof CallLost ? "a call was lost" : "fault");
  }
}

function mustBeLost(fault: unknown): void {
  if (!(fault instanceof CallLost)) throw fault;
}
