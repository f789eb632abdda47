import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EventPattern, matches } from "../../local/events/pattern.ts";
import { checkPattern } from "../../local/events/pattern-check.ts";
import { hasMoto, skipNote } from "./sqs-moto-server.ts";

/** Reads `[pattern, event]` a line, answers `true` or `false` a line. */
const oracle = [
  "import json, sys",
  "from moto.events.models import EventPattern",
  "for line in sys.stdin:",
  "    pattern, event = json.loads(line)",
  '    print("true" if EventPattern.load(json.dumps(pattern)).matches_event(event) else "false")',
].join("\n");

type Case = readonly [pattern: EventPattern, event: unknown];

const caseCount = 4000;

const word = fc.string({ unit: fc.constantFrom("a", "A", "/", "*"), maxLength: 2 });
const number = fc.integer({ min: -2, max: 2 }).map((one) => one / 2 + 20);
const address = fc.constantFrom("10.0.0.7", "10.0.1.7", "192.168.3.4", "::1", "nowhere");
const scalar = fc.oneof(word, number, address, fc.constant(null));
const wildcard = word.map((text) => text.replace(/[*]+/g, "*"));
const orIgnoringCase = fc.oneof(word, fc.record({ "equals-ignore-case": word }));

const range = fc
  .tuple(number, fc.constantFrom(">", ">="), fc.integer({ min: 1, max: 5 }), fc.constantFrom("<", "<="))
  .map(([low, from, width, to]) => [from, low, to, low + width]);

const negated = fc.oneof(
  word,
  number,
  fc.array(word, { minLength: 1, maxLength: 3 }),
  fc.array(number, { minLength: 1, maxLength: 3 }),
  fc
    .constantFrom("prefix", "suffix", "equals-ignore-case", "wildcard")
    .chain((name) =>
      fc.oneof(wildcard, fc.array(wildcard, { minLength: 1, maxLength: 2 })).map((texts) => ({ [name]: texts })),
    ),
);

const filter = fc.oneof(
  scalar,
  fc.record({ exists: fc.boolean() }),
  fc.record({ prefix: orIgnoringCase }),
  fc.record({ suffix: orIgnoringCase }),
  fc.record({ "equals-ignore-case": word }),
  fc.record({ wildcard }),
  fc.record({ numeric: fc.oneof(range, fc.tuple(fc.constantFrom("=", "<", "<=", ">", ">="), number)) }),
  fc.record({ cidr: fc.constantFrom("10.0.0.0/24", "10.0.0.0/8", "192.168.0.0/16", "::/64") }),
  fc.record({ "anything-but": negated }),
);

const leaf = fc.array(filter, { minLength: 1, maxLength: 3 });

const value = fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 }));
const optional = { requiredKeys: [] };

/** `p`, `q`, `r` hold leaves, `in` holds another level: so for patterns and for events. */
function patternTo(depth: number): fc.Arbitrary<Record<string, unknown>> {
  const one = fc.tuple(fc.constantFrom("p", "q", "r"), leaf).map(([name, filters]) => ({ [name]: filters }));
  if (depth === 0) return one;
  const inner = patternTo(depth - 1);
  const $or = fc.array(inner, { minLength: 2, maxLength: 2 });
  return fc
    .tuple(one, fc.record({ q: leaf, in: inner, $or }, optional))
    .map(([first, more]) => ({ ...more, ...first }));
}

function eventTo(depth: number): fc.Arbitrary<Record<string, unknown>> {
  const leaves = { p: value, q: value, r: value };
  if (depth === 0) return fc.oneof(fc.record(leaves), fc.record(leaves, optional));
  const nested = { ...leaves, in: eventTo(depth - 1) };
  return fc.oneof({ weight: 4, arbitrary: fc.record(nested) }, fc.record(nested, optional));
}

function askMoto(cases: readonly Case[]): readonly boolean[] {
  const input = cases.map((one) => JSON.stringify(one)).join("\n");
  const run = spawnSync("python3", ["-c", oracle], { input, encoding: "utf8", maxBuffer: 100_000_000 });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout
    .trim()
    .split("\n")
    .map((line) => line === "true");
}

describe.skipIf(!hasMoto)(`event patterns match what moto's do${skipNote}`, () => {
  it(`agrees on ${caseCount} patterns and events, objects in arrays apart (a known fault of moto)`, () => {
    const sampled = fc.sample(fc.tuple(fc.oneof(patternTo(0), patternTo(1), patternTo(2)), eventTo(2)), {
      numRuns: caseCount,
    });
    const cases = sampled.filter(([one]) => checkPattern(one).length === 0);
    const theirs = askMoto(cases);
    const differing = cases.filter(([one, about], index) => matches(one, about) !== theirs[index]);
    expect(differing.slice(0, 3)).toEqual([]);
    expect(theirs.length).toBeGreaterThan(caseCount / 2);
    expect(theirs.filter(Boolean).length).toBeGreaterThan(caseCount / 50);
  }, 60_000);

  it("finds moto's known fault still there", () => {
    const about = { lines: [{ sku: "A" }] };
    expect(matches({ lines: { sku: ["A"] } }, about)).toBe(true);
    expect(askMoto([[{ lines: { sku: ["A"] } }, about]])).toEqual([false]);
  });
});
