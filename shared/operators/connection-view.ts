import * as z from "zod/mini";
import type { ChannelFacts } from "../channels/channel-facts.ts";
import type { ConnectionProblem } from "../connections/connection-keeper.ts";
import { isShortName } from "../kernel/ids.ts";
import { never } from "../kernel/result.ts";
import { invalid, notFound, type Problem } from "../platform/http-answer.ts";
import { type Connection, connectionStates } from "../settings/connection.ts";

const secret = z.string().check(z.minLength(8), z.maxLength(8000));
const title = z.string().check(z.minLength(1), z.maxLength(120));

export const newConnectionBody = z.object({
  id: z.string().check(z.refine(isShortName)),
  channel: z.string(),
  title,
  zone: z.string(),
  secret: z.optional(secret),
  credentials: z.optional(z.record(z.string(), z.string().check(z.maxLength(8000)))),
});

export const changedConnectionBody = z.object({ state: z.enum(connectionStates) });

export const rotationBody = z.object({ secret: z.optional(secret) });

export const credentialsBody = z.object({
  credentials: z.record(z.string(), z.string().check(z.minLength(1), z.maxLength(8000))),
});

/** One shop: where the channel is to post to, and what the hub may be told to sign in with. Never a secret. */
export function connectionView(
  { connectionId, ...connection }: Connection,
  { sendsWebhooks, credentialFields }: ChannelFacts,
): Readonly<Record<string, unknown>> {
  return {
    id: connectionId,
    ...connection,
    webhookPath: sendsWebhooks ? `/webhooks/${connection.channel}/${connectionId}` : null,
    credentialFields,
  };
}

/** What an operator did wrong, and how to mend it. */
export function connectionProblem(problem: ConnectionProblem): Problem {
  switch (problem.kind) {
    case "not_found":
      return notFound("connection");
    case "taken": {
      const detail = "Connections of all merchants have ids of their own: choose another, such as shopify-yourname.";
      return { status: 409, code: "connection_taken", title: "This id is taken", detail };
    }
    case "unknown_channel":
      return invalid("body", `channel: one of ${problem.known.join(", ")}`);
    case "wrong_zone":
      return invalid("body", "zone: a time zone of the IANA database, e.g. Asia/Shanghai");
    case "secret_needed": {
      const detail = `secret: ${problem.channel} signs with what its console gives out; give that, in the shape of docs/marketplaces.md, section 4`;
      return invalid(
        "body",
        `${detail}. Without it, credentials are needed: the shop is then asked, and posts nothing`,
      );
    }
    case "wrong_credentials": {
      const { unknown, missing } = problem;
      const said = [
        ...(missing.length === 0 ? [] : [`missing: ${missing.join(", ")}`]),
        ...(unknown.length === 0 ? [] : [`not used by this channel: ${unknown.join(", ")}`]),
      ];
      return invalid("body", `credentials: ${said.join("; ")}`);
    }
    case "not_used":
      return invalid(
        "body",
        problem.what === "secrets"
          ? "this channel sends no webhooks, so nothing is signed"
          : "the hub calls no API here",
      );
    default:
      return never(problem);
  }
}
