import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listsOf } from "./sku-lists.ts";
import { skuMatches } from "./sku-pattern.ts";

/** The same said slowly. */
function fits(sku: string, pattern: string): boolean {
  const letters = [...pattern.toLowerCase()].map((each) => {
    if (each === "*") return "[^]*";
    return each === "?" ? "[^]" : each.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${letters.join("")}$`, "u").test(sku.toLowerCase());
}

const text = (letters: string) => fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((all) => all.join(""));
const sku = text("aAb茶𝄞-.");
const pattern = text("ab茶𝄞.***?");

describe("a pattern of skus", () => {
  it("means the same as it does to a reader of one letter after another", () => {
    fc.assert(
      fc.property(sku, pattern, (each, wanted) => skuMatches(each, wanted) === fits(each, wanted)),
      {
        numRuns: 3_000,
      },
    );
  });

  it("puts a sku into every list that has a pattern for it, in the order of the lists", () => {
    const lists = fc.dictionary(fc.constantFrom("tea", "cup", "__proto__", "bat"), fc.array(pattern, { maxLength: 4 }));
    fc.assert(
      fc.property(sku, lists, (each, all) => {
        const names = Object.entries(all).flatMap(([name, wanted]) =>
          wanted.some((one) => fits(each, one)) ? [name] : [],
        );
        expect(listsOf(each, all)).toEqual(names);
      }),
      { numRuns: 1_000 },
    );
  });
});
