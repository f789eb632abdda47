import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makeClock } from "../../local/cloud/clock.ts";
import { startFrontDoor } from "../../local/cloud/front-door.ts";
import { makeMemoryStore } from "../../local/cloud/store.memory.ts";
import { makeS3Service } from "../../local/s3/s3.service.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { s3ObjectRanges } from "../../shared/platform/object-ranges.s3.ts";
import { s3ObjectUploads } from "../../shared/platform/object-uploads.s3.ts";
import { writeObject } from "../../shared/sheets/write-object.ts";

const MIB = 1024 * 1024;
const closing: (() => Promise<unknown>)[] = [];
const files = { ...s3ObjectFiles("exports"), ...s3ObjectUploads("exports"), ...s3ObjectRanges("exports") };

function useEndpoint(url: string): void {
  vi.stubEnv("AWS_ENDPOINT_URL_S3", url);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", undefined);
}

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

async function localS3(): Promise<void> {
  const clock = makeClock();
  const s3 = makeS3Service({ clock, store: makeMemoryStore() });
  s3.ensureBucket("exports");
  const door = await startFrontDoor({ services: [s3], secretOf: () => "secret", now: clock.now });
  closing.push(() => door.close());
  useEndpoint(door.url);
}

/** Answers what it is told to, one after the other. */
async function answering(replies: readonly (readonly [status: number, body: string])[]): Promise<readonly string[]> {
  const seen: string[] = [];
  const rest = [...replies];
  const server: Server = createServer((request, response) => {
    request.resume().on("end", () => {
      seen.push(`${request.method} ${request.url}`);
      const [status, body] = rest.shift() ?? [500, ""];
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  useEndpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return seen;
}

const error = (code: string): string => `<?xml version="1.0"?>\n<Error><Code>${code}</Code></Error>`;

describe("an upload in parts", () => {
  it("is one object in the end, of its kind and with all its bytes", async () => {
    await localS3();
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let at = 1; at <= 7; at += 1) yield new Uint8Array(MIB).fill(at);
    }
    const key = "demo/sales/date=2026-11-21/v1/销售 (1).csv";
    await writeObject(files, key, "text/csv", chunks(), 5 * MIB);
    const stored = await files.get(key);
    expect(stored?.contentType).toBe("text/csv");
    expect(stored?.etag).toMatch(/-2"$/);
    expect(stored?.body.byteLength).toBe(7 * MIB);
    expect([0, 5 * MIB - 1, 5 * MIB, 7 * MIB - 1].map((at) => stored?.body[at])).toEqual([1, 5, 6, 7]);
  });

  it("is gone once it is aborted, and may be aborted again", async () => {
    await localS3();
    const upload = await files.beginUpload("k", { contentType: "text/csv" });
    const tag = await files.uploadPart("k", upload, 1, new Uint8Array(10));
    await files.abortUpload("k", upload);
    await files.abortUpload("k", upload);
    await expect(files.completeUpload("k", upload, [tag])).rejects.toThrow("404 NoSuchUpload to a POST in exports");
    expect(await files.get("k")).toBeNull();
  });

  it("is not done when S3 says 200 and then that it failed", async () => {
    const seen = await answering([
      [200, error("InternalError")],
      [200, "<CompleteMultipartUploadResult/>"],
      [200, error("InvalidPart")],
    ]);
    await files.completeUpload("k", "u", ['"a"']);
    await expect(files.completeUpload("k", "u", ['"a"'])).rejects.toThrow("200 InvalidPart");
    expect(seen).toEqual(Array.from({ length: 3 }, () => "POST /exports/k?uploadId=u"));
  });

  it("does not begin with an answer that has no id, nor count a part without a tag", async () => {
    await answering([
      [200, "<InitiateMultipartUploadResult/>"],
      [200, ""],
      [403, error("AccessDenied")],
    ]);
    await expect(files.beginUpload("k", { contentType: "text/csv" })).rejects.toThrow("without an id");
    await expect(files.uploadPart("k", "u", 1, new Uint8Array(1))).rejects.toThrow("without a tag");
    await expect(files.abortUpload("k", "u")).rejects.toThrow("403 AccessDenied to a DELETE");
  });
});

describe("an object that is read by ranges", () => {
  it("tells of the whole, and ends where the object ends", async () => {
    await localS3();
    await files.put("k", "0123456789", { contentType: "text/csv" });
    const etag = (await files.get("k"))?.etag ?? "";
    const part = await files.getRange("k", 2, 5);
    expect(part).toMatchObject({ etag, contentType: "text/csv", totalBytes: 10 });
    expect(Buffer.from(part?.body ?? []).toString()).toBe("234");
    expect(Buffer.from((await files.getRange("k", 7, 100, etag))?.body ?? []).toString()).toBe("789");
  });

  it("is null for one that is not there or another one, and empty for an empty one", async () => {
    await localS3();
    await files.put("k", "0123456789", { contentType: "text/csv" });
    expect(await files.getRange("k", 0, 4, '"another"')).toBeNull();
    expect(await files.getRange("gone", 0, 4)).toBeNull();
    await files.put("empty", "", { contentType: "text/csv" });
    expect(await files.getRange("empty", 0, 4)).toMatchObject({ totalBytes: 0, contentType: "text/csv" });
  });

  it("throws what S3 refuses", async () => {
    await answering([[403, error("AccessDenied")]]);
    await expect(files.getRange("k", 0, 4)).rejects.toThrow("403 AccessDenied to a GET in exports");
  });
});
