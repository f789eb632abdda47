import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { inCall } from "./call.ts";
import type { FunctionName, SettingsOf } from "./catalog.ts";
import { systemClock } from "./clock.ts";
import { faultFields, log } from "./logger.ts";
import { count, flushMetrics, type MetricPoint } from "./metrics.ts";
import { currentTraceId, settingsFor } from "./settings.ts";

/** What a handler's `build` may use to make its services, once per cold start. */
export type BuildContext<Name extends FunctionName> = {
  readonly settings: SettingsOf<Name>;
  readonly clock: () => Date;
};

export type Build<Name extends FunctionName, Services> = (context: BuildContext<Name>) => Services | Promise<Services>;

/** How much of the time Lambda gave is left. */
export type TimeBudget = {
  /** False once less than a fifth of the time is left: start nothing new, give the rest back. */
  readonly hasTime: () => boolean;
  /** Milliseconds that may still be spent on waiting, a fifth of the time being kept for finishing. */
  readonly msLeft: () => number;
};

export type Invocation<Name extends FunctionName, Services, Event, Answer> = {
  readonly name: Name;
  readonly build: Build<Name, Services>;
  readonly run: (event: Event, services: Services, budget: TimeBudget, context: Context) => Promise<Answer>;
  /** What the caller gets when something unexpected was thrown; without it the invocation fails. */
  readonly onFault?: (event: Event, context: Context) => Answer;
};

export type LambdaHandler<Event, Answer> = (event: Event, context: Context) => Promise<Answer>;

/**
 * What all functions share, and the only file that knows middy: services are built at the first call (importing the
 * module reads no environment and opens nothing), each call has its log fields, faults are logged once and rethrown (or
 * answered by `onFault`), metrics are flushed whatever happens. A failed build is tried again at the next call.
 */
export function invocation<Name extends FunctionName, Services, Event, Answer>(
  spec: Invocation<Name, Services, Event, Answer>,
): LambdaHandler<Event, Answer> {
  const services = builtOnce(spec);
  const engine = middy<Event, Answer, Error, Context>({ timeoutEarlyInMillis: 0 })
    .onError((request) => {
      log.error("fault", { outcome: "fault", ...faultFields(request.error) });
      count("Faults", 1, { fn: spec.name });
      if (spec.onFault !== undefined) request.response = spec.onFault(request.event, request.context);
    })
    .handler(async (event, context) => spec.run(event, await services(), budgetOf(context), context));

  return async (event, context) => {
    const fields = { fn: spec.name, requestId: context.awsRequestId, traceId: currentTraceId() };
    const metrics: MetricPoint[] = [];
    try {
      return await inCall({ fields, metrics }, async () => engine(event, context));
    } finally {
      flushMetrics(metrics);
    }
  };
}

function builtOnce<Name extends FunctionName, Services>(spec: {
  readonly name: Name;
  readonly build: Build<Name, Services>;
}): () => Promise<Services> {
  let built: { readonly services: Services } | undefined;
  return async () => {
    if (built !== undefined) return built.services;
    const startedAt = performance.now();
    const services = await spec.build({ settings: settingsFor(spec.name), clock: systemClock });
    built = { services };
    log.info("cold start", { outcome: "cold_start", ms: Math.round(performance.now() - startedAt) });
    return services;
  };
}

function budgetOf(context: Context): TimeBudget {
  const total = context.getRemainingTimeInMillis();
  const msLeft = (): number => Math.max(0, context.getRemainingTimeInMillis() - total * 0.2);
  return { hasTime: () => context.getRemainingTimeInMillis() >= total * 0.2, msLeft };
}
