import { awsFault } from "../cloud/fault.ts";
import type { JsonOperation } from "../cloud/json-service.ts";
import type { Clock, Store, StoreChange } from "../cloud/service.ts";
import type { KeptMessage } from "./message.ts";
import { sourcesOf } from "./operations.queues.ts";
import { fields } from "./parameters.ts";
import type { Queue } from "./queue.port.ts";
import type { Registry } from "./registry.ts";

type Deps = { readonly registry: Registry; readonly clock: Clock; readonly store: Store };

type Task = {
  readonly Status: "COMPLETED";
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly StartedTimestamp: number;
};

/** Redrive of a dead-letter queue. Here a task has moved everything, in one write, before StartMessageMoveTask answers. */
export function moveTaskOperations({ registry, clock, store }: Deps): Readonly<Record<string, JsonOperation>> {
  const tasks: Task[] = [];

  function source(arn: string): Queue {
    const queue = registry.byArn(arn);
    if (!queue)
      throw awsFault(
        "ResourceNotFoundException",
        "The resource that you specified for the SourceArn parameter doesn't exist.",
        404,
      );
    if (sourcesOf(registry, arn).length > 0) return queue;
    throw awsFault("InvalidParameterValueException", "Source queue must be configured as a Dead Letter Queue.");
  }

  function destinationOf(kept: KeptMessage, given: Queue | undefined, from: Queue): Queue {
    const origin = kept.deadLetterSource === undefined ? undefined : registry.byArn(kept.deadLetterSource);
    return given ?? origin ?? sourcesOf(registry, from.config.arn)[0] ?? from;
  }

  function move(from: Queue, given: Queue | undefined): number {
    const { kept, changes } = from.drain();
    const arrivals = kept.flatMap((one): readonly StoreChange[] =>
      destinationOf(one, given, from).adopt([one], undefined),
    );
    store.write([...changes, ...arrivals]);
    return kept.length;
  }

  return {
    StartMessageMoveTask: {
      known: ["SourceArn", "DestinationArn", "MaxNumberOfMessagesPerSecond"],
      run(input) {
        const from = source(fields.text(input, "SourceArn"));
        fields.maybeInteger(input, "MaxNumberOfMessagesPerSecond", { min: 1, max: 500 });
        const destinationArn = fields.maybeText(input, "DestinationArn");
        const given = destinationArn === undefined ? undefined : registry.byArn(destinationArn);
        if (destinationArn !== undefined && !given) {
          throw awsFault(
            "ResourceNotFoundException",
            "The resource that you specified for the DestinationArn parameter doesn't exist.",
            404,
          );
        }
        const moved = move(from, given);
        tasks.unshift({
          Status: "COMPLETED",
          SourceArn: from.config.arn,
          ...(destinationArn === undefined ? {} : { DestinationArn: destinationArn }),
          ApproximateNumberOfMessagesMoved: moved,
          ApproximateNumberOfMessagesToMove: moved,
          StartedTimestamp: clock.now(),
        });
        return { TaskHandle: Buffer.from(JSON.stringify({ taskId: crypto.randomUUID() })).toString("base64") };
      },
    },
    ListMessageMoveTasks: {
      known: ["SourceArn", "MaxResults"],
      run(input) {
        const { arn } = source(fields.text(input, "SourceArn")).config;
        const max = fields.maybeInteger(input, "MaxResults", { min: 1, max: 10 }) ?? 1;
        return { Results: tasks.filter((task) => task.SourceArn === arn).slice(0, max) };
      },
    },
    CancelMessageMoveTask: {
      known: ["TaskHandle"],
      run() {
        throw awsFault(
          "ResourceNotFoundException",
          "The task is not running: here a task ends before it is answered.",
          404,
        );
      },
    },
  };
}
