import { describe, expect, it } from "vitest";
import type { Attributes } from "./attribute.ts";
import { type Commit, type EngineOptions, makeEngine } from "./engine.ts";
import type { Fault } from "./faults.ts";
import type { WriteAction } from "./requests.ts";
import type { TableSpec } from "./table-spec.ts";

const spec: TableSpec = {
  name: "t",
  partition: { name: "pk", type: "S" },
  sort: { name: "n", type: "N" },
  indexes: [
    {
      name: "byList",
      partition: { name: "list", type: "S" },
      sort: null,
      projection: { kind: "include", names: ["shown"] },
    },
  ],
  stream: true,
  timeToLive: "ttl",
};

function engineAt(start = 1_000_000, options: Partial<EngineOptions> = {}) {
  const clock = { now: start };
  const engine = makeEngine({ now: () => clock.now, ...options });
  engine.createTable(spec);
  return { engine, clock };
}

const item = (n: string, more: Attributes = {}): Attributes => ({ pk: { S: "a" }, n: { N: n }, ...more });
const put = (n: string, more: Attributes = {}): WriteAction => ({ kind: "put", table: "t", item: item(n, more) });
const remove = (n: string): WriteAction => ({ kind: "delete", table: "t", key: item(n) });

describe("keys and pages", () => {
  it("orders number sort keys by number", () => {
    const { engine } = engineAt();
    for (const n of ["10", "9", "-1.5", "0", "-20", "1e3", "0.5"]) engine.write(put(n));

    const { items } = engine.query({ table: "t", partition: { S: "a" } });

    expect(items.map(({ n }) => n && "N" in n && n.N)).toEqual(["-20", "-1.5", "0", "0.5", "9", "10", "1000"]);
  });

  it("scans every partition once, in pages", () => {
    const { engine } = engineAt();
    for (let at = 0; at < 25; at += 1) {
      engine.write({ kind: "put", table: "t", item: { pk: { S: `p${at % 7}` }, n: { N: String(at) } } });
    }
    const found: unknown[] = [];
    let after: Attributes | undefined;
    do {
      const page = engine.scan({ table: "t", limit: 4, after });
      found.push(...page.items.map(({ n }) => n && "N" in n && Number(n.N)));
      after = page.last ?? undefined;
    } while (after !== undefined);
    expect(found.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 25 }, (_, at) => at));
  });
});

describe("indexes", () => {
  it("shows what it projects, and follows late when told to", () => {
    let lagMs = 500;
    const { engine, clock } = engineAt(0, { indexLagMs: () => lagMs });
    const listed = (): readonly Attributes[] =>
      engine.query({ table: "t", index: "byList", partition: { S: "x" } }).items;
    const ofList = { list: { S: "x" }, shown: { S: "yes" } };
    engine.write(put("1", { ...ofList, hidden: { S: "no" } }));

    expect(listed()).toEqual([]);
    clock.now += 500;
    expect(listed()).toEqual([item("1", ofList)]);
    lagMs = 0;
    engine.write(remove("1"));
    expect(listed()).toEqual([]);
  });
});

describe("consumed capacity", () => {
  const sized = (bytes: number): Attributes => ({ text: { S: "x".repeat(bytes) } });

  it("counts writes by the larger image and per kilobyte, at least one", () => {
    const { engine } = engineAt();
    expect(engine.write(put("1")).consumed.units).toBe(1);
    expect(engine.write(put("1", sized(3000))).consumed.units).toBe(3);
    expect(engine.write(put("1")).consumed.units).toBe(3);
    expect(engine.write(remove("2")).consumed.units).toBe(1);
  });

  it("counts index writes only where the index changes, and twice where its key moves", () => {
    const { engine } = engineAt();
    const units = (more: Attributes): Readonly<Record<string, number>> =>
      engine.write(put("1", more)).consumed.indexUnits;
    expect(units({})).toEqual({});
    expect(units({ list: { S: "x" } })).toEqual({ byList: 1 });
    expect(units({ list: { S: "x" }, hidden: { S: "y" } })).toEqual({});
    expect(units({ list: { S: "x" }, shown: { S: "y" } })).toEqual({ byList: 1 });
    expect(units({ list: { S: "z" } })).toEqual({ byList: 2 });
    expect(units({})).toEqual({ byList: 1 });
  });

  it("doubles the table's share in a transaction, and reads by 4 KB", () => {
    const { engine } = engineAt();
    const result = engine.transactWrite([put("1", { list: { S: "x" } }), put("2", sized(1500))]);
    expect(result.consumed.map(({ units, indexUnits }) => [units, indexUnits])).toEqual([
      [2, { byList: 1 }],
      [4, {}],
    ]);
    engine.write(put("3", sized(5000)));
    expect(engine.get({ table: "t", key: item("3") }).consumed.units).toBe(1);
    expect(engine.get({ table: "t", key: item("3"), consistent: true }).consumed.units).toBe(2);
    expect(engine.get({ table: "t", key: item("99") }).consumed.units).toBe(0.5);
    expect(engine.transactGet([{ table: "t", key: item("3") }]).consumed[0]?.units).toBe(4);
    expect(engine.query({ table: "t", partition: { S: "a" }, consistent: true }).consumed.units).toBe(2);
  });
});

describe("request tokens", () => {
  const add: WriteAction = {
    kind: "update",
    table: "t",
    key: item("1"),
    update: { set: [], remove: [], delete: [], add: [{ path: ["count"], value: { N: "1" } }] },
  };
  const same = { token: "one", fingerprint: "a" };

  it("do a repeated transaction once within ten minutes, and again after them", () => {
    const { engine, clock } = engineAt();
    const count = (): unknown => engine.get({ table: "t", key: item("1") }).item?.["count"];
    engine.transactWrite([add], same);
    clock.now += 9 * 60_000;
    expect(engine.transactWrite([add], same).kind).toBe("written");
    expect(count()).toEqual({ N: "1" });
    clock.now += 2 * 60_000;
    engine.transactWrite([add], same);
    expect(count()).toEqual({ N: "2" });
  });

  it("refuse another request under the same token, but not after a cancelled one", () => {
    const { engine } = engineAt();
    const impossible: WriteAction = { ...add, condition: { kind: "exists", path: ["never"] } };
    expect(engine.transactWrite([impossible], { token: "two", fingerprint: "x" }).kind).toBe("cancelled");
    expect(engine.transactWrite([add], { token: "two", fingerprint: "y" }).kind).toBe("written");
    expect(() => engine.transactWrite([add], { token: "two", fingerprint: "x" })).toThrow(/same client token/);
  });
});

describe("the stream", () => {
  it("records each change once with both images, and none where nothing changed", () => {
    const { engine } = engineAt();
    engine.write(put("1"));
    engine.write(put("1"));
    engine.write(put("1", { a: { S: "b" } }));
    engine.write(remove("1"));
    engine.write(remove("1"));

    const records = engine.table("t").log.after(null, 10);

    expect(records.map(({ name, oldImage, newImage }) => [name, oldImage, newImage])).toEqual([
      ["INSERT", null, item("1")],
      ["MODIFY", item("1"), item("1", { a: { S: "b" } })],
      ["REMOVE", item("1", { a: { S: "b" } }), null],
    ]);
    expect(engine.table("t").log.after(records[0]?.sequence ?? "", 1)).toEqual([records[1]]);
  });

  it("forgets records after a day, but goes on counting where it was", () => {
    const commits: Commit[] = [];
    const { engine, clock } = engineAt(0, { onCommit: (commit) => commits.push(commit) });
    engine.write(put("1"));
    engine.write(put("2"));
    clock.now += 25 * 60 * 60 * 1000;
    engine.tick();
    engine.write(put("3"));

    const sequences = engine
      .table("t")
      .log.after(null, 10)
      .map(({ sequence }) => Number(sequence.slice(-2)));

    expect(sequences).toEqual([2, 3]);
    expect(commits.flatMap(({ trimmed }) => trimmed)).toHaveLength(1);
  });
});

describe("time to live", () => {
  it("deletes what is due, says so in the stream, and nothing that was prolonged or is very old", () => {
    const { engine, clock } = engineAt(2_000_000_000_000);
    const second = clock.now / 1000;
    engine.write(put("1", { ttl: { N: String(second + 10) } }));
    engine.write(put("2", { ttl: { N: String(second + 10) } }));
    engine.write(put("2", { ttl: { N: String(second + 99) } }));
    engine.write(put("3", { ttl: { S: "soon" } }));
    engine.write(put("4", { ttl: { N: "1" } }));
    clock.now += 10_000;
    engine.tick();
    engine.tick();

    const { items } = engine.query({ table: "t", partition: { S: "a" } });
    const last = engine.table("t").log.after(null, 99).at(-1);

    expect(items.map(({ n }) => n)).toEqual([{ N: "2" }, { N: "3" }, { N: "4" }]);
    expect([last?.name, last?.isExpiry, last?.keys]).toEqual(["REMOVE", true, item("1")]);
  });
});

describe("commits", () => {
  it("tells each atomic write once, before it is visible, and undoes nothing because nothing was done when told no", () => {
    const commits: Commit[] = [];
    let refuses = false;
    const { engine } = engineAt(0, {
      onCommit(commit) {
        if (refuses) throw new Error("disk full");
        commits.push(commit);
      },
    });
    engine.transactWrite([put("1"), put("2")]);
    refuses = true;
    expect(() => engine.write(put("3"))).toThrow("disk full");

    expect(commits.map(({ changes, records }) => [changes.length, records.length])).toEqual([[2, 2]]);
    expect(engine.table("t").totals().items).toBe(2);
    expect(engine.table("t").log.after(null, 9)).toHaveLength(2);
  });

  it("goes on from what was loaded", () => {
    const first = engineAt(0).engine;
    first.write(put("1", { list: { S: "x" } }));
    const again = engineAt(0).engine;
    again.load("t", [item("1", { list: { S: "x" } })], first.table("t").log.after(null, 9));
    again.write(put("2"));

    expect(again.query({ table: "t", index: "byList", partition: { S: "x" } }).items).toHaveLength(1);
    expect(
      again
        .table("t")
        .log.after(null, 9)
        .map(({ sequence }) => sequence.slice(-1)),
    ).toEqual(["1", "2"]);
  });
});

describe("faults", () => {
  function faulty(when: "before" | "after", fault: Fault) {
    return engineAt(0, { fault: (call) => (call.when === when ? fault : undefined) }).engine;
  }
  const exists = (engine: ReturnType<typeof faulty>): boolean => engine.table("t").totals().items > 0;

  it("throttle and time out before anything happens", () => {
    for (const [fault, name] of [
      ["throttle", "ProvisionedThroughputExceededException"],
      ["timeout", "TimeoutError"],
      ["conflict", "TransactionConflictException"],
      ["internalError", "InternalServerError"],
    ] as const) {
      const engine = faulty("before", fault);
      expect(() => engine.write(put("1"))).toThrow(expect.objectContaining({ name }));
      expect(exists(engine)).toBe(false);
    }
  });

  it("lose the answer of what has happened", () => {
    const engine = faulty("after", "timeout");
    expect(() => engine.write(put("1"))).toThrow("in time");
    expect(() => engine.transactWrite([put("2")])).toThrow("in time");
    expect(engine.table("t").totals().items).toBe(2);
  });

  it("cancel a transaction by a conflict or a throttle, with a reason for each action", () => {
    for (const [fault, code] of [
      ["conflict", "TransactionConflict"],
      ["throttle", "ThrottlingError"],
    ] as const) {
      const engine = faulty("before", fault);
      const result = engine.transactWrite([put("1"), put("2")]);
      expect(result.kind === "cancelled" && result.reasons.map((reason) => reason.code)).toEqual([code, "None"]);
      expect(exists(engine)).toBe(false);
    }
  });

  it("leave half of a batch unprocessed", () => {
    const engine = faulty("before", "unprocessed");
    const { unprocessed } = engine.batchWrite([put("1"), put("2"), put("3")]);
    expect([unprocessed.length, engine.table("t").totals().items]).toEqual([1, 2]);
  });

  it("let a hook's own error through, as a crash", () => {
    const { engine } = engineAt(0, {
      fault() {
        throw new Error("crash");
      },
    });
    expect(() => engine.get({ table: "t", key: item("1") })).toThrow("crash");
  });
});
