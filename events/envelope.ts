import * as z from "zod/mini";
import { instant, text, units } from "./fields.ts";

/** What goes on the bus and, inside an item's outbox, into the table: JSON types only. */
export type EventEnvelope<D> = {
  /** The same however often the event is published: consumers drop what they have seen. */
  readonly id: string;
  readonly type: string;
  /** When it became true, and when the hub wrote it down. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly merchantId: string;
  /** The thing that changed: an order id, `sku@warehouse`, an import id … */
  readonly subject: string;
  /** Grows with every change of the subject: consumers drop events older than what they know. */
  readonly subjectVersion: number;
  /** W3C trace context of the request that caused it. */
  readonly traceparent?: string | null;
  readonly detail: D;
};

/** The schema of one event type's whole envelope, `detail` included. */
export function envelopeSchema<const T extends string, D extends z.ZodMiniType>(type: T, detail: D) {
  return z.object({
    id: text("Stable: the same event has the same id however often it arrives."),
    type: z.literal(type),
    occurredAt: instant("When it became true."),
    recordedAt: instant("When the hub wrote it down."),
    merchantId: text("Whose event it is."),
    subject: text("The thing that changed."),
    subjectVersion: units("Grows with every change of the subject; drop events older than what you know."),
    traceparent: z.optional(z.nullable(z.string()).check(z.describe("W3C trace context of the cause."))),
    detail,
  });
}

/** The type of a detail as its makers pass it in: read-only all the way down. */
export type DetailFrom<S extends z.ZodMiniType> = ReadonlyDeep<z.infer<S>>;

type ReadonlyDeep<T> = T extends readonly (infer E)[]
  ? readonly ReadonlyDeep<E>[]
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
    : T;
