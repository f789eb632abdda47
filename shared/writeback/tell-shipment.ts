import type { ApiProblem, ChannelApi, Written } from "../channels/api.ts";
import type { Channel } from "../channels/channel.ts";
import type { ShipmentId } from "../kernel/ids.ts";
import { type Outcome, park, skipped } from "../kernel/outcome.ts";
import { never, ok, type Result } from "../kernel/result.ts";
import type { Order } from "../orders/order.ts";
import { readOrder } from "../orders/order-store.ts";
import { type OwnParcel, ownParcels } from "../orders/own-parcels.ts";
import type { UseChannelApi } from "../pull/use-channel-api.ts";
import { type ApiAnswer, answerOf } from "./api-answer.ts";
import { decideTelling } from "./decide-telling.ts";
import { findParcel } from "./find-parcel.ts";
import { readWriteBack } from "./settings.ts";
import {
  closeTelling,
  comeBack,
  noteWithdrawn,
  type SettleDeps,
  settleTelling,
  type TellingCase,
} from "./settle-telling.ts";
import { shipmentNews } from "./shipment-news.ts";
import type { TellMessage } from "./tell-message.ts";
import { readTelling, type Telling, writeTelling } from "./telling.ts";

export type TellDeps = SettleDeps & {
  readonly useApi: UseChannelApi;
  readonly findApi: (channel: string) => Promise<ChannelApi | null>;
  readonly findChannel: (channel: string) => Promise<Channel | null>;
  /** Told how each attempt ended, for counts: the channel's no apart from our own trouble. */
  readonly report: (channel: string, answer: ApiAnswer["kind"]) => void;
};

export type TellShipment = (message: TellMessage, msLeft: () => number) => Promise<Outcome>;

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
    const one: TellingCase = { message, order, parcel, before, isUnsure };
    switch (step.kind) {
      case "finished":
        return skipped(step.why);
      case "wait":
        return await comeBack(deps, message, step.why, step.seconds);
      case "withdraw":
        return await closeTelling(deps, one, known, "withdrawn");
      case "correct":
        return await closeTelling(deps, one, known, "to_correct");
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

async function tell(deps: TellDeps, one: TellingCase, asksFirst: boolean, msLeft: () => number): Promise<Outcome> {
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
  return await settleTelling(deps, isAnswered ? { ...one, isUnsure: false } : one, answer);
}

/** While the channel could not be asked, nothing was told, and the doubt stays. */
function unanswered(answer: ApiAnswer): ApiAnswer {
  if (answer.kind !== "refused" && answer.kind !== "in_doubt") return answer;
  return { kind: "later", why: `the order could not be read back: ${answer.why}`, afterSeconds: null, isAttempt: true };
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
