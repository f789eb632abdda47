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

  it("is copied piece by piece where it is longer than one, and told from another of the same length", async () => {
    const files = memoryObjects();
    const rows = Buffer.alloc(20 * 1024 * 1024, "rows ");
    await files.put("v1", rows, { contentType });
    const ranges: number[] = [];
    const counted: typeof files = {
      ...files,
      get: async (key) => expect.unreachable(`${key} is read as a whole`),
      getRange: async (key, from, to) => {
        ranges.push(to - from);
        return files.getRange(key, from, to);
      },
    };
    await copyToLake(counted, to, async () => ({ version: 1, key: "v1" }));
    expect(Buffer.compare(files.objects.get(to)?.body ?? rows.subarray(1), rows)).toBe(0);
    expect(files.objects.get(to)?.contentType).toBe(contentType);
    const written = files.objects.get(to);
    await copyToLake(counted, to, async () => ({ version: 1, key: "v1" }));
    expect(files.objects.get(to)).toBe(written);
    expect(Math.max(...ranges)).toBe(8 * 1024 * 1024);

    const other = Buffer.from(rows);
    other[rows.byteLength - 1] = 0;
    await files.put(to, other, { contentType });
    await copyToLake(counted, to, async () => ({ version: 1, key: "v1" }));
    expect(Buffer.compare(files.objects.get(to)?.body ?? other, rows)).toBe(0);
  });

  it("is nothing while nothing is sealed", async () => {
    const files = memoryObjects();
    await copyToLake(files, to, async () => null);
    expect(await files.get(to)).toBeNull();
  });
});
