import dns from "node:dns";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { gzipSync } from "node:zlib";
import type { HttpRequest } from "../../../shared/channels/api.ts";
import { httpsHttp } from "../../../shared/platform/http.https.ts";
import { attack, type HostileInput, madeAttack, marker } from "./hostile-input.ts";

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
  ["metadata as IPv4 in a prefix that networks translate", "https://[64:ff9b::a9fe:a9fe]/"],
  ["this machine in circled digits", "https://①②⑦.⓪.⓪.①/"],
  ["a name of this machine with a dot behind it", "https://localhost./"],
  ["a host behind a backslash", "https://169.254.169.254\\@shop.example/"],
  ["a host behind a line break", "https://169.254.\n169.254/"],
  ["this machine inside IPv6, in hexadecimal", "https://[::ffff:7f00:1]/"],
  ["an address of many hosts", "https://224.0.0.1/"],
  ["no address", "https://"],
];

/** A name that leads where `found` says, one answer each time it is asked for. */
async function askName(...found: readonly (readonly string[])[]): Promise<string> {
  const { lookup } = dns;
  let asked = 0;
  const answer = (_name: string, _options: unknown, done: (error: null, all: readonly object[]) => void): void => {
    const addresses = found[Math.min(asked, found.length - 1)] ?? [];
    asked += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  try {
    dns.lookup = answer as unknown as typeof lookup;
    syncBuiltinESMExports();
    return `${await answerOf({ method: "GET", url: "https://shop.example/" })}, looked up ${asked}`;
  } finally {
    dns.lookup = lookup;
    syncBuiltinESMExports();
  }
}

const names: readonly (readonly [name: string, ...found: readonly (readonly string[])[]])[] = [
  ["a name that leads to metadata", ["169.254.169.254"]],
  ["a name that leads to a public host and to metadata", ["93.184.216.34", "169.254.169.254"]],
  ["a name that leads to metadata first and to a public host when asked again", ["169.254.169.254"], ["93.184.216.34"]],
  ["a name that leads to this machine over IPv6", ["::1"]],
  ["a name that leads to IPv4 inside IPv6", ["::ffff:169.254.169.254"]],
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
  ...names.map(([name, ...found]) =>
    attack("address", name, /^refused: the channel's name leads to a host that is not public, looked up 1$/, () =>
      askName(...found),
    ),
  ),
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
  attack("address", "an answer that never ends its headers", /^unavailable: .*asked 1$/, () =>
    askShop((_, response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\n${"x-a: b\r\n".repeat(100_000)}`);
    }),
  ),
  attack("address", "an answer that drips", /^unavailable: .*asked 1$/, () =>
    askShop((_, response) => {
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip)).on("error", () => undefined);
    }),
  ),
  attack("address", "an answer of two lengths", /^unavailable: .*asked 1$/, () =>
    askShop((_, response) => {
      response.socket?.end("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1000\r\n\r\nx");
    }),
  ),
  madeAttack(
    { door: "address", name: "an answer that unpacks to a thousand times its size", wants: /^answered 200, asked 1$/ },
    () => gzipSync(Buffer.alloc(200_000_000)),
    (packed) =>
      askShop((_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(packed.subarray(0, 500_000)),
      ),
  ),
  attack("address", "headers put into a header", /ERR_INVALID_CHAR, asked 0$/, () =>
    askShop((_, response) => response.end(), { headers: { "x-token": `${marker}\r\nx-more: 1` } }),
  ),
];
