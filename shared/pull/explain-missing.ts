import type { ApiProblem } from "../channels/api.ts";
import { type Channel, pulledTopic } from "../channels/channel.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { MissingOrder } from "./gap-day.ts";
import type { Ask } from "./use-channel-api.ts";

export type Explained = {
  /** Orders that the hub need not have: no longer there, no business of it, or not told whole yet (Amazon's pending ones). */
  readonly leftOut: number;
  readonly missing: readonly MissingOrder[];
};

const MOST = 50;

/** Reads orders that are missing after they were fetched, to say why. Those beyond the first fifty stay unexplained. */
export async function explainMissing(
  { ask, channel, now }: { readonly ask: Ask; readonly channel: Channel | null; readonly now: string },
  missing: readonly MissingOrder[],
): Promise<Result<Explained, ApiProblem>> {
  const explained: MissingOrder[] = [];
  let leftOut = 0;
  for (const order of missing.slice(0, MOST)) {
    const read = await ask((api, call) => api.readOrder(call, order.channelOrderId));
    if (!read.ok && ["unavailable", "rate_limited", "unauthorised", "in_doubt"].includes(read.error.kind)) return read;
    const why = read.ok ? whyNotHere(channel, read.value, now) : whyNotRead(read.error);
    if (why === null) leftOut += 1;
    else explained.push({ ...order, why });
  }
  return ok({ leftOut, missing: [...explained, ...missing.slice(MOST)] });
}

/** null when the hub leaves such an order out on purpose, and when the channel itself tells no more than a part of it yet. */
function whyNotHere(channel: Channel | null, body: Uint8Array, receivedAt: string): string | null {
  const read = channel?.normalise({ topic: pulledTopic, body, headers: {}, receivedAt });
  if (read === undefined) return "the hub has no such channel";
  if (!read.ok) return `${read.error.kind} at ${read.error.at}: ${read.error.detail}`;
  if (read.value.kind === "ignored") return null;
  const isPart = read.value.kind === "order" && read.value.order.header === undefined;
  return isPart ? null : "it can be read and is not stored yet";
}

function whyNotRead(problem: ApiProblem): string | null {
  if (problem.kind === "not_found") return null;
  return "detail" in problem ? `${problem.kind}: ${problem.detail}` : problem.kind;
}
