import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CrashError, crashing } from "../../tests/support/crashing.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { writeObject } from "./write-object.ts";

const PART = 10;

async function* pieces(sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const [at, size] of sizes.entries()) yield new Uint8Array(size).fill(at + 1);
}

const whole = (sizes: readonly number[]): Uint8Array =>
  new Uint8Array(Buffer.concat(sizes.map((size, at) => Buffer.alloc(size, at + 1))));

describe("a file that comes in pieces", () => {
  it("is stored as it came, whatever its pieces, and is told of by size and hash", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(25), { maxLength: 12 }), async (sizes) => {
        const files = memoryObjects();
        const written = await writeObject(files, "k", "text/csv", pieces(sizes), PART);
        const stored = files.objects.get("k");
        expect(stored?.body).toEqual(whole(sizes));
        expect(stored?.contentType).toBe("text/csv");
        expect(files.uploads.size).toBe(0);
        expect(written).toEqual({
          bytes: stored?.body.byteLength,
          sha256: createHash("sha256").update(whole(sizes)).digest("hex"),
        });
      }),
    );
  });

  it("is one request when it is small", async () => {
    const { wrap, calls } = crashing(null);
    await writeObject(wrap(memoryObjects()), "k", "text/csv", pieces([3, 4, 2]), PART);
    expect(calls()).toBe(1);
  });

  it("keeps what stood there until all of it has arrived, wherever the upload breaks", async () => {
    const sizes = [6, 6, 11, 3, 9, 4];
    const { wrap, calls } = crashing(null);
    await writeObject(wrap(memoryObjects()), "k", "text/csv", pieces(sizes), PART);
    expect(calls()).toBe(6);
    for (let call = 1; call <= calls(); call += 1) {
      for (const when of ["before", "after"] as const) {
        const files = memoryObjects();
        await files.put("k", "old", { contentType: "text/csv" });
        const doomed = crashing({ call, when }).wrap(files);
        await expect(writeObject(doomed, "k", "text/csv", pieces(sizes), PART)).rejects.toThrow(CrashError);
        const isThere = call === calls() && when === "after";
        expect(files.objects.get("k")?.body).toEqual(isThere ? whole(sizes) : new Uint8Array(Buffer.from("old")));

        await writeObject(files, "k", "text/csv", pieces(sizes), PART);
        expect(files.objects.get("k")?.body).toEqual(whole(sizes));
      }
    }
  });

  it("is aborted when its pieces cannot be made", async () => {
    const files = memoryObjects();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(25);
      yield new Uint8Array(25);
      throw new Error("no more");
    }
    await expect(writeObject(files, "k", "text/csv", broken(), PART)).rejects.toThrow("no more");
    expect([files.objects.size, files.uploads.size]).toEqual([0, 0]);
  });
});
