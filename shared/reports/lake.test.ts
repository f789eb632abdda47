import { describe, expect, it } from "vitest";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { copyToLake, lakeKey } from "./lake.ts";

const to = lakeKey("demo", "sales", "2026-11-20");
const contentType = "application/vnd.apache.parquet";

async function twoVersions() {
  const files = memoryObjects();
  for (const version of [1, 2]) await files.put(`v${version}`, `rows of ${version}`, { contentType });
  return files;
}

const textAt = async (files: ReturnType<typeof memoryObjects>): Promise<string> =>
  new TextDecoder().decode((await files.get(to))?.body);

describe("the file that query engines read", () => {
  it("is the current version's", async () => {
    const files = await twoVersions();
    await copyToLake(files, to, async () => ({ version: 1, key: "v1" }));
    await copyToLake(files, to, async () => ({ version: 2, key: "v2" }));
    expect(await textAt(files)).toBe("rows of 2");
  });

  it("is not turned back by a worker that was on its way with an older version", async () => {
    const files = await twoVersions();
    const current = [{ version: 1, key: "v1" }];
    await copyToLake(files, to, async () => current.pop() ?? { version: 2, key: "v2" });
    expect(await textAt(files)).toBe("rows of 2");
  });

  it("is left alone when it is there already, and mended when it is not what is current", async () => {
    const files = await twoVersions();
    const current = async () => ({ version: 2, key: "v2" });
    await copyToLake(files, to, current);
    const written = files.objects.get(to);
    await copyToLake(files, to, current);
    expect(files.objects.get(to)).toBe(written);
    await files.put(to, "rows of 1", { contentType });
    await copyToLake(files, to, current);
    expect(await textAt(files)).toBe("rows of 2");
  });

  it("is nothing while nothing is sealed", async () => {
    const files = memoryObjects();
    await copyToLake(files, to, async () => null);
    expect(await files.get(to)).toBeNull();
  });
});
