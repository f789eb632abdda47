import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { type Bundle, buildFunctions, filesAtStart, projectRoot } from "../../infra/build.ts";
import { measureStarts } from "../bench/start-cost.ts";

const maxBytes = 400 * 1024;
const maxStartMs = 90;

let bundles: readonly Bundle[];
beforeAll(async () => {
  bundles = await buildFunctions();
}, 240_000);

describe("a function's bundle", () => {
  it(`is at most ${maxBytes / 1024} KB, and its module is ready after at most ${maxStartMs} ms of CPU`, () => {
    const starts = measureStarts(
      bundles.map(({ name }) => name),
      maxStartMs,
    );
    const rows = bundles.map(({ name, bytes }) => ({
      name,
      KB: Math.ceil(bytes / 1024),
      startMs: Math.round(starts.get(name) ?? 0),
    }));
    console.table(rows);
    expect(rows.filter(({ KB, startMs: ms }) => KB * 1024 > maxBytes || ms > maxStartMs)).toEqual([]);
  }, 180_000);

  it("imports the AWS clients only where it uses them, and never the SDK's chain of credentials", () => {
    const meta: Metafile = JSON.parse(readFileSync(join(projectRoot, "dist/meta.json"), "utf8"));
    const clients = Object.fromEntries(
      bundles.map(({ name }) => {
        const inputs = filesAtStart(meta, name).flatMap((file) => Object.keys(meta.outputs[file]?.inputs ?? {}));
        expect(inputs.filter((input) => input.includes("credential-provider"))).toEqual([]);
        const used = inputs
          .map((input) => /@aws-sdk\/client-([a-z-]+)\//.exec(input)?.[1])
          .filter((client) => client !== undefined);
        return [name, [...new Set(used)].sort()];
      }),
    );
    expect(clients).toEqual({
      "receive-webhook": ["secrets-manager", "sqs"],
      "apply-delivery": ["dynamodb", "sqs"],
      "publish-events": ["eventbridge"],
      "route-order": ["dynamodb"],
      "retry-backorders": ["dynamodb", "sqs"],
      "watch-stock": ["dynamodb", "sqs"],
      "prove-stock": ["dynamodb"],
      "digest-stock": ["dynamodb"],
      "explain-stock": ["dynamodb", "sqs"],
      "trace-lots": ["dynamodb"],
      "move-stock": ["dynamodb"],
      "count-stock": ["dynamodb"],
      "run-import": ["dynamodb", "sqs"],
      "close-day": ["dynamodb", "sqs"],
      "seal-day": ["dynamodb"],
      "read-orders": ["dynamodb"],
      "read-stock": ["dynamodb"],
      "manage-products": ["dynamodb"],
      "manage-customers": ["dynamodb"],
      "read-deliveries": ["dynamodb"],
      "manage-imports": ["dynamodb"],
      "manage-mappings": ["dynamodb"],
      "read-reports": ["dynamodb"],
      "enter-order": ["sqs"],
      "read-connections": ["dynamodb"],
      "manage-connections": ["dynamodb", "secrets-manager"],
      "manage-secrets": ["dynamodb", "secrets-manager"],
      "test-connection": ["dynamodb", "secrets-manager"],
      "manage-gaps": ["dynamodb", "sqs"],
      "manage-vouchers": ["dynamodb"],
      "manage-settlements": ["dynamodb", "sqs"],
      "manage-custom-reports": ["dynamodb"],
      "manage-reports": ["dynamodb", "sqs"],
      "pull-order": ["dynamodb", "secrets-manager", "sqs"],
      "poll-channel": ["dynamodb", "secrets-manager", "sqs"],
      "receive-notification": ["secrets-manager", "sqs"],
      "find-gaps": ["dynamodb", "secrets-manager", "sqs"],
      "tell-shipment": ["dynamodb", "secrets-manager", "sqs"],
      "publish-stock": ["dynamodb", "secrets-manager", "sqs"],
      "manage-shipments": ["dynamodb"],
      "manage-tellings": ["dynamodb", "sqs"],
      "manage-listings": ["dynamodb", "sqs"],
      "manage-write-back": ["dynamodb", "sqs"],
      "read-rules": ["dynamodb"],
      "manage-rules": ["dynamodb"],
      "publish-rules": ["dynamodb", "sqs"],
      "read-routing": ["dynamodb"],
      "manage-holds": ["dynamodb"],
      "reroute-orders": ["dynamodb", "sqs"],
      "manage-network": ["dynamodb", "sqs"],
      "manage-joint-parcels": ["dynamodb"],
      "plan-anew": ["dynamodb"],
      "describe-api": ["dynamodb"],
    });
  });
});
