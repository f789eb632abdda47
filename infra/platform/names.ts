/** What a deployment is told from outside: `cdk deploy -c stage=… -c jwtIssuer=… -c jwtAudience=… -c malwareScan=required`. */
export type HubSettings = {
  /** "main" names the stacks `orderhub-stateful` and `orderhub-stateless`; any other stage stands in the names. */
  readonly stage: string;
  /** Who signs the operators' tokens. The default cannot exist, so that a forgotten one opens nothing. */
  readonly jwtIssuer: string;
  readonly jwtAudience: string;
  /** `required`: GuardDuty scans the bucket of imports, and no upload is opened before it was found clean. */
  readonly malwareScan: string;
};

export const defaultSettings: HubSettings = {
  stage: "main",
  jwtIssuer: "https://issuer.orderhub.invalid",
  jwtAudience: "orderhub",
  malwareScan: "off",
};

/** Begins the name of everything that has one: stacks, secrets, the schedule group. */
export function prefixOf(stage: string): string {
  return stage === defaultSettings.stage ? "orderhub" : `orderhub-${stage}`;
}

/** Connections' secrets are named `{prefix}{connectionId}`; `set-up` creates them, a function may only read them. */
export function connectionSecretPrefix(stage: string): string {
  return `${prefixOf(stage)}/connections/`;
}

/** What the hub signs in with at channels' own APIs, `{prefix}{connectionId}`: not for the door that faces the internet. */
export function apiSecretPrefix(stage: string): string {
  return `${prefixOf(stage)}/channel-apis/`;
}

/** EMF metrics of the functions; the same word as in shared/platform/metrics.ts. */
export const metricNamespace = "orderhub";
