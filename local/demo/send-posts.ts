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
  readonly deliver: (post: Post) => Promise<Sent>;
  readonly onSent: (sent: Sent) => void;
};

/** Posts as many at once as a busy shop's platform would. Calls back after each answer. */
export async function sendPosts(posts: readonly Post[], { atOnce, deliver, onSent }: Sending): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let post = posts[next++]; post !== undefined; post = posts[next++]) onSent(await deliver(post));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/**
 * Signed at `now`, the channels' clock. With node:http: for a few hundred small posts `fetch` costs more processor time than
 * the hub's own work.
 */
export function sendPost({ shop, kind, signed }: Post, agent: Agent, now: Date): Promise<Sent> {
  const { url, headers, body } = signed(now);
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
