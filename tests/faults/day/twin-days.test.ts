import { join } from "node:path";
import { expect, it } from "vitest";
import type { Progress } from "../../../local/demo/progress.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { liveTwinDays } from "./twin-days.ts";

const silent: Progress = {
  say: () => undefined,
  step: async (_, run) => (await run({ set: () => undefined, end: () => undefined })).value,
  seconds: () => 0,
};

it("a day among faults and kills ends as the day without them", async () => {
  const folder = join(tempFolder(), "days");
  const { kills, files, items } = await liveTwinDays(
    { seed: 11, faultsSeed: 4898, scale: 0.05, isShort: true, folder },
    silent,
  );
  expect(kills).toBeGreaterThan(0);
  expect(files.differences).toEqual([]);
  expect(items.differences).toEqual([]);
  expect(files.same).toBeGreaterThan(0);
}, 600_000);
