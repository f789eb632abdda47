import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A new folder, removed with all that is in it when the test that asked for it has finished. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
