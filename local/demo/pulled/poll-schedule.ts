import { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { Hub } from "../../hub/hub.ts";
import { setupOutputs } from "../../hub/hub-outputs.ts";
import { projectRoot } from "../../hub/start-hub.ts";
import { readMerchantFile } from "../../seed/merchant-file.ts";
import { scheduleMerchant } from "../../seed/schedules.ts";
import { awsSettings } from "../aws-settings.ts";

/** Rarer than the usual five minutes: the demo lets hours pass in seconds. */
const POLL_MINUTES = 30;

/** As setting up does it for a merchant whose shops are asked. Before there are any, nobody need ask. */
export async function pollFromNowOn(hub: Hub): Promise<void> {
  const outputs = setupOutputs(hub.site);
  const [merchant] = readMerchantFile(`${projectRoot}/local/seed/demo.json`).merchants;
  if (outputs === null || merchant === undefined) throw new Error("the hub was not set up; see local/seed/demo.json");
  const client = new SchedulerClient(awsSettings(hub.localJson));
  try {
    await scheduleMerchant(client, outputs, { ...merchant, pollMinutes: POLL_MINUTES });
  } finally {
    client.destroy();
  }
}
