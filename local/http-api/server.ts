import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpAnswer } from "./answer.ts";
import type { HttpRequest } from "./event.ts";
import { bodyLimitBytes } from "./gateway.ts";

export type ApiServer = { readonly port: number; readonly url: string; close(): Promise<void> };

/**
 * Listens on 127.0.0.1 only. A body is read up to just above the gateway's limit, so that the gateway can refuse it;
 * the rest is dropped. Rejects with `EADDRINUSE` when the port is taken; port 0 takes any.
 */
export async function startApiServer(
  port: number,
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<ApiServer> {
  const server = createServer(
    { keepAlive: true, keepAliveTimeout: 60_000, maxHeaderSize: 64 * 1024 },
    (incoming, outgoing) => {
      collect(incoming)
        .then(handle)
        .then((answer) => send(outgoing, answer))
        .catch((error: unknown) => {
          console.error("the local HTTP API failed:", error);
          outgoing.destroy();
        });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, url: `http://127.0.0.1:${address.port}`, close: () => close(server) };
}

async function collect(incoming: IncomingMessage): Promise<HttpRequest> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    if (size <= bodyLimitBytes) pieces.push(piece);
    size += piece.length;
  }
  const [path = "/", queryString = ""] = (incoming.url ?? "/").split(/\?(.*)/s, 2);
  const headers = Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(name === "cookie" ? "; " : ","),
    ]),
  );
  return { method: incoming.method ?? "GET", path, queryString, headers, body: Buffer.concat(pieces) };
}

function send(outgoing: ServerResponse, answer: HttpAnswer): void {
  if (outgoing.destroyed) return;
  const cookies = answer.cookies.length === 0 ? {} : { "set-cookie": [...answer.cookies] };
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    ...cookies,
    "content-length": String(answer.body.length),
    "apigw-requestid": crypto.randomUUID(),
  });
  outgoing.end(answer.body);
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
