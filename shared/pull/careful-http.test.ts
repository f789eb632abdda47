import { describe, expect, it } from "vitest";
import type { ApiProblem, HttpRequest, HttpResponse } from "../channels/api.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { makeCarefulHttp } from "./careful-http.ts";
import type { RateGate } from "./rate-gate.ts";

type Said = Result<HttpResponse, ApiProblem>;

const status = (code: number, headers: Record<string, string> = {}): Said =>
  ok({ status: code, headers, body: new Uint8Array() });
const silent: Said = fail({ kind: "unavailable", detail: "no answer in time" });
const inDoubt: Said = fail({ kind: "in_doubt", detail: "no answer in time" });
const get: HttpRequest = { method: "GET", url: "https://a.example" };
const post: HttpRequest = { ...get, method: "POST" };
const repeatable: HttpRequest = { ...post, isRepeatable: true };

/** Sends through a channel that says one thing after the other, the last for ever. */
async function sent(request: HttpRequest, says: readonly Said[], msLeft = 60_000) {
  let [calls, left] = [0, msLeft];
  const slowed: number[] = [];
  const gate: RateGate = {
    take: async () => ok(null),
    slowDown: async (ms) => void slowed.push(ms),
  };
  const http = makeCarefulHttp({
    gate,
    http: { send: async () => says[Math.min(calls++, says.length - 1)] ?? silent },
    pause: async (ms) => {
      left -= ms;
    },
    msLeft: () => left,
    random: () => 1,
  });
  const answer = await http.send(request);
  return { calls, slowed, waited: msLeft - left, outcome: answer.ok ? answer.value.status : answer.error.kind };
}

describe("sending with care", () => {
  it.each<[string, HttpRequest, readonly Said[], number | string, number]>([
    ["a read after 5xx", get, [status(503), status(200)], 200, 2],
    ["a read without an answer", get, [silent, silent, status(200)], 200, 3],
    ["a write that may be repeated", repeatable, [status(500), silent, status(200)], 200, 3],
    ["any write that was refused for rate", post, [status(429), status(200)], 200, 2],
    ["a read that is refused for ever, four times", get, [status(429)], 429, 4],
  ])("repeats %s", async (_, request, says, outcome, calls) => {
    expect(await sent(request, says)).toMatchObject({ outcome, calls });
  });

  it.each<[string, HttpRequest, Said, number | string]>([
    ["a write after 5xx", post, status(500), 500],
    ["a write in doubt", post, inDoubt, "in_doubt"],
    ["what the channel refused", get, status(403), 403],
    ["what it took", get, status(200), 200],
  ])("never repeats %s", async (_, request, says, outcome) => {
    expect(await sent(request, [says])).toMatchObject({ outcome, calls: 1 });
  });

  it("waits as long as the channel asks, and has everybody wait", async () => {
    const byDate = { "retry-after": "Sat, 21 Nov 2026 06:00:09 GMT", date: "Sat, 21 Nov 2026 06:00:02 GMT" };

    const seconds = await sent(get, [status(429, { "retry-after": "3" }), status(200)]);
    const date = await sent(get, [status(429, byDate), status(200)]);

    expect([seconds.slowed, date.slowed]).toEqual([[3_000], [7_000]]);
    expect(seconds.waited).toBeGreaterThanOrEqual(3_000);
  });

  it("gives back what it cannot wait for", async () => {
    expect(await sent(get, [status(429, { "retry-after": "120" })], 10_000)).toMatchObject({ outcome: 429, calls: 1 });
    expect(await sent(get, [status(200)], 0)).toMatchObject({ outcome: "unavailable", calls: 0 });
  });
});
