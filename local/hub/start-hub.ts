import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { HttpAnswer } from "../http-api/answer.ts";
import type { HttpRequest } from "../http-api/event.ts";
import { type Gateway, makeGateway } from "../http-api/gateway.ts";
import { type Issuer, makeIssuer } from "../http-api/issuer.ts";
import { makeAccess, type Refusal } from "../iam/access.ts";
import { wiringProblems } from "../iam/wiring.ts";
import type { FunctionSpec } from "../lambda/function.ts";
import { readMerchantFile } from "../seed/merchant-file.ts";
import { type Assembly, readAssembly } from "../template/assembly.ts";
import { interpret } from "../template/interpret.ts";
import { makeSite, type Site } from "../template/site.ts";
import { makeAdmin } from "./admin.ts";
import { adminRoutes } from "./admin-routes.ts";
import { makeAuthorise } from "./authorise.ts";
import { makeMeter } from "./bill.ts";
import { ensureAssembly } from "./build-stamp.ts";
import { makeCloud } from "./cloud.ts";
import { describeHub } from "./describe-hub.ts";
import { openDoors } from "./doors.ts";
import { type Foundation, layFoundation } from "./foundation.ts";
import type { Hub, HubOptions } from "./hub.ts";
import { removeLocalJson, writeLocalJson } from "./local-json.ts";
import { makeHub } from "./running-hub.ts";
import { startWorkload } from "./workload.ts";

export const projectRoot: string = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Brings the synthesised template to life: builds it when it is stale, makes its resources, starts its functions and
 * mappings, sets up the merchants, then answers. Rejects, with everything closed again, when any of it fails.
 */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  // Lambda runs in UTC, and threads share the process's zone.
  process.env["TZ"] = "UTC";
  const assembly = readAssembly(options.assembly ?? (await ensureAssembly(projectRoot)));
  const closing: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const foundation = layFoundation(options);
    closing.push(foundation.close);
    return await raise(assembly, { options, foundation, closing, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ground = {
  readonly options: HubOptions;
  readonly foundation: Foundation;
  /** What to close at the end, last first. */
  readonly closing: (() => void | Promise<void>)[];
  readonly stop: () => Promise<void>;
};

async function raise(assembly: Assembly, { options, foundation, closing, stop }: Ground): Promise<Hub> {
  const { callers, clock, store, faults, warn } = foundation;
  let site: Site = makeSite();
  const functionOf = (accessKeyId: string): FunctionSpec | null =>
    site.functions.find((one) => one.name === callers.functionOf(accessKeyId)) ?? null;

  const cloud = makeCloud({
    clock,
    store,
    faults,
    endpoint: () => doors.awsUrl,
    invoke: (arn, event) => workload.asyncInvoker.accept(functionName(site, arn), event),
  });
  const meter = makeMeter({
    labelOf: (accessKeyId) => functionOf(accessKeyId)?.label ?? null,
    runtimes: () => [...workload.runtimes.values()],
    capacity: cloud.dynamodb.capacity,
  });
  const doors = await openDoors({
    apiPort: options.port,
    services: cloud.all(),
    secretOf: callers.secretOf,
    now: clock.now,
    onRequest: meter.seen,
  });
  closing.push(doors.close);

  site = interpret(assembly, cloud.services, doors.apiUrl);
  const access = makeAccess(site);
  const refusals: Refusal[] = [];
  const isStrict = options.strict ?? true;
  const onRefusal = (refusal: Refusal): void => {
    refusals.push(refusal);
    warn(`function ${refusal.functionLabel} has no grant for ${refusal.action} on ${refusal.resource}`);
  };
  doors.authoriseWith(makeAuthorise({ access, functionOf, isStrict, onRefusal }));
  reportWiring(site, isStrict, warn);

  const workload = startWorkload({ site, cloud, foundation, endpoint: doors.awsUrl });
  closing.push(workload.stop);
  for (const service of [cloud.events, cloud.scheduler, cloud.sns]) service.resume();

  const issuer = await makeIssuer(doors.apiUrl, { store, clock });
  const audience = site.authorizers[0]?.audience[0] ?? "";
  const gateway = makeGateway({ site, runtimeOf: (name) => workload.runtimes.get(name), issuer, now: clock.now });
  const seed = options.seed === undefined ? readMerchantFile(join(projectRoot, "local/seed/demo.json")) : options.seed;
  const localJson = await describeHub({
    site,
    api: doors.apiUrl,
    endpoint: doors.awsUrl,
    key: callers.outside,
    issuer,
    audience,
    seed,
  });

  const hub = makeHub({
    foundation,
    cloud,
    site,
    workload,
    gateway,
    access,
    refusals,
    meter,
    issuer,
    audience,
    localJson,
    stop,
  });
  doors.serveApi(answerWith({ issuer, gateway, admin: makeAdmin(adminRoutes(hub)) }));
  if (faults !== null) faults.isActive = true;
  if (options.announce === true) {
    const path = writeLocalJson(projectRoot, localJson);
    const remove = (): void => removeLocalJson(path);
    // Also when an error, or a second Ctrl-C, ends the process without `stop`.
    process.once("exit", remove);
    closing.push(() => {
      process.off("exit", remove);
      remove();
    });
  }
  return hub;
}

type Answers = {
  readonly issuer: Issuer;
  readonly gateway: Gateway;
  readonly admin: (request: HttpRequest) => Promise<HttpAnswer>;
};

/** One port serves the API of the template, and beside it what stands for the identity provider and for the operator. */
function answerWith({ issuer, gateway, admin }: Answers): (request: HttpRequest) => Promise<HttpAnswer> {
  return async (request) => {
    const document = issuer.document(request.path);
    if (document !== null) {
      const body = Buffer.from(JSON.stringify(document));
      return { status: 200, headers: { "content-type": "application/json" }, cookies: [], body };
    }
    return /^\/_local(\/|$)/.test(request.path) ? admin(request) : gateway.handle(request);
  };
}

function functionName(site: Site, arn: string): string {
  const found = site.functions.find((one) => arn === one.arn || arn.startsWith(`${one.arn}:`));
  if (found === undefined) throw new Error(`there is no function ${arn}`);
  return found.name;
}

function reportWiring(site: Site, isStrict: boolean, warn: (text: string) => void): void {
  const problems = wiringProblems(site);
  if (problems.length === 0) return;
  if (isStrict) throw new Error(`AWS would refuse this wiring:\n- ${problems.join("\n- ")}`);
  for (const problem of problems) warn(problem);
}
