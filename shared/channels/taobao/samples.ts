import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";

const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Messages, and answers as `readOrder` composes them, written by us: shops, people and numbers are invented. */
export const samples: readonly Sample[] = [
  {
    name: "message-trade-created",
    topic: "taobao_trade_TradeCreate",
    about: "TMC: a trade was placed; it only names it, by a number beyond 2^53",
  },
  {
    name: "message-refund-succeeded",
    topic: "taobao_refund_RefundSuccess",
    about: "TMC: a refund of one of its lines; the trade is asked for",
  },
  pulled("trade-unpaid", "two sub-orders, a discount shared among them, postage"),
  pulled("trade-paid", "the same trade paid"),
  pulled("trade-partly-shipped", "its tea has left, the cup has not"),
  pulled("trade-shipped", "both have left, in two parcels"),
  pulled("trade-finished-partly-refunded", "finished; the cup came broken and its money went back"),
  pulled("trade-closed-unpaid", "never paid: must not be shipped; a county without a city, postage inside the line"),
  pulled("trade-shipping-forbidden", "paid, and shipping forbidden (a group is forming): held"),
  pulled("trade-shipping-allowed", "the same trade released"),
  pulled("trade-deposit-paid", "deposit sale: deposit paid, rest not"),
  pulled("trade-refund-asked", "paid, and the buyer asks for the money back before anything left: held"),
  pulled("trade-refunded-unshipped", "the same trade closed after the refund: nothing to ship"),
  pulled("trade-cash-on-delivery", "货到付款: may be shipped before it is paid"),
  pulled("trade-virtual", "nothing to ship, no address"),
  pulled("trade-abroad", "an address abroad whose country is written in Chinese: to be held"),
  pulled("trade-unknown-status", "a status the documentation does not know: parked"),
  pulled("trade-not-adding-up", "the total is one yuan less than its parts: kept and flagged"),
];
