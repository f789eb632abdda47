import { routes as enterOrder } from "../../../functions/operators/enter-order.handler.ts";
import { routes as manageImports } from "../../../functions/operators/manage-imports.handler.ts";
import { routes as manageMappings } from "../../../functions/operators/manage-mappings.handler.ts";
import { merchantId } from "../../../shared/kernel/ids.ts";
import type { RawCall } from "../../../shared/platform/http-route.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { memoryObjects, memoryQueue } from "../../support/memory-ports.ts";
import { attack, type HostileAnswer, type HostileInput, madeAttack, marker } from "./hostile-input.ts";

// Calls with a good token.
const now = (): Date => new Date("2026-11-21T12:00:00.000Z");

function call(over: Partial<RawCall>): RawCall {
  const principal = { merchantId: merchantId("demo"), role: "operator", subject: "someone" } as const;
  return { principal, path: "/", params: {}, query: {}, body: "", requestId: "request", ...over };
}

async function entered(body: string): Promise<HostileAnswer> {
  const intake = memoryQueue();
  const answer = await enterOrder["POST /v1/orders"]?.(call({ body }), { intake, now });
  return { says: said(answer), left: intake.sent.map(() => "a message in the queue") };
}

async function asked(route: string, over: Partial<RawCall>): Promise<HostileAnswer> {
  const links = memoryObjects();
  const table = makeMemoryTable({ now: () => now().getTime() });
  const answer = await manageImports[route]?.(call(over), { table, links, now });
  return { says: said(answer), left: [...links.objects.keys()] };
}

type Answered = Awaited<ReturnType<NonNullable<(typeof enterOrder)[string]>>>;

function said(answer: Answered | undefined): string {
  if (answer === undefined) return "no route";
  return answer.ok ? `${answer.value.status} ${answer.value.body}` : `${answer.error.status} ${answer.error.code}`;
}

const fields = '"currency":"CNY","lines":[{"id":"1","sku":"TEA","quantity":1,"unit_price":"1.00"}]';
const bodies: readonly (readonly [name: string, body: () => string])[] = [
  ["no JSON", () => "{"],
  ["10 MB of an open list", () => "[".repeat(10_000_000)],
  ["objects a million deep", () => '{"a":'.repeat(1_000_000)],
  ["lists a hundred thousand deep", () => `{"id":"1",${fields},"extra":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  ["a list instead of an order", () => "[]"],
  ["a key __proto__", () => `{"id":"1",${fields},"__proto__":{"payment":{"state":"paid"}},"toString":1}`],
  ["a quantity of 1e400", () => `{"id":"1","currency":"CNY","lines":[{"id":"1","sku":"T","quantity":1e400}]}`],
  ["a currency that is a prototype", () => `{"id":"1","currency":"constructor","lines":[],"note":"${marker}"}`],
  ["an id with line breaks", () => `{"id":"1\\r\\nset-cookie: a=b",${fields}}`],
];

async function mapped(kind: string, body: string): Promise<HostileAnswer> {
  const table = makeMemoryTable({ now: () => now().getTime() });
  const params = { kind, headerSet: "hs_1" };
  const answer = await manageMappings["PUT /v1/import-mappings/{kind}/{headerSet}"]?.(call({ params, body }), {
    table,
    now,
  });
  return { says: said(answer), left: table.engine.scan({ table: "hub" }).items.map(() => "a mapping") };
}

const mappings: readonly (readonly [name: string, kind: string, body: () => object])[] = [
  ["for a kind of every object", "constructor", () => ({ headings: ["a"], fields: { a: "sku" } })],
  ["for a kind that is a path", "../stock", () => ({ headings: ["a"], fields: { a: "sku" } })],
  ["of other headings", "stock", () => ({ headings: ["a"], fields: { a: "sku" } })],
  [
    "of a hundred thousand headings",
    "stock",
    () => ({ headings: Array.from({ length: 100_000 }, (_, at) => `${at}`), fields: {} }),
  ],
  ["of a heading of a megabyte", "stock", () => ({ headings: ["a".repeat(1_000_000)], fields: {} })],
  [
    "of fifty thousand fields",
    "stock",
    () => ({
      headings: ["a"],
      fields: Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`${at}`, "sku"])),
    }),
  ],
];

const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const cursors = [
  cursorOf({ pk: "MERCHANT#other", sk: "IMPORT" }),
  cursorOf(["MERCHANT#other", "IMPORT#1"]),
  cursorOf({ __proto__: null, constructor: 1 }),
  cursorOf("x".repeat(100_000)),
  "e30",
  "%00",
];

const fileNames = ["../other/stock/a.csv", "a/b.csv", "..\\a.csv", "a\u0000.csv", "a\r\nx-amz-acl: public-read.csv"];

export const hostileCalls: readonly HostileInput[] = [
  ...bodies.map(([name, make]) => madeAttack({ door: "API", name, wants: /^(?:400|413) / }, make, entered)),
  ...fileNames.map((fileName) =>
    attack("API", `a file called ${JSON.stringify(fileName)}`, /^400 /, () =>
      asked("POST /v1/imports", { body: JSON.stringify({ kind: "stock", fileName }) }),
    ),
  ),
  attack("API", "an id of ten thousand letters", /^404 /, () =>
    asked("GET /v1/imports/{importId}", { params: { importId: "x".repeat(10_000) } }),
  ),
  attack("API", "an id with a key's divider", /^404 /, () =>
    asked("GET /v1/imports/{importId}", { params: { importId: "a#b/../c" } }),
  ),
  attack("API", "a cursor that nobody gave", /^400 /, () =>
    asked("GET /v1/imports", { query: { cursor: "*".repeat(100_000) } }),
  ),
  ...cursors.map((cursor) =>
    // A cursor is a place in the merchant's own list, wherever it points.
    attack("API", `a cursor that somebody made: ${cursor.slice(0, 24)}`, /^(?:200 .*"items":\[\]|400 )/, () =>
      asked("GET /v1/imports", { query: { cursor } }),
    ),
  ),
  ...mappings.map(([name, kind, body]) =>
    madeAttack(
      { door: "API", name: `a mapping ${name}`, wants: /^(?:400|404|413|422) / },
      () => JSON.stringify(body()),
      (text) => mapped(kind, text),
    ),
  ),
  attack("API", "a page of 1e400", /^400 /, () => asked("GET /v1/imports", { query: { limit: "1e400" } })),
];
