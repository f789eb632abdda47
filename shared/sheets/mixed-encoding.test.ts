import { describe, expect, it } from "vitest";
import { readSheet } from "./read-sheet.ts";
import { cellText } from "./rows.ts";

async function texts(bytes: Uint8Array): Promise<string[][]> {
  const sheet = await readSheet(bytes);
  if (!sheet.ok) throw new Error(sheet.error.kind);
  return sheet.value.rows.map((row) => row.cells.map(cellText));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** 张三 in GBK. */
const gbkName = [0xd5, 0xc5, 0xc8, 0xfd];

describe("a file of two encodings", () => {
  it("is read in the one that most of it has, and only the other cells are broken", async () => {
    const bytes = new Uint8Array([
      ...utf8("订单号,收货人\n甲一,沈雨桐\n乙二,"),
      ...gbkName,
      ...utf8("\n丙三,王五六\n丁四,孙七八\n"),
    ]);
    const rows = await texts(bytes);
    expect(rows[1]).toEqual(["甲一", "沈雨桐"]);
    expect(rows[2]?.[0]).toBe("乙二");
    expect(rows[2]?.[1]).toContain("\uFFFD");
    expect(rows[4]).toEqual(["丁四", "孙七八"]);
  });

  it("is GBK when all of it is", async () => {
    expect(await texts(new Uint8Array([0x61, 0x2c, ...gbkName, 0x0a]))).toEqual([["a", "张三"]]);
  });
});
