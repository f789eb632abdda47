import { catalog, type FunctionName, type SettingsOf } from "./catalog.ts";

/**
 * The settings of one function, read from the environment. Throws one error that names everything missing, so that a
 * wrong deployment is mended in one go. The CDK app is typed by the same catalog, hence this is a second lock.
 */
export function settingsFor<Name extends FunctionName>(
  name: Name,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SettingsOf<Name> {
  const found: Record<string, string> = {};
  const missing: string[] = [];
  for (const setting of catalog[name].settings) {
    const value = environment[setting];
    if (value === undefined || value === "") missing.push(setting);
    else found[setting] = value;
  }
  if (missing.length > 0) throw new Error(`function ${name} lacks its settings ${missing.join(", ")}`);
  return found as SettingsOf<Name>;
}

/** Which deployment this is: part of every log line and metric. */
export function stageName(): string {
  return process.env["STAGE"] ?? "local";
}

/**
 * Whether channels may stand on this very machine: the local hub says so to its functions, whose channels are simulators.
 * On AWS nobody does.
 */
export function allowsThisMachine(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return environment["ORDERHUB_CHANNELS_ON_THIS_MACHINE"] === "yes";
}

/**
 * How many times longer than usual AWS's services may take to answer: 1, but where the environment asks for more. The local
 * hub does, whose functions share a processor with the services they call and with all else that the machine is at.
 */
export function patienceWithAws(environment: Readonly<Record<string, string | undefined>> = process.env): number {
  const wanted = Number(environment["ORDERHUB_PATIENCE_WITH_AWS"] ?? "1");
  return wanted >= 1 ? wanted : 1;
}

/** The trace of the current call as Lambda's active tracing names it, e.g. `1-6740…-…`; null outside of a trace. */
export function currentTraceId(): string | null {
  return /Root=([^;]+)/.exec(process.env["_X_AMZN_TRACE_ID"] ?? "")?.[1] ?? null;
}

/** The region that Lambda runs the function in. */
export function regionFrom(environment: Readonly<Record<string, string | undefined>>): string {
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  if (region === undefined) throw new Error("AWS_REGION is not set");
  return region;
}
