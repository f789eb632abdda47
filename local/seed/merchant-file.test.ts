import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readMerchantFile } from "./merchant-file.ts";

const demo = new URL("./demo.json", import.meta.url);

it("names the file and the place of a time zone that does not exist", () => {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-merchants-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "merchants.json");
  writeFileSync(path, readFileSync(demo, "utf8").replace("Asia/Shanghai", "Asia/Shanghay"));

  expect(() => readMerchantFile(path)).toThrow(
    /merchants\.json does not have the form .*zone.*IANA.*merchants\[0\]\.zone/s,
  );
});

it("takes the merchant's policy for files with bad rows, and no other word", () => {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-merchants-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "merchants.json");
  const withPolicy = (policy: string): void => {
    const file = JSON.parse(readFileSync(demo, "utf8"));
    file.merchants[0].importPolicy = policy;
    writeFileSync(path, JSON.stringify(file));
  };

  withPolicy("reject-all");
  expect(readMerchantFile(path).merchants[0]?.importPolicy).toBe("reject-all");
  withPolicy("reject-some");
  expect(() => readMerchantFile(path)).toThrow(/merchants\[0\]\.importPolicy/);
});
