import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { s3ObjectStore } from "./object-store.s3.ts";
import { s3ObjectTags } from "./object-tags.s3.ts";

type Reply = { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } | "hang up";
type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

let server: Server;
let replies: Reply[];
let seen: Seen[];

beforeEach(async () => {
  replies = [];
  seen = [];
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method = "", url = "", headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
    const reply = replies.shift() ?? { status: 500 };
    if (reply === "hang up") request.socket.destroy();
    else response.writeHead(reply.status, reply.headers).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL_S3", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "token");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const files = s3ObjectStore("the-bucket");
const error = (status: number, code: string): Reply => ({ status, body: `<Error><Code>${code}</Code></Error>` });

describe("the object store", () => {
  it("reads an object with its kind and tag", async () => {
    replies = [{ status: 200, body: "a,b", headers: { etag: '"e1"', "content-type": "text/csv" } }];
    const found = await files.get("demo/stock/a b.csv");
    expect(found).toEqual({ body: Buffer.from("a,b"), etag: '"e1"', contentType: "text/csv" });
    expect(seen[0]).toMatchObject({ method: "GET", url: "/the-bucket/demo/stock/a%20b.csv" });
    expect(seen[0]?.headers).toMatchObject({ "x-amz-security-token": "token" });
  });

  it("reads what the uploader wrote beside an object: metadata and tags", async () => {
    const tagSet =
      "<Tagging><TagSet>\n  <Tag><Key>GuardDutyMalwareScanStatus</Key>\n<Value>NO_THREATS_FOUND</Value></Tag></TagSet></Tagging>";
    replies = [
      { status: 200, body: "a", headers: { etag: '"e1"', "x-amz-meta-policy": "dry-run" } },
      { status: 200, body: tagSet },
      error(404, "NoSuchKey"),
    ];
    expect(await files.get("k")).toMatchObject({ metadata: { policy: "dry-run" } });
    const readTags = s3ObjectTags("the-bucket");
    expect(await readTags("demo/stock/a.csv")).toEqual({ GuardDutyMalwareScanStatus: "NO_THREATS_FOUND" });
    expect(seen[1]?.url).toBe("/the-bucket/demo/stock/a.csv?tagging=");
    expect(await readTags("gone")).toEqual({});
  });

  it("gives null for an object that is not there, and throws for a bucket that is not", async () => {
    replies = [error(404, "NoSuchKey"), error(404, "NoSuchBucket"), error(403, "AccessDenied")];
    expect(await files.get("k")).toBeNull();
    await expect(files.get("k")).rejects.toThrow("404 NoSuchBucket");
    await expect(files.get("k")).rejects.toThrow("S3 answered 403 AccessDenied to a GET in the-bucket");
  });

  it("writes bytes and text, says what they are, and replaces nothing when asked not to", async () => {
    replies = [{ status: 200 }, error(412, "PreconditionFailed")];
    expect(await files.put("k", "€", { contentType: "text/csv", contentEncoding: "gzip" })).toEqual({
      ok: true,
      value: null,
    });
    const exists = await files.put("k", new Uint8Array([65]), { contentType: "text/plain", onlyIfAbsent: true });
    expect(exists).toEqual({ ok: false, error: { kind: "exists" } });
    expect(
      seen.map(({ body, headers }) => [
        body,
        headers["content-type"],
        headers["content-encoding"],
        headers["if-none-match"],
      ]),
    ).toEqual([
      ["€", "text/csv", "gzip", undefined],
      ["A", "text/plain", undefined, "*"],
    ]);
  });

  it("tries again when S3 is busy or the connection breaks, three times in all", async () => {
    replies = ["hang up", error(503, "SlowDown"), { status: 200, body: "x" }];
    expect((await files.get("k"))?.body).toEqual(Buffer.from("x"));
    replies = [error(409, "ConditionalRequestConflict"), { status: 200 }];
    expect((await files.put("k", "x", { contentType: "text/plain", onlyIfAbsent: true })).ok).toBe(true);
    replies = [error(500, "InternalError"), error(500, "InternalError"), error(500, "InternalError")];
    await expect(files.get("k")).rejects.toThrow("500 InternalError");
    replies = ["hang up", "hang up", "hang up"];
    await expect(files.get("k")).rejects.toThrow();
    expect(seen).toHaveLength(11);
  });

  it("signs links that ask the holder for nothing but the content type", async () => {
    const upload = new URL(await files.uploadLink("demo/stock/a.csv", { contentType: "text/csv", seconds: 60 }));
    expect(upload.pathname).toBe("/the-bucket/demo/stock/a.csv");
    expect(upload.searchParams.get("X-Amz-SignedHeaders")).toBe("content-type;host");
    expect(upload.searchParams.get("X-Amz-Expires")).toBe("60");
    const download = new URL(await files.downloadLink("demo/x.csv", { fileName: "销售.csv", seconds: 60 }));
    const disposition = "attachment; filename*=UTF-8''%E9%94%80%E5%94%AE.csv";
    expect(download.searchParams.get("response-content-disposition")).toBe(disposition);
  });
});
