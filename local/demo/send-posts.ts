import { type Agent, request } from "node:http";
import type { Post } from "./post.ts";

/** What the hub answered to one webhook. */
export type Sent = {
  readonly connectionId: string;
  readonly kind: Post["kind"];
  readonly status: number;
  readonly receipt: string | null;
};

export type Sending = {
  readonly atOnce: number;
  readonly agent: Agent;
  /** The channels' clock: what they sign. */
  readonly now: () => Date;
  readonly onSent: (sent: Sent) => void;
};

/** Posts as many at once as a busy shop's platform would. Calls back after each answer. */
export async function sendPosts(posts: readonly Post[], sending: Sending): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let post = posts[next++]; post !== undefined; post = posts[next++]) sending.onSent(await send(post, sending));
  };
  await Promise.all(Array.from({ length: sending.atOnce }, worker));
}

/** With node:http: for a few hundred small posts `fetch` costs more processor time than the hub's own work. */
function send({ shop, kind, signed }: Post, { agent, now }: Sending): Promise<Sent> {
  const { url, headers, body } = signed(now());
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: "POST", agent, headers: { ...headers, "content-length": body.byteLength } },
      (answer) => {
        answer.resume();
        answer.on("error", reject);
        answer.on("end", () => {
          const receipt = answer.headers["x-orderhub-receipt"];
          const { connectionId } = shop;
          const status = answer.statusCode ?? 0;
          resolve({ connectionId, kind, status, receipt: typeof receipt === "string" ? receipt : null });
        });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}
