/**
 * Every Lambda function of the hub: which folder keeps it and which settings (environment variables) it reads. Handlers
 * read them through `settingsFor(name)`, the CDK app must provide exactly these: a missing or misspelt one fails to
 * compile on either side. This file is data only, so that `infra` may import it.
 */
export const catalog = {
  "receive-webhook": { folder: "intake", settings: ["INTAKE_QUEUE_URL", "CONNECTION_SECRET_PREFIX"] },
  "apply-delivery": { folder: "intake", settings: ["TABLE_NAME", "RAW_BUCKET", "PULL_QUEUE_URL"] },
  "publish-events": { folder: "outbox", settings: ["BUS_NAME"] },
  "route-order": { folder: "routing", settings: ["TABLE_NAME"] },
  "retry-backorders": { folder: "routing", settings: ["TABLE_NAME", "BACKORDER_QUEUE_URL"] },
  "reroute-orders": { folder: "routing", settings: ["TABLE_NAME", "REROUTE_QUEUE_URL"] },
  "watch-stock": { folder: "inventory", settings: ["TABLE_NAME", "BACKORDER_QUEUE_URL", "PUBLISH_QUEUE_URL"] },
  "prove-stock": { folder: "inventory", settings: ["TABLE_NAME"] },
  "digest-stock": { folder: "inventory", settings: ["TABLE_NAME", "EXPORTS_BUCKET"] },
  "explain-stock": { folder: "inventory", settings: ["TABLE_NAME", "PROOF_QUEUE_URL"] },
  "trace-lots": { folder: "inventory", settings: ["TABLE_NAME"] },
  "move-stock": { folder: "inventory", settings: ["TABLE_NAME"] },
  "count-stock": { folder: "inventory", settings: ["TABLE_NAME"] },
  "run-import": {
    folder: "imports",
    settings: ["TABLE_NAME", "IMPORTS_BUCKET", "IMPORT_QUEUE_URL", "BACKORDER_QUEUE_URL", "MALWARE_SCAN"],
  },
  "close-day": { folder: "reports", settings: ["TABLE_NAME", "SEAL_QUEUE_URL"] },
  "seal-day": { folder: "reports", settings: ["TABLE_NAME", "EXPORTS_BUCKET"] },
  "read-orders": { folder: "operators", settings: ["TABLE_NAME"] },
  "read-stock": { folder: "operators", settings: ["TABLE_NAME"] },
  "manage-products": { folder: "operators", settings: ["TABLE_NAME"] },
  "manage-customers": { folder: "operators", settings: ["TABLE_NAME"] },
  "read-deliveries": { folder: "operators", settings: ["TABLE_NAME"] },
  "manage-imports": { folder: "operators", settings: ["TABLE_NAME", "IMPORTS_BUCKET"] },
  "manage-mappings": { folder: "operators", settings: ["TABLE_NAME"] },
  "read-reports": { folder: "operators", settings: ["TABLE_NAME", "EXPORTS_BUCKET"] },
  "enter-order": { folder: "operators", settings: ["INTAKE_QUEUE_URL"] },
  "read-connections": { folder: "operators", settings: ["TABLE_NAME"] },
  "manage-connections": {
    folder: "operators",
    settings: ["TABLE_NAME", "CONNECTION_SECRET_PREFIX", "API_SECRET_PREFIX"],
  },
  "manage-secrets": {
    folder: "operators",
    settings: ["TABLE_NAME", "CONNECTION_SECRET_PREFIX", "API_SECRET_PREFIX"],
  },
  "test-connection": {
    folder: "operators",
    settings: ["TABLE_NAME", "CONNECTION_SECRET_PREFIX", "API_SECRET_PREFIX"],
  },
  "manage-gaps": { folder: "operators", settings: ["TABLE_NAME", "GAP_QUEUE_URL"] },
  "pull-order": { folder: "pull", settings: ["TABLE_NAME", "API_SECRET_PREFIX", "INTAKE_QUEUE_URL", "PULL_QUEUE_URL"] },
  "poll-channel": {
    folder: "pull",
    settings: ["TABLE_NAME", "API_SECRET_PREFIX", "INTAKE_QUEUE_URL", "PULL_QUEUE_URL", "POLL_QUEUE_URL"],
  },
  "receive-notification": { folder: "pull", settings: ["API_SECRET_PREFIX", "INTAKE_QUEUE_URL"] },
  "find-gaps": { folder: "pull", settings: ["TABLE_NAME", "API_SECRET_PREFIX", "PULL_QUEUE_URL", "GAP_QUEUE_URL"] },
  "tell-shipment": { folder: "channels", settings: ["TABLE_NAME", "API_SECRET_PREFIX", "TELL_QUEUE_URL"] },
  "publish-stock": { folder: "channels", settings: ["TABLE_NAME", "API_SECRET_PREFIX", "PUBLISH_QUEUE_URL"] },
  "manage-shipments": { folder: "operators", settings: ["TABLE_NAME"] },
  "manage-tellings": { folder: "operators", settings: ["TABLE_NAME", "TELL_QUEUE_URL"] },
  "manage-write-back": { folder: "operators", settings: ["TABLE_NAME", "PUBLISH_QUEUE_URL"] },
  "manage-listings": { folder: "operators", settings: ["TABLE_NAME", "PUBLISH_QUEUE_URL"] },
  "read-rules": { folder: "operators", settings: ["TABLE_NAME"] },
  "manage-rules": { folder: "operators", settings: ["TABLE_NAME"] },
  "publish-rules": { folder: "operators", settings: ["TABLE_NAME", "BACKORDER_QUEUE_URL"] },
  "manage-settlements": { folder: "operators", settings: ["TABLE_NAME", "SEAL_QUEUE_URL"] },
  "manage-vouchers": { folder: "operators", settings: ["TABLE_NAME", "EXPORTS_BUCKET"] },
  "manage-custom-reports": { folder: "operators", settings: ["TABLE_NAME", "EXPORTS_BUCKET"] },
  "manage-reports": { folder: "operators", settings: ["TABLE_NAME", "SEAL_QUEUE_URL"] },
  "manage-network": { folder: "operators", settings: ["TABLE_NAME", "REROUTE_QUEUE_URL", "BACKORDER_QUEUE_URL"] },
  "manage-joint-parcels": { folder: "operators", settings: ["TABLE_NAME"] },
  "plan-anew": { folder: "operators", settings: ["TABLE_NAME"] },
  "read-routing": { folder: "operators", settings: ["TABLE_NAME"] },
  "manage-holds": { folder: "operators", settings: ["TABLE_NAME"] },
  "describe-api": { folder: "operators", settings: ["TABLE_NAME"] },
} as const;

/** How often the intake queue hands a delivery out before it goes to the dead letters; the worker tells its sender then. */
export const intakeAttempts = 5;

export type FunctionName = keyof typeof catalog;

/** The environment a function needs, by name. */
export type SettingsOf<Name extends FunctionName> = Readonly<
  Record<(typeof catalog)[Name]["settings"][number], string>
>;

/** One built bundle per function: `dist/functions/<name>/index.mjs`, exporting `handler`. */
export function bundleFolder(name: FunctionName): string {
  return `dist/functions/${name}`;
}
