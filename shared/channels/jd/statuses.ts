/**
 * `orderState`, in the order of its life: the place decides between two answers of one second. Unpaid orders are not shown to
 * shops, so an order is paid unless the courier takes the money.
 */
export const states = [
  "WAIT_SELLER_STOCK_OUT",
  "LOCKED",
  "PAUSE",
  "POP_ORDER_PAUSE",
  "WAIT_SELLER_DELIVERY",
  "WAIT_GOODS_RECEIVE_CONFIRM",
  "FINISHED_L",
  "TRADE_CANCELED",
  "PARENT_TRADE_CANCELED",
] as const;

export type State = (typeof states)[number];

export function isState(word: string): word is State {
  return states.some((state) => state === word);
}

/** Stopped by JD or the buyer (a cancellation is asked for, risk control): must not leave until it is another. */
export const heldStates: ReadonlySet<State> = new Set(["LOCKED", "PAUSE", "POP_ORDER_PAUSE"]);

export const shippedStates: ReadonlySet<State> = new Set(["WAIT_GOODS_RECEIVE_CONFIRM", "FINISHED_L"]);

/** Split into other orders, which carry what was sold: no sale is lost. */
export const splitState: State = "PARENT_TRADE_CANCELED";
