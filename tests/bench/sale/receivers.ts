import { model } from "./constants.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** How the queue hands out work: at most `batch` messages to each of `workers` at a time. */
export type Workers = { readonly workers: number; readonly batch: number };

export type Receiving<Message> = {
  readonly queue: Message[];
  readonly random: () => number;
  /** While orders are without an answer. */
  readonly isOpen: () => boolean;
  readonly work: (messages: readonly Message[]) => Promise<void>;
};

/**
 * The queue's mapping: each receiver fills one batch, up to ten messages with each call, and hands it over when it is full, or
 * a second after its first message, and a worker is free. What lies in the queue goes to whoever calls next.
 */
export async function receiveAll<Message>(
  time: VirtualTime,
  { queue, random, isOpen, work }: Receiving<Message>,
  { workers, batch }: Workers,
): Promise<void> {
  let atWork = 0;
  const run = async (messages: readonly Message[]): Promise<void> => {
    atWork += 1;
    await work(messages);
    atWork -= 1;
  };
  const receive = async (): Promise<void> => {
    while (isOpen()) {
      const messages: Message[] = [];
      for (let until = Number.POSITIVE_INFINITY; messages.length < batch && time.now() < until && isOpen(); ) {
        await time.sleep(model.receiveMs * (1 + model.receiveSpread * (random() - 0.5)));
        messages.push(...queue.splice(0, Math.min(10, batch - messages.length)));
        if (messages.length > 0 && until === Number.POSITIVE_INFINITY) until = time.now() + 1000;
      }
      while (atWork >= workers) await time.sleep(1);
      if (messages.length > 0) void run(messages);
    }
  };
  await Promise.all(Array.from({ length: model.pollers }, receive));
}
