import type { AdminCall, AdminRoutes } from "./admin.ts";
import type { Hub } from "./hub.ts";

/** What `/_local/…` offers. `README.md` beside this folder lists it for people. */
export function adminRoutes(hub: Hub): AdminRoutes {
  return {
    "GET ": () => ({ ready: true, now: new Date(hub.clock.now()).toISOString(), api: hub.url }),
    "POST advance-clock": async ({ body }) => {
      await hub.advance(numberIn(body, "ms"));
      return { now: new Date(hub.clock.now()).toISOString() };
    },
    "POST idle": async ({ body }) => {
      await hub.idle(body["limitMs"] === undefined ? undefined : numberIn(body, "limitMs"));
      return { idle: true };
    },
    "GET metrics": () => hub.metrics(),
    "GET bill": () => hub.bill(),
    "GET logs": ({ query }) => ({
      lines: hub.logs.tail(query.get("function") ?? "", Number(query.get("lines") ?? 100)),
    }),
    "GET refusals": () => ({ refusals: hub.refusals() }),
    "GET unused-grants": () => ({ unused: hub.unusedGrants() }),
    "GET faults": () => ({ seed: hub.faults?.seed ?? null, isActive: hub.faults?.isActive ?? false }),
    "POST faults": ({ body }) => {
      if (hub.faults === null) throw new Error("the hub was started without --faults SEED");
      hub.faults.isActive = body["isActive"] === true;
      return { seed: hub.faults.seed, isActive: hub.faults.isActive };
    },
    "POST token": async ({ body }) => ({
      token: await hub.token({ merchant: textIn(body, "merchant"), role: textIn(body, "role") }),
    }),
  };
}

function numberIn(body: AdminCall["body"], name: string): number {
  const value = body[name];
  if (typeof value !== "number" || !(value >= 0)) throw new Error(`"${name}" must be a number, 0 or more`);
  return value;
}

function textIn(body: AdminCall["body"], name: string): string {
  const value = body[name];
  if (typeof value !== "string") throw new Error(`"${name}" must be a text`);
  return value;
}
