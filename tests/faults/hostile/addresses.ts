import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import type { HttpRequest } from "../../../shared/channels/api.ts";
import { httpsHttp } from "../../../shared/platform/http.https.ts";
import { attack, type HostileInput, marker } from "./hostile-input.ts";

// Addresses that a merchant may name as his shop's API, and answers of such a shop. Nothing but public hosts is spoken to.
async function answerOf(request: HttpRequest, allowsThisMachine = false): Promise<string> {
  const options = { allowsThisMachine, timeoutMs: 900, mostBytes: 1_000_000 };
  const answer = await httpsHttp(options).send(request);
  if (answer.ok) return `answered ${answer.value.status}`;
  const { error } = answer;
  return `${error.kind}: ${"detail" in error ? error.detail : ""}`;
}

const notAllowed = /^refused: the channel's (?:address|name) .*(?:public|https|no address|user name)/;

const targets: readonly (readonly [name: string, url: string])[] = [
  ["metadata of the cloud, plain", "http://169.254.169.254/latest/meta-data/iam/security-credentials/"],
  ["metadata of the cloud", "https://169.254.169.254/latest/meta-data/"],
  ["metadata of containers", "https://169.254.170.2/v2/credentials"],
  ["metadata over IPv6", "https://[fd00:ec2::254]/latest/meta-data/"],
  ["metadata as IPv4 inside IPv6", "https://[::ffff:169.254.169.254]/"],
  ["metadata as IPv4 inside 6to4", "https://[2002:a9fe:a9fe::]/"],
  ["metadata as one number", "https://2852039166/"],
  ["metadata in hexadecimal", "https://0xa9fea9fe/"],
  ["metadata in octal", "https://0251.0376.0251.0376/"],
  ["metadata in full-width digits", "https://１６９.２５４.１６９.２５４/"],
  ["this machine", "https://127.0.0.1/"],
  ["this machine, short", "https://127.1/"],
  ["this machine over IPv6", "https://[::1]/"],
  ["no address at all", "https://0.0.0.0/"],
  ["a private network", "https://10.0.0.1/"],
  ["another private network", "https://192.168.1.1/"],
  ["an address of a carrier's network", "https://100.64.0.1/"],
  ["link-local over IPv6", "https://[fe80::1]/"],
  ["a name of this machine", "https://localhost/"],
  ["a name that leads to a private address", `https://${hostname()}/`],
  ["a file", "file:///etc/passwd"],
  ["another protocol", "gopher://169.254.169.254/_GET"],
  ["a user name that looks like the host", `https://shop.example:${marker}@169.254.169.254/`],
  ["no address", "https://"],
];

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A shop on this machine, as the local hub has them, that answers what it likes. */
async function askShop(respond: Respond, request: Partial<HttpRequest> = {}): Promise<string> {
  let asked = 0;
  const server = createServer((incoming, response) => {
    asked += 1;
    respond(incoming, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    return `${await answerOf({ method: "GET", url, ...request }, true)}, asked ${asked}`;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const endless = "x".repeat(65_536);

export const hostileAddresses: readonly HostileInput[] = [
  ...targets.map(([name, url]) => {
    // Where there is no resolver a name leads nowhere.
    const wants = /name (?:of|that)/.test(name) ? new RegExp(`${notAllowed.source}|^unavailable`) : notAllowed;
    return attack("address", name, wants, () => answerOf({ method: "GET", url }));
  }),
  attack("address", "a redirect to metadata", /^answered 302, asked 1$/, () =>
    askShop((_, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end()),
  ),
  attack("address", "an answer without an end", /^unreadable: .*asked 1$/, () =>
    askShop((_, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write(endless));
      };
      response.on("drain", write).on("error", () => undefined);
      write();
    }),
  ),
  attack("address", "headers put into a header", /ERR_INVALID_CHAR, asked 0$/, () =>
    askShop((_, response) => response.end(), { headers: { "x-token": `${marker}\r\nx-more: 1` } }),
  ),
];
