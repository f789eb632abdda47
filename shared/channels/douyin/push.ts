import { parseJson } from "../../kernel/lossless-json.ts";
import type { ReadTopic } from "../by-topic.ts";
import { type JsonReader, readJson } from "../json-reader.ts";

/**
 * A list of messages, `[{ tag, msg_id, data }]`, with `data` as JSON in a text. Messages of orders (tags 100 to 199) and of
 * what comes after them (200 to 299: returns, refunds) name the order in `p_id`; tag 0 checks the address.
 */
export const readPush: ReadTopic = (json) =>
  readJson({ messages: json }, (at) => {
    const messages = at.list("messages");
    const ids = new Set(messages.filter(isOfOrder).map(readOrderId));
    if (ids.size > 0) return { kind: "pull", channelOrderIds: [...ids] };
    const tags = messages.map((message) => message.textOrNull("tag") ?? "none").join(", ");
    return { kind: "ignored", why: `no message of an order: tags ${tags.slice(0, 80)}` };
  });

function isOfOrder(message: JsonReader): boolean {
  return /^[12][0-9]{2}$/.test(message.text("tag").trim());
}

/** `p_id` is a number beyond 2^53, or text. One message that cannot be read parks them all: none may be lost. */
function readOrderId(message: JsonReader): string {
  const inner = parseJson(message.text("data"));
  if (!inner.ok) {
    message.refuse("bad_value", "data", "the text is not JSON");
    return "";
  }
  const read = readJson(inner.value, (data) => data.id("p_id"));
  if (read.ok) return read.value;
  message.refuse(read.error.kind, read.error.at === "" ? "data" : `data.${read.error.at}`, read.error.detail);
  return "";
}
