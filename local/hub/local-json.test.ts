import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../tests/support/temp-folder.ts";
import { type LocalJson, removeLocalJson, writeLocalJson } from "./local-json.ts";

const content = (port: number, pid = process.pid): LocalJson => ({
  pid,
  api: `http://127.0.0.1:${port}`,
  region: "us-east-1",
  accessKeyId: "a",
  secretAccessKey: "b",
  endpoints: { dynamodb: "", s3: "", sqs: "", sns: "", events: "", scheduler: "", secretsmanager: "" },
  table: "",
  buckets: { imports: "", exports: "", raw: "" },
  queues: { intake: "", routing: "", backorders: "", imports: "", seal: "" },
  bus: "",
  merchants: [],
  connections: [],
  tokens: {},
});
/** No process has this id: ids end at 2^22 on Linux. */
const deadPid = 2 ** 30;

describe("local.json", () => {
  it("is taken by the first hub; a second one beside it names its port", () => {
    const root = tempFolder();
    const [first, second] = [writeLocalJson(root, content(4510)), writeLocalJson(root, content(4999))];
    expect([first, second]).toEqual([join(root, ".orderhub/local.json"), join(root, ".orderhub/local-4999.json")]);
    expect(JSON.parse(readFileSync(second, "utf8"))).toMatchObject({ api: "http://127.0.0.1:4999" });
    removeLocalJson(first);
    removeLocalJson(second);
    expect([existsSync(first), existsSync(second)]).toEqual([false, false]);
  });

  it("takes over what a killed hub left behind, and what is no JSON", () => {
    const root = tempFolder();
    const path = writeLocalJson(root, content(4510, deadPid));
    expect(writeLocalJson(root, content(4511))).toBe(path);
    writeFileSync(path, "{");
    expect(writeLocalJson(root, content(4512))).toBe(path);
  });

  it("of a killed second hub is cleared away by the next hub", () => {
    const root = tempFolder();
    writeLocalJson(root, content(4510));
    const [dead, living] = [join(root, ".orderhub/local-4997.json"), join(root, ".orderhub/local-4998.json")];
    writeFileSync(dead, JSON.stringify(content(4997, deadPid)));
    writeFileSync(living, JSON.stringify(content(4998)));
    writeLocalJson(root, content(4999));
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  });

  it("is not removed by a hub that did not write it", () => {
    const path = writeLocalJson(tempFolder(), content(4510, deadPid));
    removeLocalJson(path);
    expect(existsSync(path)).toBe(true);
  });
});
