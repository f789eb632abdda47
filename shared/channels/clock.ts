import { shortHash } from "../kernel/ids.ts";
import { msOf, parseInstant } from "../kernel/time.ts";
import type { Clock } from "../orders/facts.ts";

/**
 * When a message was true. Channels count in whole seconds, and an order is often placed and paid within one: `progress`
 * (digits that only grow along the life of an order) decides then, and a hash of the content only where that is equal
 * too. Both come from the message alone, so every order of arrival ends in the same state.
 */
export function clockOf(instant: string, progress: string, body: Uint8Array): Clock {
  return { at: msOf(instant), tie: `${progress}-${shortHash(new TextDecoder().decode(body))}` };
}

/**
 * The same for answers that differ each time they are asked for (request ids, counters): the hash is of what was read, so
 * that an order read twice is the same order.
 */
export function clockOfFacts(instant: string, progress: string, facts: object): Clock {
  return { at: msOf(instant), tie: `${progress}-${shortHash(JSON.stringify(facts))}` };
}

/** The first text that is an instant: a header the channel may have sent, else the moment of arrival. */
export function firstInstant(...texts: readonly (string | undefined)[]): string {
  for (const text of texts) {
    const instant = text === undefined ? null : parseInstant(text.trim());
    if (instant?.ok) return instant.value;
  }
  return "1970-01-01T00:00:00.000Z";
}
