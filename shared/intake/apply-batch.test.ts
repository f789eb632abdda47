import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aDelivery, anIncomingOrder, aPayment } from "../../tests/support/builders.ts";
import { intakeBatchWorker, intakePorts, storedOrder, storedRecord } from "../../tests/support/intake-hub.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { type PlainSaid, plainChannel } from "../../tests/support/plain-channel.ts";
import { intakeAttempts } from "../platform/catalog.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";

const always = (): boolean => true;

function record(messageId: string, said: PlainSaid, over: Partial<QueuedDelivery> = {}) {
  return { messageId, attempt: 1, input: aDelivery({ dedupeKey: messageId, said, channel: "plain", ...over }) };
}

function kinds(outcomes: ReadonlyMap<string, { readonly kind: string }>): Readonly<Record<string, string>> {
  return Object.fromEntries([...outcomes].map(([messageId, outcome]) => [messageId, outcome.kind]));
}

describe("applying a batch", () => {
  it("gives each record its own outcome: a poison one neither blocks nor alters the others", async () => {
    const ports = await intakePorts();
    const records = [
      record("m1", { bug: "a field we had not thought of" }),
      record("m2", { problem: "unknown status" }),
      record("m3", { order: anIncomingOrder() }),
      record("m4", { ignored: "a draft" }),
    ];

    const outcomes = await intakeBatchWorker(ports)(records, always);

    expect(kinds(outcomes)).toEqual({ m1: "retry", m2: "park", m3: "done", m4: "skipped" });
    expect((await storedOrder(ports.table))?.status).toBe("approved");
  });

  it("applies two deliveries of one order in the order they were received", async () => {
    const ports = await intakePorts();
    const clock = { at: Date.parse("2026-11-21T07:00:00.000Z"), tie: "b" };
    const paid = { order: anIncomingOrder({ clock }) };
    const created = { order: anIncomingOrder({ payment: aPayment({ state: "pending" }) }) };
    const records = [
      record("m2", paid, { receivedAt: "2026-11-21T07:00:01.000Z" }),
      record("m1", created, { receivedAt: "2026-11-21T06:31:52.000Z" }),
    ];

    const outcomes = await intakeBatchWorker(ports)(records, always);

    expect(kinds(outcomes)).toEqual({ m1: "done", m2: "done" });
    expect((await storedOrder(ports.table))?.timeline.map((entry) => entry.what)).toEqual([
      "received",
      "changed",
      "approved",
    ]);
  });

  it("tells the sender of a delivery that fails at the last attempt, and puts its fate in place of that when it works", async () => {
    const ports = await intakePorts();
    const input = aDelivery({ dedupeKey: "m1", said: { order: anIncomingOrder() }, channel: "plain" });
    let isBroken = true;
    const findChannel = async () => (isBroken ? Promise.reject(new Error("out of memory")) : plainChannel);
    const run = (messageId: string, attempt: number) =>
      intakeBatchWorker(ports, { findChannel })([{ messageId, attempt, input }], always);

    for (let attempt = 1; attempt < intakeAttempts; attempt += 1) await run("m1", attempt);
    const before = await storedRecord(ports.table, input);
    const given = await run("m1", intakeAttempts);
    const failed = await storedRecord(ports.table, input);
    isBroken = false;
    const replayed = await run("m1", 1);
    const mended = await storedRecord(ports.table, input);
    const again = await run("m2", 1);

    expect([before, kinds(given)]).toEqual([null, { m1: "retry" }]);
    expect(failed).toMatchObject({
      outcome: "failed",
      attempts: intakeAttempts,
      reason: expect.stringContaining("kept"),
    });
    expect(kinds(replayed)).toEqual({ m1: "done" });
    expect(mended).toMatchObject({ outcome: "applied", reason: null, duplicates: 0, receivedAt: input.receivedAt });
    expect((await storedOrder(ports.table))?.status).toBe("approved");
    expect([kinds(again), (await storedRecord(ports.table, input))?.duplicates]).toEqual([{ m2: "skipped" }, 1]);
  });

  it("leaves a known fate alone when the queue gives up a repetition of it", async () => {
    const ports = await intakePorts();
    const input = aDelivery({ dedupeKey: "m1", said: { order: anIncomingOrder() }, channel: "plain" });
    await intakeBatchWorker(ports)([{ messageId: "m1", attempt: 1, input }], always);
    const broken = { ...ports, table: { ...ports.table, update: () => Promise.reject(new Error("throttled")) } };

    const outcomes = await intakeBatchWorker(broken)([{ messageId: "m2", attempt: intakeAttempts, input }], always);

    expect(kinds(outcomes)).toEqual({ m2: "retry" });
    expect(await storedRecord(ports.table, input)).toMatchObject({ outcome: "applied" });
  });

  it("leaves out what it has no time for", async () => {
    const ports = await intakePorts();
    let left = 1;

    const outcomes = await intakeBatchWorker(ports)(
      [record("m1", { ignored: "a draft" }), record("m2", { ignored: "a draft" })],
      () => left-- > 0,
    );

    expect(kinds(outcomes)).toEqual({ m1: "skipped" });
  });

  it("keeps the very bytes in the archive, and says in the record where", async () => {
    const ports = { ...(await intakePorts()), raw: memoryObjects() };
    const text = JSON.stringify({ ignored: "中文" });
    const bytes = new Uint8Array([0x7b, 0xff, 0x00]);
    const records = [
      { ...record("m1", { ignored: "" }, { body: new TextEncoder().encode(text) }) },
      { ...record("m2", { ignored: "" }, { body: bytes }) },
    ];

    await intakeBatchWorker(ports)(records, always);

    const first = await storedRecord(ports.table, records[0]?.input ?? aDelivery());
    const archived = ports.raw.objects.get(first?.rawKey ?? "");
    const lines = gunzipSync(archived?.body ?? new Uint8Array())
      .toString("utf8")
      .trimEnd()
      .split("\n");
    expect(first?.rawKey).toMatch(/^demo\/2026\/11\/21\/[0-9a-z]{26}\.jsonl\.gz$/);
    expect(JSON.parse(lines[first?.rawLine ?? 9] ?? "")).toMatchObject({ body: text });
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ bodyBase64: Buffer.from(bytes).toString("base64") });
  });

  it("archives each merchant's deliveries in an object of its own", async () => {
    const ports = { ...(await intakePorts()), raw: memoryObjects() };
    const other = "other" as QueuedDelivery["merchantId"];

    await intakeBatchWorker(ports)(
      [record("m1", { ignored: "" }), record("m2", { ignored: "" }, { merchantId: other })],
      always,
    );

    expect([...ports.raw.objects.keys()].map((key) => key.split("/")[0]).sort()).toEqual(["demo", "other"]);
  });
});
