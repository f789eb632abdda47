import { existsSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { allStories } from "./all-stories.ts";

const root = new URL("../../../", import.meta.url);

/** They write nothing. */
const onlyReads = /^(read|describe|explain|trace)-/;

/** A person (or a test of a connection) waits for the answer, sees the failure and asks again; not gone through call by call. */
const answersPeople = /^(manage|test|enter|publish-rules)(-|$)/;

/** Their crashes are gone through by tests of their own. */
const elsewhere: Readonly<Record<string, string>> = {
  "tell-shipment": "shared/writeback/tell-shipment.test.ts",
  "publish-stock": "shared/writeback/publish-stock.test.ts",
  "move-stock": "tests/property/stock-documents.prop.test.ts",
  "prove-stock": "tests/property/stock-proof.prop.test.ts",
  "receive-notification": "shared/pull/take-notification.test.ts",
};

it("goes through every function that writes", () => {
  const functions = readdirSync(new URL("functions/", root), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".handler.ts"))
    .map((path) => path.replace(/^.*[\\/]/, "").replace(".handler.ts", ""));
  const told = new Set([...allStories.flatMap((story) => story.functions), ...Object.keys(elsewhere)]);
  const silent = functions.filter((name) => !told.has(name) && !onlyReads.test(name) && !answersPeople.test(name));
  expect(silent, "write a story in tests/faults/crash-points, or say which test goes through its crashes").toEqual([]);
  expect(functions.length).toBeGreaterThan(30);
  const unknown = allStories.flatMap((story) => story.functions).filter((name) => !functions.includes(name));
  expect(unknown, "a story names a function that is not there").toEqual([]);
  for (const path of Object.values(elsewhere)) expect(existsSync(new URL(path, root)), path).toBe(true);
});
