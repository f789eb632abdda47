import { type Sale, type SaleLine, type SaleState, totalMinor } from "../sale.ts";
import { articleNo, firstOf, type Json, masked, paidMsOf, sampleOf, seconds, stageOf } from "./channel-body.ts";

type Order = Json & {
  readonly item_list: readonly Json[];
  readonly package_list: readonly Json[];
  readonly recipient_address: Json;
};
type Answer = { readonly response: { readonly order_list: readonly Order[] } };

const sample = firstOf(sampleOf<Answer>("shopee", "order-ready-sgd").response.order_list);

const statuses = { unpaid: "UNPAID", paid: "READY_TO_SHIP", shipped: "SHIPPED", cancelled: "CANCELLED" } as const;

/** Amounts are numbers in whole dollars and cents; freight and discounts stand in the total only. */
export function shopeeOrder(sale: Sale, state: SaleState): Json {
  const { pay_time: _, ...order } = sample;
  const paidMs = paidMsOf(sale, state);
  const { name, phone } = masked(sale.buyer);
  const { place, street } = sale.buyer;
  const [parcel] = state.parcels;
  const shown = {
    ...order,
    order_sn: sale.channelOrderId,
    region: place.country,
    currency: sale.currency,
    order_status: statuses[stageOf(state)],
    create_time: seconds(sale.placedMs),
    update_time: seconds(state.atMs),
    message_to_seller: sale.note ?? "",
    ...(paidMs === null ? {} : { pay_time: seconds(paidMs) }),
    total_amount: totalMinor(sale) / 100,
    recipient_address: {
      ...sample.recipient_address,
      name,
      phone,
      state: "",
      city: place.city,
      region: place.country,
      zipcode: place.postalCode,
      full_address: street,
    },
    item_list: sale.lines.map((line) => ({
      ...sample.item_list[0],
      ...itemIds(line),
      item_name: line.title,
      model_name: line.variant ?? "",
      model_sku: line.sku,
      model_quantity_purchased: line.quantity,
      model_original_price: line.unitMinor / 100,
      model_discounted_price: line.unitMinor / 100,
    })),
    pickup_done_time: parcel === undefined ? 0 : seconds(parcel.atMs),
    package_list: [
      {
        ...sample.package_list[0],
        package_number: `OFG${sale.orderId}`,
        logistics_status: parcel === undefined ? "LOGISTICS_READY" : "LOGISTICS_PICKUP_DONE",
        item_list: sale.lines.map((line) => ({ ...itemIds(line), model_quantity: line.quantity })),
      },
    ],
  };
  return { error: "", message: "", request_id: "demo", response: { order_list: [shown] } };
}

function itemIds(line: SaleLine): Json {
  const item_id = 25_800_000_000 + articleNo(line);
  return { item_id, model_id: 0, order_item_id: item_id, promotion_group_id: 0 };
}

export function shopeePush(sale: Sale, state: SaleState): unknown {
  const update_time = seconds(state.atMs);
  const data = { items: [], ordersn: sale.channelOrderId, status: statuses[stageOf(state)], update_time };
  return { data, shop_id: 727_700_143, code: 3, timestamp: update_time + 1 };
}
