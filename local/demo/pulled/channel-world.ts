import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { findChannelApi } from "../../../shared/channels/api-registry.ts";
import { jsonAnswer, type Simulator } from "../../../tests/support/simulators/simulator.ts";
import { makeManners } from "./manners.ts";
import { type PulledName, pulledChannels, pulledNames } from "./pulled-channels.ts";

/** The channels' own APIs on one address of this machine, with the manners they have on an ordinary day. */
export type ChannelWorld = {
  readonly shops: Readonly<Record<PulledName, Simulator>>;
  /** What a connection of the channel's shop is given, this address among it. */
  credentialsOf(name: PulledName): Readonly<Record<string, string>>;
  /** From now on lists show an order only some time after it is there. */
  commitLate(): void;
  /** What was asked of it so far, and what it did wrong. */
  readonly served: { requests: number; refused: number; broken: number; slow: number };
  close(): Promise<void>;
};

const SLOW_MS = 400;
const COMMITS_LATE_MS = 20_000;

export async function openChannelWorld(options: {
  readonly now: () => Date;
  readonly seed: number;
}): Promise<ChannelWorld> {
  const manners = makeManners(options.seed);
  const served = { requests: 0, refused: 0, broken: 0, slow: 0 };
  const fields = new Map<string, readonly string[]>();
  for (const name of pulledNames) {
    fields.set(name, (await findChannelApi(name))?.credentials.map((field) => field.name) ?? []);
  }
  const shops = Object.fromEntries(
    pulledNames.map((name) => [name, pulledChannels[name].simulator({ now: options.now })]),
  ) as unknown as Record<PulledName, Simulator>;
  for (const { faults } of Object.values(shops)) faults.repeatsPages = true;

  const respond = async (simulator: Simulator, request: HttpRequest): Promise<HttpResponse> => {
    served.requests += 1;
    switch (manners(simulator.name)) {
      case "refused":
        served.refused += 1;
        return simulator.tooMany?.() ?? tooMany;
      case "broken":
        served.broken += 1;
        return jsonAnswer(503, "<html><h1>503</h1></html>", { "content-type": "text/html" });
      case "slow":
        served.slow += 1;
        await sleep(SLOW_MS);
        return await simulator.respond(request);
      case "well":
        return await simulator.respond(request);
    }
  };

  const server = createServer((asked, answer) => {
    serve(asked, answer, (name, request) => {
      const simulator = Object.hasOwn(shops, name) ? shops[name as PulledName] : null;
      return simulator === null ? Promise.resolve(jsonAnswer(404, {})) : respond(simulator, request);
    }).catch((error: unknown) => {
      console.error(error);
      answer.writeHead(500).end();
    });
  });
  await new Promise<void>((open) => server.listen(0, "127.0.0.1", open));
  const { port } = server.address() as AddressInfo;
  return {
    shops,
    credentialsOf(name) {
      const url = `http://127.0.0.1:${port}/${name}`;
      const given = { ...shops[name].credentials, apiUrl: url, authUrl: url };
      const asked = new Set(["apiUrl", ...(fields.get(name) ?? [])]);
      return Object.fromEntries(Object.entries(given).filter(([field]) => asked.has(field)));
    },
    commitLate() {
      for (const { faults } of Object.values(shops)) faults.commitsLateMs = COMMITS_LATE_MS;
    },
    served,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const tooMany = jsonAnswer(429, { message: "Too many requests" }, { "retry-after": "1" });

type Respond = (name: string, request: HttpRequest) => Promise<HttpResponse>;

/** The first part of the path names the channel; its simulator sees the rest. */
async function serve(asked: IncomingMessage, answer: ServerResponse, respond: Respond): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked as AsyncIterable<Buffer>) chunks.push(chunk);
  const [, name = "", rest = ""] = /^\/([a-z]+)(.*)$/.exec(asked.url ?? "") ?? [];
  const { status, headers, body } = await respond(name, {
    method: (asked.method ?? "GET") as HttpRequest["method"],
    url: `http://127.0.0.1${rest.startsWith("/") ? rest : `/${rest}`}`,
    headers: Object.fromEntries(Object.entries(asked.headers).map(([key, value]) => [key, String(value)])),
    body: Buffer.concat(chunks),
  });
  answer.writeHead(status, { ...headers, "content-length": body.byteLength }).end(body);
}
