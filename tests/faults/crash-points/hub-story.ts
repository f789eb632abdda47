import type { Outcome } from "../../../shared/kernel/outcome.ts";
import type { HubFunctions } from "../simulation/hub.ts";
import { CallLost, type Wrap } from "../simulation/worker.ts";
import { type BenchHub, benchHub, orderOf, said } from "./bench-hub.ts";
import type { Scene, Story } from "./every-call.ts";

export type Setup = (hub: BenchHub) => Promise<void>;
export type Act = (functions: HubFunctions, hub: BenchHub, wrap: Wrap) => Promise<void>;

/** `kept` says what of the end counts; all of it unless given. */
export function story(
  name: string,
  functions: readonly string[],
  setup: Setup,
  act: Act,
  kept: (all: ReturnType<BenchHub["kept"]>) => unknown = (all) => all,
): Story {
  return {
    name,
    functions,
    prepare: async (): Promise<Scene> => {
      const hub = await benchHub();
      await setup(hub);
      return { act: (wrap) => act(hub.functions(wrap), hub, wrap), kept: () => kept(hub.kept()) };
    },
  };
}

/** A record that is to be tried again comes again, as after a lost call. */
export function mustBeDone(outcomes: ReadonlyMap<string, Outcome>): void {
  for (const { kind } of outcomes.values()) if (kind === "retry") throw new CallLost("the message comes again");
}

export const received: Setup = async (hub) => {
  await hub.count(5);
  await hub.apply(said("d1", orderOf("1001", 2)), "m1");
};
export const routed: Setup = async (hub) => {
  await received(hub);
  await hub.route(hub.steady, "1001");
};
/** An order waits for more than there was; there is enough now. */
export async function waiting(hub: BenchHub): Promise<void> {
  await hub.count(1);
  await hub.apply(said("d1", orderOf("1001", 2)), "m1");
  await hub.route(hub.steady, "1001");
  await hub.count(9);
}
