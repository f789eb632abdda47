import { expect, it } from "vitest";
import { expiry } from "./lot-names.ts";

it.each([
  ["2028-02-29", true],
  ["2026-02-30", false],
  ["2026-13-01", false],
  ["2026-2-3", false],
  ["tomorrow", false],
])("an expiry is a day that there is: %s", (text, isTaken) => {
  expect(expiry.safeParse(text).success).toBe(isTaken);
});
