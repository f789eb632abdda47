import { awsFault } from "../cloud/fault.ts";
import type { Place } from "../cloud/place.ts";
import type { Clock, Store } from "../cloud/service.ts";
import { checkedAttributes, type QueueAttributes } from "./attributes.ts";
import { type Dedup, makeDedup } from "./dedup.ts";
import type { SqsFaults } from "./faults.ts";
import type { Queue, QueueConfig } from "./queue.port.ts";
import { makeQueue, spaceOf } from "./queue.ts";

export type Tags = Readonly<Record<string, string>>;

/** The queues of the account. */
export type Registry = {
  all(): readonly Queue[];
  byName(name: string): Queue | undefined;
  byArn(arn: string): Queue | undefined;
  dedupOf(queue: Queue): Dedup;
  /** Creates the queue, or answers the one that has the same attributes. Fault `QueueNameExists` if they differ. */
  create(name: string, attributes: QueueAttributes, tags: Tags): Queue;
  /** Creates the queue or gives it these attributes: what a template does. */
  ensure(name: string, attributes: QueueAttributes, tags: Tags): Queue;
  update(queue: Queue, change: { readonly attributes?: QueueAttributes; readonly tags?: Tags }): void;
  remove(queue: Queue): void;
};

export type RegistryDeps = Place & { readonly clock: Clock; readonly store: Store; readonly faults?: SqsFaults };

const space = "sqs.queues";

export function makeRegistry(deps: RegistryDeps): Registry {
  const queues = new Map<string, Queue>();
  const dedups = new Map<string, Dedup>();
  let latest = 0;
  const arnOf = (name: string): string => `arn:aws:sqs:${deps.region}:${deps.accountId}:${name}`;

  /** Grows with time, so that it also grows over a restart with an empty queue. */
  function nextSequence(): number {
    latest = Math.max(latest + 1, deps.clock.now() * 1000);
    return latest;
  }

  function start(config: QueueConfig): Queue {
    const { clock, store, faults } = deps;
    const queue = makeQueue({ clock, store, faults, nextSequence, queueOfArn: byArn }, config);
    queues.set(config.name, queue);
    return queue;
  }

  function save(queue: Queue, config: QueueConfig): void {
    queue.config = config;
    deps.store.write([{ space, key: config.name, value: JSON.stringify(config) }]);
  }

  function byArn(arn: string): Queue | undefined {
    return [...queues.values()].find((queue) => queue.config.arn === arn);
  }

  function make(name: string, attributes: QueueAttributes, tags: Tags): Queue {
    const now = deps.clock.now();
    const queue = start({ name, arn: arnOf(name), attributes, tags, createdAt: now, modifiedAt: now });
    save(queue, queue.config);
    return queue;
  }

  function update(queue: Queue, change: { attributes?: QueueAttributes; tags?: Tags }): void {
    save(queue, { ...queue.config, ...change, modifiedAt: deps.clock.now() });
  }

  for (const [, value] of deps.store.load(space)) start(JSON.parse(String(value)) as QueueConfig);

  return {
    all: () => [...queues.values()],
    byName: (name) => queues.get(name),
    byArn,
    dedupOf(queue) {
      const { name } = queue.config;
      const dedup = dedups.get(name) ?? makeDedup(deps, name);
      dedups.set(name, dedup);
      return dedup;
    },
    create(name, given, tags) {
      checkName(name);
      const existing = queues.get(name);
      const attributes = checkedAttributes(name, given);
      if (!existing) return make(name, attributes, tags);
      const other = Object.keys(given).find((key) => existing.config.attributes[key] !== attributes[key]);
      if (other === undefined) return existing;
      throw awsFault(
        "QueueNameExists",
        `A queue already exists with the same name and a different value for attribute ${other}`,
      );
    },
    ensure(name, given, tags) {
      checkName(name);
      const attributes = checkedAttributes(name, given);
      const existing = queues.get(name);
      if (!existing) return make(name, attributes, tags);
      update(existing, { attributes, tags });
      return existing;
    },
    update,
    remove(queue) {
      const { name } = queue.config;
      queue.purge();
      queue.close();
      queues.delete(name);
      dedups.delete(name);
      const remembered = deps.store
        .load(`sqs.dedup:${name}`)
        .map(([key]) => ({ space: `sqs.dedup:${name}`, key, value: null }));
      const left = deps.store.load(spaceOf(name)).map(([key]) => ({ space: spaceOf(name), key, value: null }));
      deps.store.write([{ space, key: name, value: null }, ...remembered, ...left]);
    },
  };
}

function checkName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return;
  if (name.length <= 80 && /^[A-Za-z0-9_-]+\.fifo$/.test(name)) return;
  const rule = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
  throw awsFault("InvalidParameterValueException", rule);
}
