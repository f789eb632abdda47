import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ChannelMessage } from "../api.ts";
import { askShopee, readShopee } from "./ask-shopee.ts";
import { pushTopic } from "./verify.ts";

/**
 * The earliest 100 pushes of the last three days that failed. They are the app's: those of other shops are left out. The
 * list is confirmed as a whole, by the number of its last message, so each id says which list it is of and how long that is.
 */
export async function consumeLostPushes(call: ApiCall): Promise<Result<readonly ChannelMessage[], ApiProblem>> {
  const answer = await askShopee(call, { method: "GET", path: "/api/v2/push/get_lost_push_message", isOfApp: true });
  if (!answer.ok) return answer;
  const read = readShopee(answer.value, (at) => ({
    lastId: at.has("last_message_id") ? at.id("last_message_id") : "",
    pushes: at
      .listOrEmpty("push_message_list")
      .filter((push) => push.textOrNull("shop_id") === call.credentials["shopId"])
      .map((push) => push.text("data")),
  }));
  if (!read.ok) return read;
  const { lastId, pushes } = read.value;
  return ok(
    pushes.map((text, index) => ({
      messageId: `${lastId}:${index + 1}/${pushes.length}`,
      topic: pushTopic,
      body: new TextEncoder().encode(text),
    })),
  );
}

/** Lists of which a message is still missing stay: they come again, whole. */
export async function confirmLostPushes(
  call: ApiCall,
  messageIds: readonly string[],
): Promise<Result<null, ApiProblem>> {
  const parts = [...new Set(messageIds)].map((id) => /^(\d+):\d+\/(\d+)$/.exec(id));
  const lists = Map.groupBy(parts, (part) => part?.[1] ?? "");
  for (const [lastId, confirmed] of lists) {
    if (lastId === "" || confirmed.length < Number(confirmed[0]?.[2])) continue;
    const answer = await askShopee(call, {
      method: "POST",
      path: "/api/v2/push/confirm_consumed_lost_push_message",
      body: `{"last_message_id":${lastId}}`,
      isOfApp: true,
      isRepeatable: true,
    });
    if (!answer.ok) return answer;
  }
  return ok(null);
}
