import { createCipheriv } from "node:crypto";
import { webhookChannel } from "../../../shared/channels/all-channels.ts";
import type { WebhookRequest } from "../../../shared/channels/channel.ts";
import { makeReceiveDelivery } from "../../../shared/intake/receive-delivery.ts";
import { aMerchantId } from "../../support/builders.ts";
import { memoryQueue, memorySecrets } from "../../support/memory-ports.ts";
import { attack, type HostileAnswer, type HostileInput, madeAttack, marker } from "./hostile-input.ts";

// What is posted to the address of a shop by somebody who does not have its secret.
const now = new Date("2026-11-21T00:00:00.000Z");
const secret = "a secret of the shop";
const signatureHeader = { generic: "x-orderhub-signature", shopify: "x-shopify-hmac-sha256" } as const;
const timestampHeader = "x-orderhub-timestamp";
type Name = keyof typeof signatureHeader;

const plain = new TextEncoder().encode(JSON.stringify({ id: "1", buyer: marker }));

function signed(name: Name, body: Uint8Array = plain, key = secret): WebhookRequest {
  const channel = webhookChannel(name);
  if (channel === null) throw new Error(`${name} posts no webhooks`);
  const url = `https://hub.example/webhooks/${name}/demo-shop`;
  const told = { topic: "order.upsert", body, secret: key, deliveryNo: "d-1", url, now };
  return { method: "POST", path: "/", url, query: {}, headers: channel.sign(told), body };
}

async function enter(
  name: Name,
  request: WebhookRequest,
  connectionId = "demo-shop",
  at = now,
): Promise<HostileAnswer> {
  const queue = memoryQueue();
  const kept = { merchantId: aMerchantId, connectionId: "demo-shop", channel: name, secrets: [secret] };
  const receive = makeReceiveDelivery({
    secrets: memorySecrets({ "doors/demo-shop": JSON.stringify(kept) }),
    secretPrefix: "doors/",
    queue,
    findChannel: async (wanted) => webhookChannel(wanted),
    noteRefusal: async () => undefined,
    now: () => at,
  });
  const reception = await receive(request, { channel: name, connectionId });
  const says = reception.kind === "refused" ? `${reception.answer.status} ${reception.why}` : reception.kind;
  return { says, left: queue.sent.map(() => "a message in the queue") };
}

const withHeader = (name: Name, header: string, value: string): WebhookRequest => {
  const request = signed(name);
  return { ...request, headers: { ...request.headers, [header]: value } };
};

const good = signed("generic").headers[signatureHeader.generic] ?? "";
const hex = good.slice(3);
const lengths: readonly (readonly [name: string, signature: string])[] = [
  ["a signature of one byte", "v1=ab"],
  ["a signature that is one byte short", good.slice(0, -2)],
  ["a signature with one byte more", `${good}00`],
  ["a signature twice", `${good},${good}`],
  ["an empty signature of the right form", "v1="],
  ["the signature of another version", `v0=${hex}`],
  ["the signature as base64", `v1=${Buffer.from(hex, "hex").toString("base64")}`],
  ["a signature with a NUL behind it", `${good}\u0000`],
  ["a signature with a line break behind it", `${good}\n`],
  ["a signature in full-width digits", good.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
  ["a signature of a megabyte", `v1=${"a".repeat(1_000_000)}`],
];

const times = ["1e400", "NaN", "Infinity", "-1", "1763683200.5", "0x691fae00", "9".repeat(1_000)];
const names = ["../demo-shop", "demo-shop/../other", "__proto__", "constructor", "demo-shop\u0000", "x".repeat(10_000)];

const large: readonly (readonly [name: string, make: () => Uint8Array])[] = [
  ["10 MB, signed", () => new Uint8Array(10_000_000).fill(32)],
  [
    "4.9 MB that do not compress, signed",
    () => createCipheriv("aes-256-ctr", Buffer.alloc(32), Buffer.alloc(16)).update(Buffer.alloc(4_900_000)),
  ],
];

export const hostileWebhooks: readonly HostileInput[] = [
  ...lengths.map(([name, value]) =>
    attack("webhook", name, /^401 bad_signature$/, () =>
      enter("generic", withHeader("generic", signatureHeader.generic, value)),
    ),
  ),
  attack("webhook", "a base64 signature with rubbish that decoders skip", /^401 bad_signature$/, () => {
    const value = signed("shopify", plain, "another secret").headers[signatureHeader.shopify] ?? "";
    return enter("shopify", withHeader("shopify", signatureHeader.shopify, `!!${value}!!`));
  }),
  attack("webhook", "a signature made without a secret", /^401 bad_signature$/, () => {
    return enter("generic", signed("generic", plain, ""));
  }),
  ...times.map((time) =>
    attack("webhook", `a time of ${time.slice(0, 20)}`, /^401 bad_signature$/, () =>
      enter("generic", withHeader("generic", timestampHeader, time)),
    ),
  ),
  attack("webhook", "a replay after six minutes", /^401 stale$/, () =>
    enter("generic", signed("generic"), "demo-shop", new Date(now.getTime() + 360_000)),
  ),
  attack("webhook", "a message from the future", /^401 stale$/, () =>
    enter("generic", signed("generic"), "demo-shop", new Date(now.getTime() - 360_000)),
  ),
  attack("webhook", "a replay with another body", /^401 bad_signature$/, () =>
    enter("generic", { ...signed("generic"), body: new TextEncoder().encode('{"id":"2"}') }),
  ),
  ...names.map((connection) =>
    attack("webhook", `a shop called ${JSON.stringify(connection.slice(0, 20))}`, /^unknown_connection$/, () =>
      enter("generic", signed("generic"), connection),
    ),
  ),
  ...large.map(([name, make]) =>
    madeAttack(
      { door: "webhook", name, wants: /^too_large$/ },
      () => signed("generic", make()),
      (request) => enter("generic", request),
    ),
  ),
];
