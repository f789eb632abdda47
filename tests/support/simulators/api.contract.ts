import { describe, expect, it } from "vitest";
import type {
  ApiCall,
  ApiProblem,
  ChannelApi,
  Credentials,
  ShipmentNews,
  StockLevel,
} from "../../../shared/channels/api.ts";
import { type Channel, pulledTopic } from "../../../shared/channels/channel.ts";
import { readSample } from "../../../shared/channels/sample.ts";
import { summarise } from "../../../shared/channels/summarise.ts";
import { parseJson } from "../../../shared/kernel/lossless-json.ts";
import type { Result } from "../../../shared/kernel/result.ts";
import { listAll } from "./list-all.ts";
import { patiently } from "./patience.ts";
import type { Foreign } from "./rest-desk.ts";
import { httpOf, type Misbehaviour, misbehaving, type Simulator } from "./simulator.ts";

export type ApiContractInput<S extends Simulator> = {
  readonly api: ChannelApi;
  readonly channel: Channel;
  readonly make: (settings: { readonly now: () => Date }) => S;
  /** An order with this number that was placed and changed at this time, as the simulator takes it. */
  readonly orderAt: (place: number, instant: string) => { readonly id: string; readonly order: unknown };
  /** Samples of whole orders: put into the simulator, they are read back as `normalise` reads the sample itself. */
  readonly samples: readonly {
    readonly name: string;
    readonly topic: string;
    readonly toPut: (sample: Foreign) => unknown;
  }[];
  /** A parcel with all that the order of `orderBefore` has open. */
  readonly shipment: { readonly orderBefore: () => unknown; readonly news: ShipmentNews };
  /** Two levels and the keys under which the simulator keeps them. */
  readonly levels: readonly { readonly level: StockLevel; readonly key: string }[];
};

/** What every API of a channel must do against its simulator. Call it in `api.test.ts`; quirks get tests of their own. */
export function apiContract<S extends Simulator>(input: ApiContractInput<S>): void {
  const { api, channel } = input;
  const startMs = Date.parse("2026-11-22T10:00:00.000Z");
  const window = { by: "changed", from: "2026-11-22T02:00:00.000Z", until: "2026-11-22T09:00:00.000Z" } as const;

  const world = (plan: Misbehaviour = { seed: 1 }) => {
    let nowMs = startMs;
    const now = () => new Date(nowMs);
    const simulator = input.make({ now });
    const http = httpOf(misbehaving(simulator, plan));
    const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: now() });
    const refresh = async (given: Credentials): Promise<Result<Credentials, ApiProblem>> =>
      (await api.refreshCredentials?.(callWith(given))) ?? { ok: true, value: given };
    const ask = async <T>(attempt: (call: ApiCall) => Promise<Result<T, ApiProblem>>): Promise<Result<T, ApiProblem>> =>
      (
        await patiently((given) => attempt(callWith(given)), {
          credentials: simulator.credentials,
          refresh,
          repeatsInDoubt: true,
        })
      ).result;
    const list = () => listAll(api, { credentials: simulator.credentials, callWith, query: window });
    const pass = (ms: number) => {
      nowMs += ms;
    };
    return { simulator, callWith, ask, list, pass };
  };
  type World = ReturnType<typeof world>;

  const minute = (place: number) => new Date(Date.parse(window.from) + place * 60_000).toISOString();
  const fill = ({ simulator }: World, count: number) => {
    const made = Array.from({ length: count }, (_, place) => input.orderAt(place, minute(place)));
    for (const { order } of made) simulator.put(order);
    return made.map(({ id }) => id);
  };

  describe(`${api.name}: the list of orders`, () => {
    it("has every order of the window once, over several pages, and no other", async () => {
      const it = world();
      const ids = fill(it, 410);
      it.simulator.put(input.orderAt(700, "2026-11-22T01:00:00.000Z").order);
      it.simulator.put(input.orderAt(701, "2026-11-22T09:30:00.000Z").order);
      expect([...(await it.list())].sort()).toEqual([...ids].sort());
    });

    it("tells when an order changed and was placed, and how many there are where the channel says so", async () => {
      const it = world();
      const [id] = fill(it, 1);
      const listed = await it.ask((call) => api.listOrders(call, { ...window, page: null }));
      const row = { channelOrderId: id, changedAt: window.from, createdAt: window.from };
      expect(listed).toMatchObject({ ok: true, value: { orders: [row], next: null } });
      if (listed.ok) expect([1, null]).toContain(listed.value.total);
      expect(await it.ask((call) => api.listOrders(call, { ...window, by: "created", page: null }))).toEqual(listed);
    });

    it("loses nothing on a bad day", async () => {
      const it = world({
        seed: 5,
        rateLimited: 0.15,
        broken: 0.15,
        silent: 0.15,
        repeatsPages: true,
        ...(api.refreshCredentials === undefined ? {} : { expiresTokenAfter: 7 }),
      });
      const ids = fill(it, 410);
      expect([...new Set(await it.list())].sort()).toEqual([...ids].sort());
    });

    it("finds what was committed late in the overlap of the next window", async () => {
      const it = world({ seed: 1, commitsLateMs: 120_000 });
      const [id] = fill(it, 1);
      expect(await it.list()).toEqual([]);
      it.pass(120_000);
      expect(await it.list()).toEqual([id]);
      expect((api.listing?.settleMs ?? 0) + (api.listing?.overlapMs ?? 0)).toBeGreaterThan(120_000);
    });
  });

  describe(`${api.name}: one order`, () => {
    it.each(input.samples)("reads $name as it is normalised", async ({ name, topic, toPut }) => {
      const it = world();
      const body = readSample(channel.name, name);
      const sample = parseJson(body);
      if (!sample.ok) throw new Error(sample.error.detail);
      const put = toPut(structuredClone(sample.value));
      it.simulator.put(put);
      const receivedAt = "2026-11-22T10:00:00.000Z";
      const expected = channel.normalise({ topic, body, headers: {}, receivedAt });
      if (!expected.ok || expected.value.kind !== "order") throw new Error(`${name} is no order`);
      const { channelOrderId } = expected.value.order;
      const read = await it.ask((call) => api.readOrder(call, channelOrderId));
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      const told = channel.normalise({ topic: pulledTopic, body: read.value, headers: {}, receivedAt });
      expect(summarise(told)).toBe(summarise(expected));
      expect(told).toMatchObject({ ok: true, value: { order: { clock: { at: expected.value.order.clock.at } } } });
    });

    it("is not found when the shop has none of that id", async () => {
      const { id } = input.orderAt(999, window.from);
      expect(await world().ask((call) => api.readOrder(call, id))).toMatchObject({ error: { kind: "not_found" } });
    });

    it("says who must sign in again, and asks nothing without credentials", async () => {
      const it = world();
      const [id = ""] = fill(it, 1);
      await it.ask((call) => api.readOrder(call, id));
      it.simulator.expireTokens();
      const asked = [it.simulator.credentials, {}].map((given) => api.readOrder(it.callWith(given), id));
      for (const answer of await Promise.all(asked))
        expect(answer).toMatchObject({ error: { kind: "unauthorised", detail: expect.stringMatching(/./) } });
    });
  });

  describe(`${api.name}: what it is told`, () => {
    it("tells a parcel once, however often answers are lost", async () => {
      for (let seed = 1; seed <= 12; seed += 1) {
        const it = world({ seed, silent: 0.3, broken: 0.2 });
        it.simulator.put(input.shipment.orderBefore());
        const told = await it.ask(async (call) => await notNull(api.sendShipment)(call, input.shipment.news));
        expect(told).toMatchObject({ ok: true });
        expect(it.simulator.shipments).toHaveLength(1);
        expect(JSON.stringify(it.simulator.shipments)).toContain(input.shipment.news.trackingNo);
        it.simulator.faults.repeatsPages = false;
        const again = await it.ask(async (call) => await notNull(api.sendShipment)(call, input.shipment.news));
        expect(again).toMatchObject({ ok: true });
        expect(it.simulator.shipments).toHaveLength(1);
      }
    });

    it("sets every level that the shop knows, and names each it does not", async () => {
      const it = world({ seed: 4, rateLimited: 0.2, broken: 0.2, silent: 0.2 });
      const [known, unknown] = input.levels;
      if (known === undefined || unknown === undefined) throw new Error("two levels are needed");
      it.simulator.stock.set(known.key, known.level.previous ?? 0);
      const levels = [unknown.level, known.level, { ...known.level, listing: {}, sku: "no such sku" }];
      const answers = await it.ask(async (call) => await notNull(api.setStock)(call, levels));
      expect(answers).toMatchObject({ value: [{ kind: "refused" }, { kind: "set" }, { kind: "refused" }] });
      expect([...it.simulator.stock]).toEqual([[known.key, known.level.quantity]]);
    });
  });
}

function notNull<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the API has no such function");
  return value;
}
