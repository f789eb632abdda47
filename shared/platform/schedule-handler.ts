import type * as z from "zod/mini";
import type { Outcome } from "../kernel/outcome.ts";
import type { FunctionName } from "./catalog.ts";
import { checked } from "./input.ts";
import { type Build, invocation, type LambdaHandler } from "./invocation.ts";
import { mayAcknowledge } from "./settle.ts";

export type ScheduleHandlerSpec<Name extends FunctionName, Input, Services> = {
  readonly name: Name;
  /** What the schedule passes on. */
  readonly input: z.core.$ZodType<Input>;
  readonly build: Build<Name, Services>;
  readonly handle: (input: Input, services: Services) => Promise<Outcome>;
};

/**
 * A function that a schedule invokes by itself. A `retry` or a fault fails the invocation, so that Lambda repeats it and at
 * last puts the event into the function's dead-letter queue; the same happens to an input that is not what was agreed.
 */
export function scheduleHandler<Name extends FunctionName, Input, Services>(
  spec: ScheduleHandlerSpec<Name, Input, Services>,
): LambdaHandler<unknown, null> {
  return invocation({
    name: spec.name,
    build: spec.build,
    run: async (event, services) => {
      const input = checked(spec.input, event);
      if (!input.ok) throw new Error(`${spec.name} was invoked with something else: ${input.error}`);
      const outcome = await spec.handle(input.value, services);
      if (!(await mayAcknowledge(spec.name, outcome)))
        throw new Error(`${spec.name} is to be tried again: ${outcome.why}`);
      return null;
    },
  });
}
