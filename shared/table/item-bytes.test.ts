import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemBytes, mostItemBytes } from "./item-bytes.ts";
import type { Value } from "./port.ts";

describe("the most that an item can take", () => {
  it("is never less than its bytes", () => {
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.uint8Array({ maxLength: 9 }) as fc.Arbitrary<Value>,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string({ unit: "binary" }), tie("value"), { maxKeys: 3 }) as fc.Arbitrary<Value>,
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.option(value, { nil: undefined }), { maxKeys: 4 }), (item) => {
        expect(mostItemBytes(item)).toBeGreaterThanOrEqual(itemBytes(item));
      }),
    );
  });
});
