import { describe, expect, it } from "vitest";
import { previewAnswer } from "./custom-report-view.ts";

const preview = (letters: number) => ({
  columns: [{ name: "sku", kind: "text" }] as const,
  rows: Array.from({ length: 1_000 }, () => ["茶".repeat(letters)]),
  days: ["2026-11-21"],
  missing: [],
});

describe("the answer to a preview", () => {
  it.each(["json", "csv"] as const)("as %s is refused where a function could not send it", async (format) => {
    expect(await previewAnswer("mine", preview(10), format, "en")).toMatchObject({ ok: true, value: { status: 200 } });
    const refused = await previewAnswer("mine", preview(2_000), format, "en");
    expect(refused).toMatchObject({ ok: false, error: { status: 413, code: "too_long_answer" } });
  });
});
