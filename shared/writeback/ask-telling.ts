import type { MerchantId, OrderId, ShipmentId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { toTellMessage } from "./tell-message.ts";
import { readTelling, type TellingState, writeTelling } from "./telling.ts";

export type AskRequest = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly shipmentId: ShipmentId;
  /** `again`: the channel is to be told once more. `corrected`: somebody has taken the parcel back at the channel. */
  readonly action: "again" | "corrected";
};

export type AskRefused =
  | { readonly kind: "unknown_telling" }
  | { readonly kind: "not_now"; readonly state: TellingState }
  | { readonly kind: "busy" };

export type AskTelling = (request: AskRequest) => Promise<Result<null, AskRefused>>;

/** From which states each of the two makes sense. */
const from: Readonly<Record<AskRequest["action"], readonly TellingState[]>> = {
  again: ["refused", "given_up", "pending", "in_doubt"],
  corrected: ["to_correct"],
};

/** What people decide about a parcel that its channel was not told of, or must be corrected on. Safe to repeat. */
export function makeAskTelling(deps: {
  readonly table: Table;
  readonly queue: QueueSender;
  readonly now: () => Date;
}): AskTelling {
  return async ({ merchantId, orderId, shipmentId, action }) => {
    const telling = await readTelling(deps.table, merchantId, orderId, shipmentId);
    if (telling === null) return fail({ kind: "unknown_telling" });
    if (!from[action].includes(telling.state)) return fail({ kind: "not_now", state: telling.state });
    if (action === "again") {
      await deps.queue.send([toTellMessage({ merchantId, orderId, shipmentId, isAsked: true })]);
      return ok(null);
    }
    const lastAt = deps.now().toISOString();
    const corrected = { ...telling, state: "corrected" as const, lastAt, revision: telling.revision + 1 };
    return (await writeTelling(deps.table, telling, corrected)) ? ok(null) : fail({ kind: "busy" });
  };
}
