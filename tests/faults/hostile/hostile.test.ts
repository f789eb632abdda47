import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostileCorpus } from "./doors.ts";
import type { HostileInput } from "./hostile-input.ts";
import { type OwnProcesses, openOwnProcesses } from "./measure-apart.ts";
import { type Attacked, excesses, measureAttack } from "./measure-attack.ts";

const corpus = await hostileCorpus();
const byDoor = Object.entries(Object.groupBy(corpus, ({ door }) => door));

/** What costs less than this here is nowhere near the limits in a process of its own; `npm run simulate -- --hostile` measures it there. */
const small = { ms: 100, grownMb: 16 } as const;

function isSmall({ ms, peakMb, startMb, faults }: Attacked): boolean {
  return ms < small.ms && peakMb - startMb < small.grownMb && faults.length === 0;
}

let own: OwnProcesses;
beforeAll(() => {
  own = openOwnProcesses();
});
afterAll(() => own.close());

describe.each(byDoor)("hostile input to the door: %s", (_, inputs: readonly HostileInput[] | undefined) => {
  it.each([...(inputs ?? [])])(
    "$name is refused within a second and 256 MB, and leaves nothing",
    { timeout: 60_000 },
    async (input) => {
      const here = await measureAttack(input);
      const attacked = isSmall(here) ? here : await own.measure(input);
      expect(attacked.faults).toEqual([]);
    },
  );
});

it("names each hostile input differently, as processes are told them by name", () => {
  const named = corpus.map(({ door, name }) => `${door}: ${name}`);
  expect(named.filter((name, at) => named.indexOf(name) !== at)).toEqual([]);
});

describe("what judges the answers to hostile input", () => {
  const input = (over: Partial<HostileInput>, says = "refused", left: readonly string[] = []): HostileInput => ({
    door: "API",
    name: "x",
    wants: /^refused$/,
    prepare: async () => async () => ({ says, left }),
    ...over,
  });

  it.each([
    ["another answer", input({}, "200"), /instead of/],
    ["something stored", input({}, "refused", ["an order"]), /left an order/],
    [
      "a line of the log that names the buyer",
      input({
        prepare: async () => async () => {
          process.stdout.write("buyer hush-7d1f\n");
          return { says: "refused", left: [] };
        },
      }),
      /logged/,
    ],
  ])("sees %s", async (_, wrong, fault) => {
    expect((await measureAttack(wrong)).faults.join("; ")).toMatch(fault);
  });

  it("counts all memory of a process that runs nothing else, and what was added in one that does", () => {
    const cost = { ms: 10, startMb: 100, peakMb: 300 };
    expect(excesses(cost, true)).toEqual(["took 300 MB"]);
    expect(excesses(cost, false)).toEqual([]);
    expect(excesses({ ms: 1_000, startMb: 100, peakMb: 356 }, false)).toEqual(["took 1000 ms", "took 256 MB"]);
  });

  it("says so when the process of an input comes to nothing", async () => {
    const { faults } = await own.measure(input({ name: "nobody wrote this" }));
    expect(faults.join("; ")).toMatch(/ended.*nobody wrote this/);
  });
});
