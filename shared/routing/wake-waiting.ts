import type { MerchantId } from "../kernel/ids.ts";
import type { QueueMessage } from "../platform/ports.ts";
import type { SweepMessage } from "./sweep-waiting.ts";

/** A worker may be writing an order that waits under what held before: it is found by a second look. */
const SECOND_LOOK_SECONDS = 120;
/** The longest that a queue holds a message back. */
const LONGEST_DELAY_SECONDS = 900;

/**
 * What is to be sent when waiting orders may be routable by now, though no stock has come: a warehouse has opened, or other
 * rules hold from `from` on (ISO instants). A message that comes before its time goes round the queue again.
 */
export function wakeWaiting(merchant: MerchantId, now: string, from: string = now): readonly QueueMessage[] {
  const begins = from > now ? from : now;
  const again = new Date(Date.parse(begins) + SECOND_LOOK_SECONDS * 1000).toISOString();
  const first: SweepMessage = { merchantId: merchant, after: null, notBefore: begins };
  return [first, { ...first, notBefore: again }].map((message) => postponed(message, now));
}

/** The message, held back as long as it should be, or as long as the queue can. */
export function postponed(message: SweepMessage, now: string): QueueMessage {
  const seconds = Math.ceil((Date.parse(message.notBefore ?? now) - Date.parse(now)) / 1000);
  const body = JSON.stringify(message);
  return seconds <= 0 ? { body } : { body, delaySeconds: Math.min(LONGEST_DELAY_SECONDS, seconds) };
}
