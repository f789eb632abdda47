import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import type { ObjectRanges } from "../platform/ports.ts";
import { openObject } from "./object-source.ts";

const BLOCK = 16;

async function stored(bytes: Uint8Array): Promise<ReturnType<typeof memoryObjects>> {
  const files = memoryObjects();
  await files.put("k", bytes, { contentType: "text/csv" });
  return files;
}

function counted(files: ObjectRanges): ObjectRanges & { readonly asked: (readonly [number, number])[] } {
  const asked: (readonly [number, number])[] = [];
  return {
    asked,
    getRange: (key, from, to, etag) => {
      asked.push([from, to]);
      return files.getRange(key, from, to, etag);
    },
  };
}

describe("an object read by ranges", () => {
  it("has the bytes of the whole one, wherever it is read", async () => {
    const place = fc.nat(120);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 120 }),
        fc.array(fc.tuple(place, place), { maxLength: 12 }),
        async (bytes, places) => {
          const opened = await openObject(await stored(bytes), "k", BLOCK);
          expect(opened?.source.byteLength).toBe(bytes.byteLength);
          for (const [a, b] of places) {
            const from = Math.min(a, b, bytes.byteLength);
            const to = Math.min(Math.max(a, b), bytes.byteLength);
            expect(Buffer.compare(await (opened?.source.read(from, to) ?? bytes), bytes.subarray(from, to))).toBe(0);
          }
        },
      ),
    );
  });

  it("is asked for once where it is small, and each block once where it is read in order", async () => {
    const small = counted(await stored(new Uint8Array(BLOCK)));
    const opened = await openObject(small, "k", BLOCK);
    for (let at = 0; at < BLOCK; at += 1) await opened?.source.read(at, at + 1);
    expect(small.asked).toHaveLength(1);

    const large = counted(await stored(new Uint8Array(10 * BLOCK + 3)));
    const whole = await openObject(large, "k", BLOCK);
    for (let at = 0; at < 10 * BLOCK; at += 4) await whole?.source.read(at, at + 4);
    await whole?.source.read(10 * BLOCK, 10 * BLOCK + 3);
    expect(large.asked).toHaveLength(11);
    expect(large.asked.at(-1)).toEqual([10 * BLOCK, 10 * BLOCK + 3]);
  });

  it("is null where there is none, and throws when another one takes its place", async () => {
    const files = await stored(new Uint8Array(5 * BLOCK));
    expect(await openObject(files, "other", BLOCK)).toBeNull();
    const opened = await openObject(files, "k", BLOCK);
    await files.put("k", new Uint8Array(5 * BLOCK).fill(1), { contentType: "text/csv" });
    await expect(opened?.source.read(2 * BLOCK, 3 * BLOCK)).rejects.toThrow("k was replaced while it was read");
  });
});
