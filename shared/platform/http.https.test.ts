import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpRequest } from "../channels/api.ts";
import { type HttpOptions, httpsHttp } from "./http.https.ts";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server === undefined ? closed(null) : server.close(closed)));
  server = undefined;
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serving(answer: Answer): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise((ready) => made.listen(0, "127.0.0.1", () => ready(null)));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

const local: HttpOptions = { allowsThisMachine: true, timeoutMs: 300, mostBytes: 1_000 };
const get = (url: string): HttpRequest => ({ method: "GET", url });
const post = (url: string, over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  body: "{}",
  ...over,
});

describe("requests to channels", () => {
  it("carry method, headers and body, and give status, headers and the very bytes", async () => {
    const url = await serving((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        response.writeHead(418, { "X-Seen": `${request.method} ${request.url} ${request.headers["x-sign"]}` });
        response.end(Buffer.concat(chunks));
      });
    });
    const body = new Uint8Array([0xff, 0x00, 0x0a]);

    const answer = await httpsHttp(local).send(post(`${url}/a?b=c`, { headers: { "x-sign": "s" }, body }));

    expect(answer).toMatchObject({ ok: true, value: { status: 418, headers: { "x-seen": "POST /a?b=c s" }, body } });
  });

  it("do not follow redirects", async () => {
    const url = await serving((_, response) => response.writeHead(302, { location: "https://example.com/" }).end());

    expect(await httpsHttp(local).send(get(url))).toMatchObject({ ok: true, value: { status: 302 } });
  });

  it.each([
    ["a read", "unavailable", get],
    ["a write that may be repeated", "unavailable", (url: string) => post(url, { isRepeatable: true })],
    ["a write", "in_doubt", (url: string) => post(url)],
  ] as const)("without an answer in time: %s is %s", async (_, kind, request) => {
    const url = await serving(() => undefined);

    expect(await httpsHttp(local).send(request(url))).toMatchObject({ ok: false, error: { kind } });
  });

  it("that are cut off half way have no answer", async () => {
    const url = await serving((request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => request.socket.destroy(), 10);
    });

    expect(await httpsHttp(local).send(post(url))).toMatchObject({ ok: false, error: { kind: "in_doubt" } });
  });

  it("that found nobody have done nothing, also when they write", async () => {
    const url = await serving(() => undefined);
    await new Promise((closed) => server?.close(closed));

    expect(await httpsHttp(local).send(post(url))).toMatchObject({ ok: false, error: { kind: "unavailable" } });
  });

  it("stop reading what is too large", async () => {
    const url = await serving((_, response) => response.end(Buffer.alloc(2_000)));

    expect(await httpsHttp(local).send(get(url))).toMatchObject({ ok: false, error: { kind: "unreadable" } });
  });

  it.each([
    "http://example.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://localhost/",
    "https://user:secret@example.com/",
    "http://127.0.0.1/",
    "ftp://example.com/",
    "not an address",
  ])("never go to %s", async (url) => {
    const answer = await httpsHttp({ allowsThisMachine: false }).send(get(url));

    expect(answer).toMatchObject({ ok: false, error: { kind: "refused", code: "address_not_allowed" } });
  });

  it("go to this machine only by its number, and only where that is allowed", async () => {
    for (const url of ["http://localhost:1/", "http://10.0.0.1/", "http://169.254.169.254/"]) {
      expect(await httpsHttp(local).send(get(url))).toMatchObject({
        ok: false,
        error: { code: "address_not_allowed" },
      });
    }
  });
});
