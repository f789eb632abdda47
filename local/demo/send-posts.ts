import { type Agent, request } from "node:http";
import type { Post } from "./day.ts";

/** What the hub answered to one webhook. */
export type Sent = { readonly kind: Post["kind"]; readonly status: number; readonly receipt: string | null };

/** Posts as many at once as a busy shop's platform would. Calls back after each answer. */
export async function sendPosts(
  posts: readonly Post[],
  atOnce: number,
  onSent: (sent: Sent) => void,
  agent: Agent,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let post = posts[next++]; post !== undefined; post = posts[next++]) onSent(await send(post, agent));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** With node:http: for a few hundred small posts `fetch` costs more processor time than the hub's own work. */
function send({ url, headers, body, kind }: Post, agent: Agent): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: "POST", agent, headers: { ...headers, "content-length": body.byteLength } },
      (answer) => {
        answer.resume();
        answer.on("error", reject);
        answer.on("end", () => {
          const receipt = answer.headers["x-orderhub-receipt"];
          resolve({ kind, status: answer.statusCode ?? 0, receipt: typeof receipt === "string" ? receipt : null });
        });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}
