import type { Issuer } from "../http-api/issuer.ts";
import type { CallerKey } from "../lambda/variables.ts";
import type { MerchantFile } from "../seed/merchant-file.ts";
import { setupMerchants } from "../seed/setup-merchants.ts";
import type { Site } from "../template/site.ts";
import { region } from "./arns.ts";
import { madeBy, setupOutputs } from "./hub-outputs.ts";
import type { LocalJson } from "./local-json.ts";
import { tokensFor } from "./tokens.ts";

export type HubFacts = {
  readonly site: Site;
  readonly api: string;
  readonly endpoint: string;
  readonly key: CallerKey;
  readonly issuer: Issuer;
  readonly audience: string;
  readonly seed: MerchantFile | null;
};

const services = ["dynamodb", "s3", "sqs", "sns", "events", "scheduler", "secretsmanager"] as const;

/** Sets up the merchants, as a deployment would be, and gives what `local.json` says of the hub. */
export async function describeHub({ site, api, endpoint, key, issuer, audience, seed }: HubFacts): Promise<LocalJson> {
  const outputs = setupOutputs(site);
  const file = outputs === null ? null : seed;
  const shops =
    outputs === null || file === null
      ? []
      : await setupMerchants({ client: { region, endpoint, credentials: { ...key } }, outputs }, file);
  const merchants = (file?.merchants ?? []).map(({ id, zone, currency, warehouses }) => ({
    id,
    zone,
    currency,
    warehouses: warehouses.map((warehouse) => warehouse.code),
  }));
  const first = merchants[0];
  return {
    pid: process.pid,
    api,
    region,
    ...key,
    endpoints: endpointsAt(endpoint),
    ...madeBy(site),
    merchants,
    connections: shops.map(({ id, merchant, channel, secrets }) => ({
      id,
      merchant,
      channel,
      webhook: `${api}/webhooks/${channel}/${id}`,
      secrets: Object.fromEntries(
        secrets.map((secret, index) => [index === 0 ? "webhook" : `webhook${index + 1}`, secret]),
      ),
    })),
    tokens: first === undefined ? {} : await tokensFor(issuer, audience, first.id),
  };
}

function endpointsAt(endpoint: string): LocalJson["endpoints"] {
  return Object.fromEntries(services.map((service) => [service, endpoint])) as LocalJson["endpoints"];
}
