import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../../../shared/channels/api.ts";
import { makeOrderBook, pageOf } from "./order-book.ts";
import { patiently } from "./patience.ts";
import { httpOf, jsonAnswer, type Misbehaviour, misbehaving, type Simulator } from "./simulator.ts";

const request: HttpRequest = { method: "GET", url: "https://api.example/orders" };

function counting(): Simulator & { readonly counted: { done: number; expired: number } } {
  const counted = { done: 0, expired: 0 };
  return {
    name: "counting",
    credentials: {},
    counted,
    faults: { repeatsPages: false, commitsLateMs: 0 },
    shipments: [],
    stock: new Map(),
    put: () => undefined,
    expireTokens: () => {
      counted.expired += 1;
    },
    respond: async () => {
      counted.done += 1;
      return jsonAnswer(200, { done: counted.done });
    },
  };
}

async function outcomes(plan: Misbehaviour, times: number, sent = request): Promise<readonly string[]> {
  const http = httpOf(misbehaving(counting(), plan));
  const seen: string[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const answer = await http.send(sent);
    seen.push(answer.ok ? String(answer.value.status) : answer.error.kind);
  }
  return seen;
}

describe("a simulator on a bad day", () => {
  it("does the same for the same seed", async () => {
    const plan = { seed: 7, rateLimited: 0.2, broken: 0.2, silent: 0.2 };
    const first = await outcomes(plan, 200);
    expect(await outcomes(plan, 200)).toEqual(first);
    expect([...new Set(first)].sort()).toEqual(["200", "429", "500", "502", "503", "unavailable"]);
  });

  it("leaves a write in doubt, and has done half of them", async () => {
    const simulator = counting();
    const http = httpOf(misbehaving(simulator, { seed: 3, silent: 1 }));
    const kinds = new Set<string>();
    for (let turn = 0; turn < 40; turn += 1) {
      const answer = await http.send({ ...request, method: "POST" });
      kinds.add(answer.ok ? "answered" : answer.error.kind);
    }
    expect([...kinds]).toEqual(["in_doubt"]);
    expect(simulator.counted.done).toBeGreaterThan(8);
    expect(simulator.counted.done).toBeLessThan(32);
    expect(await outcomes({ seed: 3, silent: 1 }, 1, { ...request, method: "POST", isRepeatable: true })).toEqual([
      "unavailable",
    ]);
  });

  it("expires tokens again and again", async () => {
    const simulator = counting();
    const { respond } = misbehaving(simulator, { seed: 1, expiresTokenAfter: 3 });
    for (let turn = 0; turn < 7; turn += 1) await respond(request);
    expect(simulator.counted.expired).toBe(2);
  });
});

describe("an order book", () => {
  type Row = { id: string; changedMs: number; createdMs: number };
  const row = (id: string, changedMs: number): Row => ({ id, changedMs, createdMs: 5 });

  it("lists by time, newest version only, from inclusive and until exclusive", () => {
    const book = makeOrderBook<Row>({ now: () => new Date(0), read: (order) => order });
    for (const order of [row("b", 20), row("a", 20), row("c", 30), row("a", 10)]) book.put(order);
    const ids = (fromMs: number, untilMs: number) =>
      book.listed({ by: "changed", fromMs, untilMs }).map(({ id }) => id);
    expect(ids(10, 30)).toEqual(["a", "b"]);
    expect(ids(20, 31)).toEqual(["b", "c"]);
    expect(book.find("a")?.changedMs).toBe(10);
    expect(book.find("z")).toBeNull();
  });

  it("lists late what was committed late, and the version before until then", () => {
    let clock = 0;
    const book = makeOrderBook<Row>({ now: () => new Date(clock), read: (order) => order });
    book.faults.commitsLateMs = 100;
    book.put(row("a", 1));
    clock = 150;
    book.put(row("a", 2));
    const changed = () => book.listed({ by: "changed", fromMs: 0, untilMs: 9 }).map(({ changedMs }) => changedMs);
    expect(changed()).toEqual([1]);
    expect(book.find("a")?.changedMs).toBe(2);
    clock = 250;
    expect(changed()).toEqual([2]);
  });

  it("repeats the last row of a page on the next", () => {
    const faults = { repeatsPages: true, commitsLateMs: 0 };
    expect(pageOf([1, 2, 3, 4, 5], { start: 0, size: 2 }, faults)).toEqual({ rows: [1, 2], next: 2 });
    expect(pageOf([1, 2, 3, 4, 5], { start: 2, size: 2 }, faults)).toEqual({ rows: [2, 3, 4], next: 4 });
    expect(pageOf([1, 2, 3, 4, 5], { start: 4, size: 2 }, faults)).toEqual({ rows: [4, 5], next: null });
  });
});

describe("patience", () => {
  it("refreshes what expired, repeats what passes and takes a no for a no", async () => {
    const answers = ["unauthorised", "unavailable", "refused"] as const;
    let turn = 0;
    const { result, credentials, attempts } = await patiently(
      async () => {
        const kind = answers[turn] ?? "refused";
        turn += 1;
        return { ok: false, error: { kind, code: "X", detail: "said plainly" } };
      },
      { credentials: { token: "old" }, refresh: async () => ({ ok: true, value: { token: "new" } }) },
    );
    expect([result.ok, credentials, attempts]).toEqual([false, { token: "new" }, 3]);
  });
});
