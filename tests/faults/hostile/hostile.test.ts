import { describe, expect, it } from "vitest";
import { hostileCorpus } from "./corpus.ts";
import type { HostileInput } from "./hostile-input.ts";
import { measureAttack } from "./measure-attack.ts";

const byDoor = Object.entries(Object.groupBy(hostileCorpus, ({ door }) => door));

describe.each(byDoor)("hostile input to the door: %s", (_, inputs: readonly HostileInput[] | undefined) => {
  it.each([...(inputs ?? [])])("$name is refused within a second and 256 MB, and leaves nothing", async (input) => {
    expect((await measureAttack(input)).faults).toEqual([]);
  });
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
});
