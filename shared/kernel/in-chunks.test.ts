import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inChunks } from "./in-chunks.ts";

describe("inChunks", () => {
  it("keeps every item in order, and no chunk larger than allowed unless a single item is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20)),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 30 }),
        (items, size, bytes) => {
          const chunks = inChunks(items, size, { bytes, bytesOf: (item) => item });
          expect(chunks.flat()).toEqual(items);
          for (const chunk of chunks) {
            expect(chunk.length).toBeGreaterThan(0);
            expect(chunk.length).toBeLessThanOrEqual(size);
            if (chunk.length > 1) expect(chunk.reduce((sum, item) => sum + item, 0)).toBeLessThanOrEqual(bytes);
          }
        },
      ),
    );
  });

  it("counts items only, when they have no weight", () => {
    expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });
});
