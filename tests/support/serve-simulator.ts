import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpRequest } from "../../shared/channels/api.ts";
import type { Simulator } from "./simulators/simulator.ts";

export type ServedSimulator = { readonly url: string; close(): Promise<void> };

/** A simulator on a port of this machine, for hubs that speak HTTP. No answer in time is a connection that is cut. */
export async function serveSimulator(simulator: Pick<Simulator, "respond">): Promise<ServedSimulator> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(",") : (value ?? ""),
        ]),
      );
      const asked: HttpRequest = {
        method: request.method as HttpRequest["method"],
        url: `http://${request.headers.host}${request.url}`,
        headers,
        body: Buffer.concat(chunks),
      };
      simulator
        .respond(asked)
        .then(({ status, headers: said, body }) => response.writeHead(status, { ...said }).end(body))
        .catch(() => request.socket.destroy());
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(null)));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
