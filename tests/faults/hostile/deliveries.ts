import { gzipSync } from "node:zlib";
import { channels } from "../../../shared/channels/all-channels.ts";
import { fromQueueMessage, type QueuedDelivery } from "../../../shared/intake/queued-delivery.ts";
import { connectionId, deliveryIdOf, orderIdOf } from "../../../shared/kernel/ids.ts";
import { readOrder } from "../../../shared/orders/order-store.ts";
import { aMerchantId } from "../../support/builders.ts";
import { intakePorts, intakeWorker } from "../../support/intake-hub.ts";
import { attack, type HostileAnswer, type HostileInput, madeAttack, marker } from "./hostile-input.ts";

// What a shop sends that has the secret and means ill, or whose program is broken: parked with its reason, no order stored.
const shop = connectionId("demo-shop");

function delivery(body: Uint8Array): QueuedDelivery {
  return {
    deliveryId: deliveryIdOf(aMerchantId, shop, "d-1"),
    merchantId: aMerchantId,
    connectionId: shop,
    channel: "generic",
    topic: "order.upsert",
    channelDeliveryId: null,
    headers: {},
    receivedAt: "2026-11-21T12:00:00.000Z",
    body,
  };
}

type Applied = HostileAnswer & { readonly sku: string | null | undefined };

async function applied(body: Uint8Array): Promise<Applied> {
  const ports = await intakePorts();
  const worker = intakeWorker(ports, { findChannel: async () => channels.generic });
  const fate = await worker(delivery(body), "message-1");
  const stored = await readOrder(ports.table, aMerchantId, orderIdOf(shop, "MY-1"));
  const why = "why" in fate ? `: ${fate.why}` : "";
  return {
    says: `${fate.kind}${why}`,
    left: stored === null ? [] : ["an order"],
    sku: stored?.order.lines?.facts[0]?.sku,
  };
}

const order = (lines: string, more = ""): string =>
  `{"id":"MY-1","updated_at":"2026-11-19T20:14:05+08:00","placed_at":"2026-11-19T20:14:05+08:00","currency":"CNY",` +
  `"prices_include_tax":true,"totals":{"total":"1.00"},"payment":{"state":"paid"},"status":{},` +
  `"address":{"name":"${marker}","country":"CN"}${more},"lines":[${lines}]}`;
const line = (quantity: string, price = '"1.00"', sku = '"TEA"'): string =>
  `{"id":"1","sku":${sku},"quantity":${quantity},"unit_price":${price}}`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Bytes that no text encodes to, as the sku. */
const raw = (...sku: number[]): Uint8Array => {
  const [before = "", after = ""] = order(line("1", '"1.00"', '"@@"')).split("@@");
  return Uint8Array.from([...bytes(before), ...sku, ...bytes(after)]);
};
const wide = Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join(",");

const bodies: readonly (readonly [name: string, make: () => Uint8Array])[] = [
  ["JSON a hundred thousand deep", () => bytes(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)],
  ["objects a hundred thousand deep", () => bytes('{"a":'.repeat(100_000))],
  ["a hundred thousand keys", () => bytes(order(line("1"), `,${wide}`))],
  ["a hundred thousand lines", () => bytes(order(Array.from({ length: 100_000 }, () => line("1")).join(",")))],
  ["4.9 MB of spaces", () => bytes(" ".repeat(4_900_000))],
  ["a quantity of 1e400", () => bytes(order(line("1e400")))],
  ["a quantity of NaN", () => bytes(order(line("NaN")))],
  ["a quantity of -0.5", () => bytes(order(line("-0.5")))],
  ["a quantity beyond 2^53", () => bytes(order(line("9007199254740993")))],
  ["a price of 1e400", () => bytes(order(line("1", '"1e400"')))],
  ["a price of a hundred thousand digits", () => bytes(order(line("1", `"${"9".repeat(100_000)}"`)))],
  ["a number of a million digits", () => bytes(order(line("9".repeat(1_000_000))))],
  ["a key __proto__", () => bytes(order(line("1"), ',"__proto__":{"role":"operator"}'))],
  ["a key constructor", () => bytes(order(line("1"), ',"constructor":{"prototype":{"role":"operator"}}'))],
  ["overlong UTF-8", () => raw(0xc0, 0xaf)],
  ["UTF-8 of a surrogate", () => raw(0xed, 0xa0, 0x80)],
  ["GBK among UTF-8", () => raw(0xb6, 0xa9, 0xb5, 0xa5)],
  ["a NUL in a sku", () => bytes(order(line("1", '"1.00"', '"TEA\\u0000"')))],
  ["a sku of a megabyte", () => bytes(order(line("1", '"1.00"', `"${"x".repeat(1_000_000)}"`)))],
  ["UTF-16", () => Uint8Array.from(Buffer.from(order(line("1")), "utf16le"))],
];

export const hostileDeliveries: readonly HostileInput[] = [
  ...bodies.map(([name, make]) => madeAttack({ door: "delivery", name, wants: /^parked: \w+ at / }, make, applied)),
  attack("delivery", "half a surrogate pair in a sku", /^applied: null, mended$/, async () => {
    const { says, sku } = await applied(bytes(order(line("1", '"1.00"', '"A\\ud800"'))));
    return `${says}, ${sku === "A\ufffd" ? "mended" : "kept"}`;
  }),
  attack(
    "delivery",
    "the same delivery five times",
    /^applied: null(?:, duplicate: sent before: applied){4}$/,
    async () => {
      const ports = await intakePorts();
      const worker = intakeWorker(ports, { findChannel: async () => channels.generic });
      const says: string[] = [];
      for (const message of ["m-1", "m-2", "m-3", "m-4", "m-5"]) {
        const fate = await worker(delivery(bytes(order(line("1")))), message);
        says.push(`${fate.kind}: ${fate.why}`);
      }
      return says.join(", ");
    },
  ),
  attack("delivery", "a message that unpacks to a thousand times its size", /^refused/, () => {
    const bodyGzipBase64 = gzipSync(Buffer.alloc(200_000_000)).toString("base64");
    const { body: _, ...rest } = delivery(new Uint8Array());
    const read = fromQueueMessage(JSON.stringify({ schemaVersion: 1, ...rest, bodyGzipBase64 }));
    return read.ok ? "taken" : `refused: ${JSON.stringify(read.error).slice(0, 60)}`;
  }),
];
