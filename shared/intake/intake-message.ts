import { ok, type Result } from "../kernel/result.ts";
import { fromQueueMessage, type QueuedDelivery } from "./queued-delivery.ts";
import { type RefusalNote, readRefusalNote } from "./refusal-note.ts";

/** What comes through the intake queue: deliveries, and now and then a note on what the door refused. */
export type IntakeMessage = QueuedDelivery | { readonly refusals: RefusalNote };

export function readIntakeMessage(text: string): Result<IntakeMessage, string> {
  const refusals = readRefusalNote(text);
  return refusals === null ? fromQueueMessage(text) : ok({ refusals });
}

export function isDelivery<R extends { readonly input: IntakeMessage }>(
  record: R,
): record is R & { readonly input: QueuedDelivery } {
  return !("refusals" in record.input);
}
