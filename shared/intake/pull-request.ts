import * as z from "zod/mini";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import type { QueueMessage } from "../platform/ports.ts";

/** Why an order is fetched: the channel named it, its list did, the gap finder missed it, or a person asked. */
export type PullCause = "pushed" | "listed" | "missing" | "asked";

/** One order that is to be fetched whole from its channel. */
export type PullRequest = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly channelOrderId: string;
  readonly cause: PullCause;
  /** How often it was tried in vain: each time it waits longer. */
  readonly tries: number;
};

const requestSchema = z.object({
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  channelOrderId: z.string().check(z.minLength(1)),
  cause: z.enum(["pushed", "listed", "missing", "asked"]),
  tries: z.number(),
});

/** The schema of the pull queue's messages; only our own code writes them. */
export const pullRequestSchema = z.pipe(
  requestSchema,
  z.transform(
    (said): PullRequest => ({
      ...said,
      merchantId: said.merchantId as MerchantId,
      connectionId: said.connectionId as ConnectionId,
    }),
  ),
);

/** Grouped by shop, so that a shop with many orders to fetch does not hold up the others. */
export function toPullMessage(request: PullRequest, delaySeconds = 0): QueueMessage {
  const message = { body: JSON.stringify(request), groupId: request.connectionId };
  return delaySeconds === 0 ? message : { ...message, delaySeconds };
}
