import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Normalised, NormaliseProblem } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { fieldOf } from "./xml.ts";

const afterSaleEvent = "channels_ec_aftersale_update";

/** Order events name the order in `order_info`, and with it nothing that could be applied without asking. */
export function readJsonPush(at: JsonReader): Normalised {
  const event = at.text("Event");
  const place = placeOf(event);
  if (place === null) return { kind: "ignored", why: `event ${event.slice(0, 80)} is not followed` };
  const inside = at.child(place);
  if (inside === null) at.refuse("missing_field", place, "the event names no order");
  return { kind: "pull", channelOrderIds: [inside?.id("order_id") ?? ""] };
}

/**
 * The same events as XML, chosen in the console; null for a body that is none. The older shop component has events of its own
 * (`open_product_order_…`) for orders that this channel's API does not know: refused by name, so that somebody sees them.
 */
export function readXmlPush(body: Uint8Array): Result<Normalised, NormaliseProblem> | null {
  const xml = new TextDecoder().decode(body);
  const event = fieldOf(xml, "Event");
  if (event === null) return null;
  if (event.startsWith("open_product_")) {
    const detail = `${event.slice(0, 80)} is of the older shop component, whose orders are not fetched`;
    return fail({ kind: "unknown_topic", at: "Event", detail });
  }
  if (placeOf(event) === null) return ok({ kind: "ignored", why: `event ${event.slice(0, 80)} is not followed` });
  const orderId = fieldOf(xml, "order_id");
  if (orderId === null || !/^[0-9]{1,30}$/.test(orderId)) {
    return fail({ kind: "missing_field", at: "order_id", detail: "the event names no order" });
  }
  return ok({ kind: "pull", channelOrderIds: [orderId] });
}

function placeOf(event: string): string | null {
  if (event === afterSaleEvent) return "finder_shop_aftersale_status_update";
  return event.startsWith("channels_ec_order_") ? "order_info" : null;
}
