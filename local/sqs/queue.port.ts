import type { Clock, Store, StoreChange } from "../cloud/service.ts";
import type { QueueAttributes } from "./attributes.ts";
import type { SqsFaults } from "./faults.ts";
import type { KeptMessage, Message, NewMessage } from "./message.ts";

export type QueueDeps = {
  readonly clock: Clock;
  readonly store: Store;
  readonly faults: SqsFaults | undefined;
  readonly nextSequence: () => number;
  /** The queue a redrive policy names; undefined if there is none. */
  readonly queueOfArn: (arn: string) => Queue | undefined;
};

export type QueueConfig = {
  readonly name: string;
  readonly arn: string;
  readonly attributes: QueueAttributes;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

export type Take = { readonly max: number; readonly visibilityMs?: number };

export type Queue = {
  config: QueueConfig;
  /** Stores and enqueues; `also` gives a change to make in the same write. Durable when it returns. */
  send(messages: readonly NewMessage[], also?: (kept: KeptMessage) => StoreChange): readonly KeptMessage[];
  take(wanted: Take): readonly Message[];
  /** As `take`, but waits up to `waitMs` for the first message. */
  takeSoon(wanted: Take, waitMs: number, signal: AbortSignal | undefined): Promise<readonly Message[]>;
  /** Forgets messages by handle. One of another delivery than the latest does nothing; FIFO faults if it expired. */
  remove(handles: readonly string[]): void;
  changeVisibility(handle: string, ms: number): void;
  /** Makes messages visible at once; what is no longer in flight is left alone. */
  release(handles: readonly string[]): void;
  purge(): void;
  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number };
  /** Takes over messages of another queue. Returns what must be stored. */
  adopt(messages: readonly KeptMessage[], deadLetterSource: string | undefined): readonly StoreChange[];
  /** Removes and returns every message that is not in flight, with what must be stored: a move task. */
  drain(): { readonly kept: readonly KeptMessage[]; readonly changes: readonly StoreChange[] };
  /** Called soon after messages may have become available. Returns a way to stop. */
  onAvailable(listener: () => void): () => void;
  close(): void;
};
