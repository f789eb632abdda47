import { describe, expect, it } from "vitest";
import { makePlainSimulator, plainApi } from "../../tests/support/plain-api.ts";
import { plainShop } from "../../tests/support/pull-world.ts";
import { httpOf } from "../../tests/support/simulators/simulator.ts";
import type { ApiCall, Credentials } from "../channels/api.ts";
import type { SecretReader, SecretWriter } from "../platform/ports.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { makeRefreshCredentials, type RefreshDeps } from "./refresh-credentials.ts";

const name = "apis/plain-demo";

function aShop(over: Partial<RefreshDeps> = {}) {
  let ms = Date.parse("2026-11-21T06:00:00.000Z");
  const now = (): Date => new Date(ms);
  const simulator = makePlainSimulator(now);
  const known = { ...plainShop, credentials: simulator.credentials };
  const texts = new Map([[name, JSON.stringify(known)]]);
  const secrets: SecretReader & Pick<SecretWriter, "replace"> = {
    read: async (each) => texts.get(each) ?? null,
    replace: async (each, text) => void texts.set(each, text),
  };
  const deps: RefreshDeps = {
    table: makeMemoryTable({ now: () => ms }),
    secrets,
    apiSecretPrefix: "apis/",
    now,
    pause: async (more) => {
      ms += more;
    },
    newId: () => crypto.randomUUID(),
    ...over,
  };
  const call: ApiCall = { http: httpOf(simulator), credentials: simulator.credentials, now: now() };
  const stored = (): Credentials => JSON.parse(texts.get(name) ?? "{}").credentials as Credentials;
  const refresh = () => makeRefreshCredentials(deps)(plainApi, known, call);
  return { simulator, deps, secrets, known, call, stored, refresh };
}

describe("renewing credentials", () => {
  it("writes the new ones before it gives them", async () => {
    const { refresh, stored } = aShop();

    const renewed = await refresh();

    expect(renewed).toMatchObject({ ok: true, value: { accessToken: "access-1", refreshToken: "refresh-1" } });
    expect(stored()).toMatchObject({ accessToken: "access-1", refreshToken: "refresh-1" });
  });

  it("uses a refresh token once, however many workers find the credentials expired at once", async () => {
    const { refresh, simulator } = aShop();

    const renewed = await Promise.all(Array.from({ length: 8 }, refresh));

    expect(renewed.map((each) => each.ok && each.value["accessToken"])).toEqual(Array(8).fill("access-1"));
    expect([simulator.requests(), simulator.reused()]).toEqual([1, 0]);
  });

  it("goes on after a worker that died while it held the lease", async () => {
    const shop = aShop();
    const dead = { ...shop.deps, table: { ...shop.deps.table, delete: () => Promise.reject(new Error("killed")) } };
    const silentApi = { ...plainApi, refreshCredentials: () => Promise.reject(new Error("killed")) };
    await makeRefreshCredentials(dead)(silentApi, shop.known, shop.call).catch(() => null);

    const soon = await shop.refresh();
    await shop.deps.pause(60_000);
    const later = await shop.refresh();

    expect([soon, later]).toMatchObject([{ ok: false, error: { kind: "unavailable" } }, { ok: true }]);
  });

  it("tries again to write what it was given", async () => {
    const shop = aShop();
    let faults = 3;
    const replace: SecretWriter["replace"] = async (...args) => {
      faults -= 1;
      if (faults >= 0) throw new Error("throttled");
      await shop.secrets.replace(...args);
    };
    const refresh = makeRefreshCredentials({ ...shop.deps, secrets: { ...shop.secrets, replace } });

    expect(await refresh(plainApi, shop.known, shop.call)).toMatchObject({ ok: true });
    expect(shop.stored()).toMatchObject({ refreshToken: "refresh-1" });
  });

  it("says that someone has to sign in where the channel gives no new ones by itself", async () => {
    const { deps, known, call } = aShop();
    const { refreshCredentials: _, ...lasting } = plainApi;

    const answer = await makeRefreshCredentials(deps)(lasting, known, call);

    expect(answer).toMatchObject({ ok: false, error: { kind: "unauthorised" } });
  });
});
