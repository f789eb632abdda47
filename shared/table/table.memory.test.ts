import { describe, expect, it } from "vitest";
import type { Fault, FaultCall } from "./engine/faults.ts";
import type { Condition, Table } from "./port.ts";
import { tableContract } from "./table.contract.ts";
import { makeMemoryTable } from "./table.memory.ts";

tableContract("the table in memory", async () => makeMemoryTable());

/** A table whose first calls fail, as many as told; its keeper tries three times. */
function failing(when: FaultCall["when"], fault: Fault, times: number): Table {
  let left = times;
  return makeMemoryTable({
    attempts: 3,
    fault(call) {
      if (call.when !== when || left === 0) return undefined;
      left -= 1;
      return fault;
    },
  });
}

const key = { pk: "a", sk: "b" };
const isAbsent: Condition = { kind: "absent", path: "pk" };

describe("the table in memory, with faults and three attempts", () => {
  it("refuses a conditional put by its own effect when the answer was lost, as the AWS face does", async () => {
    const table = failing("after", "timeout", 1);
    const result = await table.put(key, isAbsent);
    expect(result).toEqual({ ok: false, error: { kind: "condition_failed", old: key } });
  });

  it("applies a transaction once though its first answer was lost", async () => {
    const table = failing("after", "timeout", 1);
    expect(await table.transact([{ kind: "put", item: key, condition: isAbsent }])).toEqual({ ok: true, value: null });
  });

  it("gives up a conflict after three attempts with a reason", async () => {
    const conflict = { ok: false, error: { kind: "cancelled", reasons: [{ kind: "conflict" }] } };
    expect((await failing("before", "conflict", 2).transact([{ kind: "put", item: key }])).ok).toBe(true);
    expect(await failing("before", "conflict", 3).transact([{ kind: "put", item: key }])).toEqual(conflict);
  });

  it("throws what outlasts its attempts", async () => {
    await expect(failing("before", "throttle", 3).put(key)).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
  });

  it("tells what each operation used", async () => {
    const units: [string, number][] = [];
    const table = makeMemoryTable({
      onConsumed: (operation, consumed) => units.push([operation, consumed.reduce((sum, one) => sum + one.units, 0)]),
    });
    await table.put(key);
    await table.transact([{ kind: "delete", key }]);
    expect(units).toEqual([
      ["PutItem", 1],
      ["TransactWriteItems", 2],
    ]);
  });
});
