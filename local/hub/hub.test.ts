import { afterEach, describe, expect, it } from "vitest";
import { tempFolder } from "../../tests/support/temp-folder.ts";
import type { ResourceTemplate } from "../template/assembly.ts";
import type { Hub, HubOptions } from "./hub.ts";
import { startHub } from "./start-hub.ts";
import { tinyAssembly } from "./tiny-assembly.ts";

const open: Hub[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((hub) => hub.stop()));
});

async function start(
  options: HubOptions = {},
  change?: (resources: Record<string, ResourceTemplate>) => void,
): Promise<Hub> {
  const hub = await startHub({ port: 0, quiet: true, seed: null, assembly: tinyAssembly(change), ...options });
  open.push(hub);
  return hub;
}

const post = (hub: Hub, body: string): Promise<Response> =>
  fetch(`${hub.url}/items`, { method: "POST", body, headers: { "content-type": "text/plain" } });
const itemCount = (hub: Hub): number => hub.cloud.dynamodb.engine.scan({ table: "items" }).items.length;

describe("a hub from a template", () => {
  it("carries a request through queue, table, stream and bus, and counts what it took", async () => {
    const hub = await start();
    expect((await post(hub, "a")).status).toBe(202);
    await hub.idle();

    expect(itemCount(hub)).toBe(1);
    const [heard] = hub.cloud.sqs.receiveForLambda("heard", 1);
    expect(JSON.parse(heard?.body ?? "{}")).toMatchObject({
      source: "tiny",
      "detail-type": "kept",
      detail: { pk: { S: "a" } },
    });
    expect(hub.bill()).toMatchObject({
      requests: { "sqs.SendMessage": 1, "dynamodb.PutItem": 1, "events.PutEvents": 1 },
      writeUnits: 1,
      functions: { apply: { invocations: 1, errors: 0, coldStarts: 1, requests: { "dynamodb.PutItem": 1 } } },
    });
    expect(hub.refusals()).toEqual([]);
    expect(hub.unusedGrants()).toEqual([]);
  });

  it("refuses a call that the role does not allow, naming function, action and resource", async () => {
    const hub = await start({}, (resources) => {
      const { Policies: _none, ...rest } = resources["receiveRole"]?.Properties ?? {};
      resources["receiveRole"] = { Type: "AWS::IAM::Role", Properties: rest };
    });
    expect((await post(hub, "a")).status).toBe(500);
    expect(hub.refusals()).toEqual([
      {
        functionLabel: "receive",
        action: "sqs:SendMessage",
        resource: "arn:aws:sqs:us-east-1:000000000000:work",
        isDenied: false,
      },
    ]);
    expect(hub.logs.tail("receive", 1)[0]).toMatch(/may not sqs:SendMessage/);
  });

  it("does not start when AWS would refuse the wiring, and closes all it had opened", async () => {
    const broken = start({}, (resources) => {
      delete resources["HeardPolicy"];
    });
    await expect(broken).rejects.toThrow(/events\.amazonaws\.com may not sqs:SendMessage/);
  });

  it("keeps everything between runs in its data folder", async () => {
    const dataDir = tempFolder();
    const first = await start({ dataDir });
    await post(first, "a");
    await first.idle();
    await first.advance(86_400_000);
    await first.stop();

    const second = await start({ dataDir });
    expect(itemCount(second)).toBe(1);
    expect(second.clock.now()).toBeGreaterThan(Date.now() + 86_000_000);
    await post(second, "b");
    await second.idle();
    expect(second.cloud.sqs.countsOf("heard").visible).toBe(2);
  });

  it("tells functions the hub's time", async () => {
    const hub = await start();
    await hub.advance(3_600_000);
    const seen = Date.parse(await (await post(hub, "a")).text());
    expect(Math.abs(seen - hub.clock.now())).toBeLessThan(5000);
    expect(seen).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it("runs beside another hub, and refuses a port that is taken", async () => {
    const [one, two] = await Promise.all([start(), start()]);
    await post(one, "a");
    await Promise.all([one.idle(), two.idle()]);
    expect([itemCount(one), itemCount(two)]).toEqual([1, 0]);
    await expect(start({ port: Number(new URL(one.url).port) })).rejects.toThrow(/port \d+ is taken/);
  });
});

describe("what stands beside the API", () => {
  it("answers the operator and turns web pages away", async () => {
    const hub = await start();
    const call = (path: string, init?: RequestInit): Promise<Response> => fetch(`${hub.url}/_local/${path}`, init);
    const before = hub.clock.now();
    await call("advance-clock", { method: "POST", body: '{"ms":60000}' });
    expect(hub.clock.now() - before).toBeGreaterThanOrEqual(60_000);
    expect((await call("idle", { method: "POST" })).status).toBe(200);
    expect((await call("advance-clock", { method: "POST", body: '{"ms":"soon"}' })).status).toBe(400);
    expect((await call("bill", { headers: { origin: "https://evil.example" } })).status).toBe(403);
    expect((await call("nothing")).status).toBe(404);
  });

  it("serves the keys that verify its tokens", async () => {
    const hub = await start();
    const discovery = (await (await fetch(`${hub.url}/.well-known/openid-configuration`)).json()) as {
      issuer: string;
      jwks_uri: string;
    };
    expect(discovery.issuer).toBe(hub.url);
    expect(await (await fetch(discovery.jwks_uri)).json()).toMatchObject({ keys: [{ kty: "RSA", use: "sig" }] });
  });
});
