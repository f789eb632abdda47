import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExecuteStatementCommand, PutItemCommand, type PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "vitest";
import type { Fault, FaultCall } from "../../shared/table/engine/faults.ts";
import type { Table } from "../../shared/table/port.ts";
import { makeDynamoTable } from "../../shared/table/table.dynamo.ts";
import { makeClock } from "../cloud/clock.ts";
import { awsFault } from "../cloud/fault.ts";
import { makeSqliteStore } from "../cloud/store.sqlite.ts";
import { type DynamoDbRequest, makeDynamoDbService } from "./dynamodb-service.ts";
import type { StreamRecord } from "./stream-records.ts";
import { hubTableProperties, openTestDoor, type TestDoor } from "./test-door.ts";

const opened: TestDoor[] = [];
afterEach(async () => {
  for (const door of opened.splice(0)) await door.close();
});

/** A door whose faults a test switches on and off; unset, nothing fails. */
async function openHub(): Promise<
  TestDoor & { table: Table; failNext(when: FaultCall["when"], fault: Fault, times?: number): void }
> {
  let planned: { when: FaultCall["when"]; fault: Fault; left: number } | null = null;
  const door = await openTestDoor({
    faults(call) {
      if (planned === null || planned.left === 0 || call.when !== planned.when) return undefined;
      planned.left -= 1;
      return planned.fault;
    },
  });
  opened.push(door);
  door.service.createTable(hubTableProperties("hub"));
  const table = makeDynamoTable({ client: door.client, tableName: "hub", wait: async () => {} });
  return {
    ...door,
    table,
    failNext(when, fault, times = 1) {
      planned = { when, fault, left: times };
    },
  };
}

const key = { pk: "a", sk: "b" };
const sequenceOf = (record: StreamRecord | undefined): string => record?.dynamodb.SequenceNumber ?? "";

describe("the local DynamoDB in the local cloud", () => {
  it("tells a listener soon after a write, and gives the records in Lambda's shape", async () => {
    const { service, table } = await openHub();
    let told = 0;
    const stop = service.onStreamRecords("hub", () => {
      told += 1;
    });
    await table.put({ ...key, total: 5 });
    stop();
    await table.delete(key);

    const { records } = service.readStream("hub", null, 10);

    expect(told).toBe(1);
    expect(records.map(({ eventName }) => eventName)).toEqual(["INSERT", "REMOVE"]);
    expect(records[0]).toMatchObject({
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
      eventSourceARN: service.streamArn("hub"),
      dynamodb: { Keys: { pk: { S: "a" }, sk: { S: "b" } }, NewImage: { total: { N: "5" } } },
    });
    expect(records[0]?.dynamodb).not.toHaveProperty("OldImage");
    expect(service.readStream("hub", sequenceOf(records[0]), 10).records).toEqual([records[1]]);
    expect(service.streamEnd("hub")).toBe(sequenceOf(records[1]));
  });

  it("counts units and requests, in all and by table", async () => {
    const { service, table } = await openHub();
    await table.put({ ...key, listPk: "L", listSk: "1" });
    await table.transact([{ kind: "delete", key }]);
    await table.get(key);

    expect(service.capacity()).toEqual({
      writeUnits: 2 + 2 + 1,
      readUnits: 1,
      requests: { PutItem: 1, TransactWriteItems: 1, GetItem: 1 },
      tables: { hub: { writeUnits: 5, readUnits: 1, requests: { PutItem: 1, TransactWriteItems: 1, GetItem: 1 } } },
    });
  });

  it("shows each request with the permissions it needs before it is worked on, and takes no for an answer", async () => {
    const { service, table } = await openHub();
    const seen: DynamoDbRequest[] = [];
    service.onRequest((request) => {
      seen.push(request);
      if (request.operation === "DeleteItem") throw awsFault("AccessDeniedException", "not granted");
    });
    await table.transact([{ kind: "put", item: key }]);
    await expect(table.delete(key)).rejects.toMatchObject({ name: "AccessDeniedException" });

    const resource = "arn:aws:dynamodb:us-east-1:000000000000:table/hub";
    expect(seen[0]).toMatchObject({ accessKeyId: "LOCALTEST", actions: [{ action: "dynamodb:PutItem", resource }] });
    expect(await table.get(key)).toEqual(key);
  });

  it("deletes what has outlived its time once the clock has moved on", async () => {
    const { service, table, clock } = await openHub();
    await table.put({ ...key, ttl: Math.floor(clock.now() / 1000) + 3600 });
    await clock.advance(2 * 3600 * 1000);

    expect(await table.get(key)).toBeNull();
    expect(service.readStream("hub", null, 10).records.at(-1)).toMatchObject({
      eventName: "REMOVE",
      userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    });
  });

  it("refuses what it does not know by name", async () => {
    const { client } = await openHub();
    const statement = client.send(new ExecuteStatementCommand({ Statement: "SELECT * FROM hub" }));
    await expect(statement).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: expect.stringContaining("PartiQL"),
    });
    const old = { TableName: "hub", Item: { pk: { S: "a" }, sk: { S: "b" } }, Expected: {} } as PutItemCommandInput;
    await expect(client.send(new PutItemCommand(old))).rejects.toThrow(/does not know the parameter Expected/);
  });

  it("keeps its items when it is given a table it has, with other indexes", async () => {
    const { service, table } = await openHub();
    await table.put({ ...key, listPk: "L", listSk: "1" });
    const { GlobalSecondaryIndexes: _, AttributeDefinitions, ...properties } = hubTableProperties("hub");
    service.createTable({ ...properties, AttributeDefinitions: AttributeDefinitions.slice(0, 2) });
    await expect(table.query({ index: "byList", pk: "L" })).rejects.toThrow(/specified index/);
    service.createTable(hubTableProperties("hub"));
    expect((await table.query({ index: "byList", pk: "L" })).items).toHaveLength(1);
  });
});

describe("faults on purpose, through the AWS SDK", () => {
  it("are tried again where the SDK tries again: throttles, and unprocessed keys", async () => {
    const { table, failNext } = await openHub();
    failNext("before", "throttle", 2);
    expect((await table.put(key)).ok).toBe(true);
    failNext("before", "unprocessed");
    await table.put({ pk: "a", sk: "c" });
    expect(await table.getMany([key, { pk: "a", sk: "c" }])).toHaveLength(2);
  });

  it("apply a transaction once though its first answer was lost", async () => {
    const { table, failNext } = await openHub();
    failNext("after", "timeout");
    const add = { kind: "add", path: "count", amount: 1 } as const;
    expect(await table.transact([{ kind: "update", key, changes: [add] }])).toEqual({ ok: true, value: null });
    expect(await table.get(key)).toEqual({ ...key, count: 1 });
  });

  it("show a conflict as a reason after three attempts, and none after two", async () => {
    const { table, failNext } = await openHub();
    failNext("before", "conflict", 2);
    expect((await table.transact([{ kind: "put", item: key }])).ok).toBe(true);
    failNext("before", "conflict", 3);
    const result = await table.transact([
      { kind: "put", item: key },
      { kind: "put", item: { pk: "a", sk: "c" } },
    ]);
    expect(result).toEqual({
      ok: false,
      error: { kind: "cancelled", reasons: [{ kind: "conflict" }, { kind: "none" }] },
    });
    failNext("before", "conflict", 2);
    expect((await table.put(key)).ok).toBe(true);
  });
});

describe("the local DynamoDB with a data file", () => {
  it("has its tables, items and stream again after a restart, and goes on counting", async () => {
    const folder = mkdtempSync(join(tmpdir(), "orderhub-dynamodb-"));
    const clock = makeClock();
    const bytes = { B: new Uint8Array([0, 255]) };
    const items = [1, 2, 3].map((n) => ({
      pk: { S: "a" },
      sk: { S: String(n) },
      listPk: { S: "L" },
      bytes,
      listSk: { S: "x" },
    }));
    const put = (at: number) => ({ kind: "put" as const, table: "hub", item: items[at] ?? {} });
    const sequences = (service: ReturnType<typeof makeDynamoDbService>): string[] =>
      service.readStream("hub", null, 10).records.map(sequenceOf);
    try {
      const store = makeSqliteStore(join(folder, "hub.db"));
      const first = makeDynamoDbService({ clock, store });
      first.createTable(hubTableProperties("hub"));
      first.engine.write(put(0));
      first.engine.transactWrite([put(1), put(2)]);
      first.engine.write({ kind: "delete", table: "hub", key: { pk: { S: "a" }, sk: { S: "2" } } });
      const before = sequences(first);
      await first.close?.();
      store.close();

      const reopened = makeSqliteStore(join(folder, "hub.db"));
      const second = makeDynamoDbService({ clock, store: reopened });
      second.createTable(hubTableProperties("hub"));
      expect(sequences(second)).toEqual(before);
      expect(second.engine.query({ table: "hub", partition: { S: "a" } }).items).toEqual([items[0], items[2]]);
      expect(second.engine.query({ table: "hub", index: "byList", partition: { S: "L" } }).items).toHaveLength(2);
      second.engine.write(put(1));
      expect(sequences(second).slice(0, 4)).toEqual(before);
      expect((second.streamEnd("hub") ?? "") > (before.at(-1) ?? "")).toBe(true);
      await second.close?.();
      reopened.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
