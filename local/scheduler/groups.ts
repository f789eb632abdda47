import { awsFault } from "../cloud/fault.ts";
import type { JsonInput } from "../cloud/json-service.ts";
import type { Place } from "../cloud/place.ts";
import type { Clock, Store } from "../cloud/service.ts";

/** Schedule groups; "default" is always there. */
export type Groups = {
  /** Fault `ResourceNotFoundException`. */
  check(name: string): void;
  create(name: string): string;
  describe(name: string): JsonInput;
  list(prefix: string): readonly JsonInput[];
  remove(name: string): void;
};

const space = "scheduler.groups";

export function makeGroups({
  clock,
  store,
  region,
  accountId,
}: Place & { readonly clock: Clock; readonly store: Store }): Groups {
  const createdAt = new Map<string, number>([["default", clock.now()]]);
  for (const [name, value] of store.load(space)) createdAt.set(name, Number(value));

  function check(name: string): void {
    if (!createdAt.has(name))
      throw awsFault("ResourceNotFoundException", `Schedule group ${name} does not exist.`, 404);
  }

  const arnOf = (name: string): string => `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`;

  function describe(name: string): JsonInput {
    check(name);
    const CreationDate = (createdAt.get(name) ?? 0) / 1000;
    return { Name: name, Arn: arnOf(name), State: "ACTIVE", CreationDate, LastModificationDate: CreationDate };
  }

  return {
    check,
    create(name) {
      if (createdAt.has(name)) throw awsFault("ConflictException", `Schedule group ${name} already exists.`, 409);
      createdAt.set(name, clock.now());
      store.write([{ space, key: name, value: String(clock.now()) }]);
      return arnOf(name);
    },
    describe,
    list: (prefix) => [...createdAt.keys()].filter((name) => name.startsWith(prefix)).map(describe),
    remove(name) {
      check(name);
      if (name === "default") throw awsFault("ValidationException", "The default schedule group cannot be deleted.");
      createdAt.delete(name);
      store.write([{ space, key: name, value: null }]);
    },
  };
}
