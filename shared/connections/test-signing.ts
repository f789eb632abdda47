import type { WebhookChannel, WebhookRequest } from "../channels/channel.ts";
import { type ConnectionSecret, readConnectionSecret } from "../intake/connection-secret.ts";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import type { SecretReader } from "../platform/ports.ts";
import { BrokenSecretError } from "../settings/connection-secrets.ts";

/** Whether what the channel posts can be checked. `not_used`: it posts nothing. `whatToDo` is empty while nothing is. */
export type SigningTest = {
  readonly state: "ok" | "missing" | "malformed" | "not_used";
  readonly liveSecrets: number;
  readonly whatToDo: string;
};

export type SigningDeps = {
  readonly secrets: SecretReader;
  readonly secretPrefix: string;
  readonly findChannel: (name: string) => Promise<WebhookChannel | null>;
  readonly now: () => Date;
};

type Shop = { readonly merchantId: MerchantId; readonly connectionId: ConnectionId; readonly channel: string };

/** Reads the live secrets of a shop and tries each; says nothing of what they hold. */
export async function testSigning(deps: SigningDeps, shop: Shop): Promise<SigningTest> {
  const channel = await deps.findChannel(shop.channel);
  if (channel === null) return { state: "not_used", liveSecrets: 0, whatToDo: "" };
  const secret = await readSecret(deps, shop.connectionId);
  if (secret === "broken") {
    const whatToDo = "What is stored is no connection secret: have it put right in Secrets Manager.";
    return { state: "malformed", liveSecrets: 0, whatToDo };
  }
  if (secret?.merchantId !== shop.merchantId || secret.channel !== shop.channel) {
    return { state: "missing", liveSecrets: 0, whatToDo: "Connect the shop again: its secret is gone." };
  }
  const { secrets } = secret;
  if (secrets.length === 0) {
    const whatToDo =
      "It has no signing secret, so what the channel posts is refused: give that of the channel's console.";
    return { state: "missing", liveSecrets: 0, whatToDo };
  }
  const broken = secrets.findIndex((each) => !isWellFormed(channel, each, deps.now()));
  if (broken === -1) return { state: "ok", liveSecrets: secrets.length, whatToDo: "" };
  const which = secrets.length === 1 ? "The secret" : broken === 0 ? "The newer secret" : "The older secret";
  const whatToDo = `${which} does not have the shape of this channel's (docs/marketplaces.md, section 4): set it anew.`;
  return { state: "malformed", liveSecrets: secrets.length, whatToDo };
}

async function readSecret(deps: SigningDeps, id: ConnectionId): Promise<ConnectionSecret | "broken" | null> {
  try {
    return await readConnectionSecret(deps, id, { fresh: true });
  } catch (error) {
    if (error instanceof BrokenSecretError) return "broken";
    throw error;
  }
}

/** Signs something with it and checks the signature, except where only the channel itself can sign. */
function isWellFormed(channel: WebhookChannel, secret: string, now: Date): boolean {
  if (channel.readsSecret !== undefined) return channel.readsSecret(secret);
  const url = "https://hub.example/webhooks/trial";
  const body = new TextEncoder().encode("{}");
  const told = { topic: "trial", deliveryNo: "trial", body, secret, url, now };
  const sealed = { ...told, body: channel.seal?.(told) ?? body };
  const request: WebhookRequest = {
    method: "POST",
    path: "/webhooks/trial",
    url,
    query: channel.signQuery?.(sealed) ?? {},
    headers: channel.sign(sealed),
    body: sealed.body,
  };
  if (channel.verify(request, [secret], now).kind !== "verified") return false;
  return channel.open === undefined || channel.open(request, [secret]) !== null;
}
