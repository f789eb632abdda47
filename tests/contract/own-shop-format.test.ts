import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { formatFor, type Topic } from "../../shared/channels/generic/format.ts";
import { fieldRows, type Schema } from "./field-rows.ts";

const docs = join(import.meta.dirname, "../../docs");
const format = formatFor("CNY");
const topics = Object.keys(format) as Topic[];
const schemaOf = (topic: Topic): Schema =>
  z.toJSONSchema(format[topic], { io: "input", unrepresentable: "any" }) as Schema;

describe("docs/own-shop.md", () => {
  const text = readFileSync(join(docs, "own-shop.md"), "utf8").replace(/ +\|/g, " |").replace(/\| +/g, "| ");

  it.each(topics)("has every field of %s, and none that is not there", (topic) => {
    const isTold = (row: string): boolean =>
      topic === "order.upsert" || !/`(refunds|fulfilments)\[\]\.|`payment\./.test(row);
    const table = text.split(`**\`${topic}\`**`)[1]?.split("\n\n")[1]?.split("\n").slice(2);
    expect(table).toEqual(fieldRows(schemaOf(topic)).filter(isTold));
  });
});

describe("docs/own-shop.schema.json", () => {
  it("is the schema of the code; written anew with -u", async () => {
    const bodies = Object.fromEntries(topics.map((topic) => [topic, withoutDialect(schemaOf(topic))]));
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "What an own shop sends to orderhub: one definition for each topic",
      description:
        "Amounts are shown with the two digits of most currencies. The text of a digit too many, of dates that do not exist and of ids given twice is refused too.",
      anyOf: topics.map((topic) => ({ $ref: `#/$defs/${topic}` })),
      $defs: bodies,
    };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(join(docs, "own-shop.schema.json"));
  });
});

function withoutDialect({ $schema: _dialect, ...schema }: Schema & { readonly $schema?: string }): Schema {
  return schema;
}
