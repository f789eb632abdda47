import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ChannelMessage } from "../api.ts";
import { askTop, readTop } from "./ask-top.ts";

const most = 200;

/** Messages of the app's user group: one group for each shop, or the messages of one would be taken by another. */
function groupOf(call: ApiCall): Readonly<Record<string, string>> {
  const group = call.credentials["groupName"] ?? "";
  return group === "" ? {} : { group_name: group };
}

export async function consumeMessages(call: ApiCall): Promise<Result<readonly ChannelMessage[], ApiProblem>> {
  const method = "taobao.tmc.messages.consume";
  const params = { ...groupOf(call), quantity: String(most) };
  const answer = await askTop(call, { method, params, isOfApp: true });
  if (!answer.ok) return answer;
  return readTop(answer.value, method, (at) =>
    (at.child("messages")?.listOrEmpty("tmc_message") ?? []).map((message) => ({
      messageId: message.id("id"),
      topic: message.text("topic"),
      body: new TextEncoder().encode(message.textOrNull("content") ?? ""),
    })),
  );
}

/** Messages that are not confirmed come again. */
export async function confirmMessages(call: ApiCall, messageIds: readonly string[]): Promise<Result<null, ApiProblem>> {
  for (let start = 0; start < messageIds.length; start += most) {
    const s_message_ids = messageIds.slice(start, start + most).join(",");
    const params = { ...groupOf(call), s_message_ids };
    const answer = await askTop(call, { method: "taobao.tmc.messages.confirm", params, isOfApp: true });
    if (!answer.ok) return answer;
  }
  return ok(null);
}
