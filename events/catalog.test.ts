import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { type EventType, eventCatalog, makeEvent } from "./catalog.ts";
import { envelopeSchema } from "./envelope.ts";
import { generatedFiles, sampleEnvelope } from "./generated-files.ts";

const types = Object.keys(eventCatalog) as EventType[];
const facts = {
  merchantId: "demo",
  subject: "TEA-250@SHA",
  subjectVersion: 7,
  occurredAt: "2026-11-21T22:31:51.000Z",
  recordedAt: "2026-11-21T22:31:52.250Z",
} as const;
const detail = { sku: "TEA-250", warehouse: "SHA", available: 4, threshold: 5 };

describe("event catalog", () => {
  it.each(types)("keeps %s, its sample and its schema in step, with nothing left over", (type) => {
    const { schema, sample } = eventCatalog[type];

    expect(schema.parse(sample)).toEqual(sample);
    expect(envelopeSchema(type, schema).parse(sampleEnvelope(type))).toEqual(sampleEnvelope(type));
  });

  it.each(types)("lists %s under the folder and file that its capability and type name", (type) => {
    const { capability } = eventCatalog[type];
    const fileName = `${type.replace(/\.(?=.*\.)/, "-")}.ts`;

    expect(readdirSync(join(import.meta.dirname, capability))).toContain(fileName);
  });

  it.each(types)("has no field for personal data in %s", (type) => {
    const names = JSON.stringify(eventCatalog[type].sample).match(/"(\w+)":/g) ?? [];

    expect(names.length).toBeGreaterThan(0);
    expect(
      names.filter((name) => /buyer|customer|recipient|phone|mail|address|street|postal|city|token/i.test(name)),
    ).toEqual([]);
  });

  it("lists every event file, so that none is published without a contract", () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== "generated",
    );
    const files = folders.flatMap(({ name }) => readdirSync(join(import.meta.dirname, name)));

    expect(files).toHaveLength(types.length);
  });
});

describe("makeEvent", () => {
  it("gives the same id for the same version of the same subject, and another for any other", () => {
    const event = makeEvent({ type: "stock.low.v1", ...facts, detail });

    expect(makeEvent({ type: "stock.low.v1", ...facts, recordedAt: "2026-11-22T00:00:00.000Z", detail }).id).toBe(
      event.id,
    );
    expect(makeEvent({ type: "stock.low.v1", ...facts, subjectVersion: 8, detail }).id).not.toBe(event.id);
    expect(makeEvent({ type: "stock.replenished.v1", ...facts, detail }).id).not.toBe(event.id);
    expect(event).toEqual({ id: event.id, type: "stock.low.v1", ...facts, detail });
  });

  it("costs a function no schema: they are dropped from a bundle that only makes events", async () => {
    const built = await build({
      stdin: { contents: 'export { makeEvent } from "./catalog.ts";', resolveDir: import.meta.dirname, loader: "ts" },
      bundle: true,
      platform: "node",
      format: "esm",
      minify: true,
      write: false,
    });

    expect(built.outputFiles[0]?.contents.length).toBeLessThan(2_000);
  });
});

describe("generated files", () => {
  const folder = join(import.meta.dirname, "generated");

  it("are committed as generated; `npx node events/generate.ts` renews them", () => {
    const committed = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

    expect([...committed.keys()].sort()).toEqual([...generatedFiles().keys()].sort());
    for (const [name, content] of generatedFiles()) expect(committed.get(name), name).toBe(content);
  });

  it.each(types)("leave %s open to added fields", (type) => {
    expect(generatedFiles().get(`${type}.schema.json`)).not.toContain("additionalProperties");
  });

  it("resolve every reference of the AsyncAPI document", () => {
    const text = generatedFiles().get("asyncapi.json") ?? "";
    const document: unknown = JSON.parse(text);
    const references = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, target = ""]) => target);

    const missing = references.filter((target) =>
      target.startsWith("#") ? lookUp(document, target) === undefined : !generatedFiles().has(target.slice(2)),
    );
    expect(references).toHaveLength(types.length * 3 + 1);
    expect(missing).toEqual([]);
  });
});

function lookUp(document: unknown, pointer: string): unknown {
  const steps = pointer.slice(2).split("/");
  return steps.reduce((node, step) => (node as Record<string, unknown> | undefined)?.[step], document);
}
