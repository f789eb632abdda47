import { fail, ok, type Result } from "../kernel/result.ts";
import { cancelReasons, conditionFailed, distinctKeys, isOnlyConflict, pageKeyOf } from "./answers.ts";
import { fromAttributes } from "./attribute-value.ts";
import type { ConsumedHook } from "./engine/calls.ts";
import { type Commit, type Engine, makeEngine } from "./engine/engine.ts";
import { type FaultHook, isRetryable } from "./engine/faults.ts";
import type { WriteAction, WriteResult } from "./engine/requests.ts";
import { toDelete, toKey, toPut, toQueryRequest, toUpdate, toWriteAction } from "./engine-requests.ts";
import { mustFitExpressions } from "./expression.ts";
import type { ConditionFailed, Item, Table } from "./port.ts";
import { hubTableSpec } from "./table-spec.ts";

export type MemoryTableOptions = {
  readonly tableName?: string;
  /** Epoch ms; the machine's clock unless given. */
  readonly now?: () => number;
  readonly onCommit?: (commit: Commit) => void;
  readonly fault?: FaultHook;
  /** Told what each operation used, so that a test can hold a use case to its price. */
  readonly onConsumed?: ConsumedHook;
  /** How far the indexes follow behind the table; 0 unless given. */
  readonly indexLagMs?: () => number;
  /**
   * How often a call is tried where a fault may be tried again; 1 unless given. 3 is what the AWS face does, with its
   * consequence: a conditional write that timed out after it happened is refused by its own effect when tried again.
   */
  readonly attempts?: number;
};

/** The port in this process, on the engine the local cloud uses too. `engine` shows the stream and takes `tick`. */
export function makeMemoryTable(options: MemoryTableOptions = {}): Table & { readonly engine: Engine } {
  const { tableName = "hub", now = Date.now, attempts = 1, onCommit, fault, onConsumed, indexLagMs } = options;
  const engine = makeEngine({ now, onCommit, fault, onConsumed, indexLagMs });
  engine.createTable(hubTableSpec(tableName));
  let transactions = 0;

  function attempt<T>(run: () => T): T {
    for (let tried = 1; ; tried += 1) {
      try {
        return run();
      } catch (error) {
        if (tried >= attempts || !isRetryable(error)) throw error;
      }
    }
  }

  function write(action: WriteAction): Result<WriteResult, ConditionFailed> {
    mustFitExpressions(action);
    const result = attempt(() => engine.write(action));
    return result.kind === "written" ? ok(result) : fail(conditionFailed(result.before));
  }

  return {
    engine,
    async get(key) {
      const { item } = attempt(() => engine.get({ table: tableName, key: toKey(key), consistent: true }));
      return item === null ? null : fromAttributes(item);
    },
    async getMany(keys) {
      const found: Item[] = [];
      let wanted = distinctKeys(keys).map((key) => ({ table: tableName, key: toKey(key), consistent: true }));
      while (wanted.length > 0) {
        const { items, unprocessed } = attempt(() => engine.batchGet(wanted.slice(0, 100)));
        found.push(...items.map(({ item }) => fromAttributes(item)));
        wanted = [...unprocessed.map((request) => ({ ...request, consistent: true })), ...wanted.slice(100)];
      }
      return found;
    },
    async query(query) {
      const page = attempt(() => engine.query(toQueryRequest(tableName, query)));
      return { items: page.items.map(fromAttributes), next: page.last === null ? null : pageKeyOf(page.last) };
    },
    async put(item, condition) {
      const result = write(toPut(tableName, item, condition));
      return result.ok ? ok(null) : result;
    },
    async update(key, changes, condition) {
      const result = write(toUpdate(tableName, key, changes, condition));
      if (!result.ok) return result;
      const { after } = result.value;
      if (after === null) throw new Error("an update left no item");
      return ok(fromAttributes(after));
    },
    async delete(key, condition) {
      const result = write(toDelete(tableName, key, condition));
      return result.ok ? ok(null) : result;
    },
    async transact(writes) {
      const actions = writes.map((one) => toWriteAction(tableName, one));
      actions.forEach(mustFitExpressions);
      transactions += 1;
      const token = { token: String(transactions), fingerprint: "" };
      for (let tried = 1; ; tried += 1) {
        const result = attempt(() => engine.transactWrite(actions, token));
        if (result.kind === "written") return ok(null);
        const reasons = cancelReasons(result.reasons);
        if (!isOnlyConflict(reasons) || tried >= attempts) return fail({ kind: "cancelled", reasons });
      }
    },
  };
}
