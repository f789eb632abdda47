import { readSetupOutputs, type SetupOutputs } from "../seed/setup-merchants.ts";
import type { Site } from "../template/site.ts";
import type { LocalJson } from "./local-json.ts";

/** An output of any stack by its name; empty where the template has none of that name. */
export function outputOf(site: Site, name: string): string {
  for (const [key, value] of site.outputs) if (key.endsWith(`.${name}`)) return value;
  return "";
}

/** What setting up merchants needs, or null for a template without a table of ours. */
export function setupOutputs(site: Site): SetupOutputs | null {
  const outputs = readSetupOutputs((name) => outputOf(site, name));
  return outputs.ok ? outputs.value : null;
}

/** The names of what the template made, as `local.json` tells them. */
export function madeBy(site: Site): Pick<LocalJson, "table" | "buckets" | "queues" | "bus"> {
  const output = (name: string): string => outputOf(site, name);
  return {
    table: output("TableName"),
    buckets: {
      imports: output("ImportsBucketName"),
      exports: output("ExportsBucketName"),
      raw: output("RawBucketName"),
    },
    queues: {
      intake: output("IntakeQueueUrl"),
      routing: output("RoutingQueueUrl"),
      backorders: output("BackorderQueueUrl"),
      imports: output("ImportQueueUrl"),
      seal: output("SealQueueUrl"),
    },
    bus: output("BusName"),
  };
}
