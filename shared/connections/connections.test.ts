import { describe, expect, it } from "vitest";
import { memorySecretStore } from "../../tests/support/memory-ports.ts";
import { readConnectionSecret } from "../intake/connection-secret.ts";
import { connectionId, merchantId } from "../kernel/ids.ts";
import { readConnection } from "../settings/connection.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { createConnection } from "./create-connection.ts";
import { endRotation, rotateSecret } from "./rotate-secret.ts";
import { setConnectionState } from "./set-state.ts";

const demo = merchantId("demo");
const shop = connectionId("own-demo");
const wanted = { connectionId: shop, channel: "generic", title: "Demo", zone: "Asia/Shanghai" };

function setup() {
  let made = 0;
  const secrets = memorySecretStore();
  const deps = {
    table: makeMemoryTable(),
    secrets,
    secretPrefix: "connections/",
    apiSecretPrefix: "apis/",
    makeSecret: () => `made-up-${++made}`,
  };
  const live = async () => (await readConnectionSecret(deps, shop))?.secrets;
  return { deps, secrets, live };
}

describe("connecting a shop", () => {
  it("stores it with a secret that is shown once, and changes nothing when asked again", async () => {
    const { deps, live } = setup();
    const first = await createConnection(deps, demo, wanted);
    const again = await createConnection(deps, demo, { ...wanted, title: "Other" });

    expect(first).toMatchObject({ ok: true, value: { secret: "made-up-1", connection: { state: "active" } } });
    expect(again).toMatchObject({ ok: true, value: { secret: null, connection: { title: "Demo" } } });
    expect(await live()).toEqual(["made-up-1"]);
  });

  it("takes up where a crash after the secret left it", async () => {
    const { deps } = setup();
    const crashing = { ...deps, table: { ...deps.table, put: () => Promise.reject(new Error("crash")) } };
    await expect(createConnection(crashing, demo, wanted)).rejects.toThrow("crash");

    expect(await createConnection(deps, demo, wanted)).toMatchObject({ ok: true });
    expect(await readConnection(deps.table, demo, shop)).toMatchObject({ channel: "generic" });
  });

  it("gives an id to one merchant and one channel only", async () => {
    const { deps } = setup();
    await createConnection(deps, demo, wanted);
    const other = await createConnection(deps, merchantId("other"), wanted);
    const elsewhere = await createConnection(deps, demo, { ...wanted, channel: "woocommerce" });
    expect([other, elsewhere]).toMatchObject([{ error: { kind: "taken" } }, { error: { kind: "taken" } }]);
    expect(await readConnection(deps.table, merchantId("other"), shop)).toBeNull();
  });

  it("names a channel that is none, and a zone that is none", async () => {
    const { deps, secrets } = setup();
    const results = [
      await createConnection(deps, demo, { ...wanted, channel: "shopfy" }),
      await createConnection(deps, demo, { ...wanted, zone: "China" }),
      await createConnection(deps, demo, { ...wanted, channel: "generic", credentials: { token: "t" } }),
    ];
    expect(results.map((result) => !result.ok && result.error.kind)).toEqual([
      "unknown_channel",
      "wrong_zone",
      "not_used",
    ]);
    expect(secrets.texts.size).toBe(1);
  });
});

describe("a channel whose console gives out the secret", () => {
  const shopify = { ...wanted, channel: "shopify" };

  it("needs it, to connect and to rotate: none is made up", async () => {
    const { deps, secrets, live } = setup();
    const without = await createConnection(deps, demo, shopify);
    expect([without, secrets.texts.size]).toMatchObject([{ error: { kind: "secret_needed", channel: "shopify" } }, 0]);

    await createConnection(deps, demo, { ...shopify, secret: "from the console" });
    const rotated = await rotateSecret(deps, { merchantId: demo, connectionId: shop, secret: undefined });
    expect(rotated).toMatchObject({ error: { kind: "secret_needed" } });
    expect(await live()).toEqual(["from the console"]);
  });

  it("is connected without it where the shop is only asked, and takes it later", async () => {
    const { deps, live } = setup();
    const credentials = { shop: "demo.example", accessToken: "token" };
    expect(await createConnection(deps, demo, { ...shopify, credentials })).toMatchObject({ value: { secret: null } });
    expect(await live()).toEqual([]);

    await rotateSecret(deps, { merchantId: demo, connectionId: shop, secret: "from the console" });
    expect(await live()).toEqual(["from the console"]);
  });
});

describe("rotating a shop's secret", () => {
  it("keeps the one before live until the rotation is ended, and never a third", async () => {
    const { deps, live } = setup();
    await createConnection(deps, demo, wanted);
    const of = { merchantId: demo, connectionId: shop, secret: undefined };
    expect(await rotateSecret(deps, of)).toMatchObject({ value: { secret: "made-up-2", liveSecrets: 2 } });
    expect(await rotateSecret(deps, { ...of, secret: "from the console" })).toMatchObject({
      value: { liveSecrets: 2 },
    });
    expect(await rotateSecret(deps, { ...of, secret: "from the console" })).toMatchObject({
      value: { liveSecrets: 2 },
    });
    expect(await live()).toEqual(["from the console", "made-up-2"]);

    await endRotation(deps, of);
    await endRotation(deps, of);
    expect(await live()).toEqual(["from the console"]);
  });

  it("does nothing for another merchant", async () => {
    const { deps, live } = setup();
    await createConnection(deps, demo, wanted);
    const of = { merchantId: merchantId("other"), connectionId: shop, secret: "theirs" };
    expect([await rotateSecret(deps, of), await endRotation(deps, of)]).toMatchObject([{ ok: false }, { ok: false }]);
    expect(await live()).toEqual(["made-up-1"]);
  });
});

describe("pausing a shop", () => {
  it("is kept, and undone by resuming; a shop that does not exist is not made", async () => {
    const { deps } = setup();
    await createConnection(deps, demo, wanted);
    const pause = { merchantId: demo, connectionId: shop, state: "paused" } as const;
    expect(await setConnectionState(deps.table, pause)).toMatchObject({ value: { state: "paused", title: "Demo" } });
    expect(await setConnectionState(deps.table, { ...pause, state: "active" })).toMatchObject({ ok: true });
    const none = { ...pause, connectionId: connectionId("none") };
    expect(await setConnectionState(deps.table, none)).toMatchObject({ error: { kind: "not_found" } });
    expect(await readConnection(deps.table, demo, connectionId("none"))).toBeNull();
  });
});
