import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Verification, WebhookRequest } from "../../shared/channels/channel.ts";
import { generic } from "../../shared/channels/generic/generic.ts";

const project = join(import.meta.dirname, "../..");
const text = readFileSync(join(project, "docs/own-shop.md"), "utf8");
const secret = "s3cret & <sound>";

/** Each language of section 4: its mark in the page, what runs a file of it, and what that needs. */
const languages = [
  { mark: "js", command: process.execPath, file: "send.mjs", needs: [] },
  { mark: "python", command: "python3", file: "send.py", needs: ["python3"] },
  { mark: "php", command: "php", file: "send.php", needs: ["php"] },
  { mark: "sh", command: "sh", file: "send.sh", needs: ["curl", "openssl"] },
].map((language) => ({ ...language, missing: language.needs.filter((tool) => !isInstalled(tool)) }));

type Received = { readonly request: WebhookRequest; readonly verification: Verification };

let folder: string;
let server: Server;
const received: Received[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "own-shop-"));
  cpSync(join(project, "shared/channels/generic/samples/order-paid-cny.json"), join(folder, "order.json"));
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const request = {
      method: incoming.method ?? "",
      path: "/",
      url: "",
      query: {},
      headers,
      body: Buffer.concat(chunks),
    };
    received.push({ request, verification: generic.verify(request, [secret], new Date()) });
    outgoing.writeHead(200, { "content-type": "application/json" }).end('{"receipt":"dlv_1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("docs/own-shop.md shows how to sign", () => {
  describe.each(languages)("in $mark", ({ mark, command, file, missing }) => {
    const title =
      missing.length === 0 ? "and its sample is accepted" : `NOT RUN: ${missing.join(", ")} is not installed`;
    it.skipIf(missing.length > 0)(title, async () => {
      writeFileSync(join(folder, file), codeOf(mark));

      const output = await run(spawn(command, [file], { cwd: folder, env: environment() }));

      const last = received.pop();
      expect(output).toContain("200");
      expect(output).toContain("dlv_1");
      expect(last?.verification).toEqual({ kind: "verified" });
      expect(last && generic.describe(last.request)).toMatchObject({ topic: "order.upsert" });
      expect(last && normalised(last.request.body)).toMatchObject({ ok: true, value: { kind: "order" } });
    });
  });

  it("and how a smallest order looks", () => {
    const [body = ""] = /(?<=```json\n)\{\n {2}"id"[\s\S]*?(?=```)/.exec(text) ?? [];
    expect(normalised(Buffer.from(body))).toMatchObject({
      ok: true,
      value: { order: { channelOrderId: "MY-1", header: { discrepancyMinor: 0 }, payment: { state: "paid" } } },
    });
  });
});

function normalised(body: Uint8Array) {
  return generic.normalise({ topic: "order.upsert", body, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" });
}

/** The block of section 4: the last one of its language. */
function codeOf(mark: string): string {
  return [...text.matchAll(new RegExp(`\`\`\`${mark}\n([\\s\\S]*?)\`\`\``, "g"))].at(-1)?.[1] ?? "";
}

function environment(): NodeJS.ProcessEnv {
  const { port } = server.address() as AddressInfo;
  return { PATH: process.env["PATH"], HUB_URL: `http://127.0.0.1:${port}/`, HUB_SECRET: secret, NO_PROXY: "127.0.0.1" };
}

function isInstalled(tool: string): boolean {
  return spawnSync(tool, [tool === "openssl" ? "version" : "--version"]).status === 0;
}

async function run(child: ChildProcess): Promise<string> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on("close", resolve));
  return output;
}
