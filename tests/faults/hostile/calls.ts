import { routes as enterOrder } from "../../../functions/operators/enter-order.handler.ts";
import { routes as manageImports } from "../../../functions/operators/manage-imports.handler.ts";
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
  return answer.ok ? String(answer.value.status) : `${answer.error.status} ${answer.error.code}`;
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
  attack("API", "a page of 1e400", /^400 /, () => asked("GET /v1/imports", { query: { limit: "1e400" } })),
];
