import { DatabaseSync } from "node:sqlite";
import type { Store, StoreChange } from "./service.ts";

/**
 * One table in one file. WAL without fsync: what `write` returned from is in the kernel's hands, so a killed process
 * loses nothing (a power cut may). The exclusive lock makes a second hub on the same folder fail at its start.
 */
export function makeSqliteStore(file: string): Store & { close(): void } {
  const database = open(file);
  const put = database.prepare(
    "INSERT INTO kept (space, key, value) VALUES (?, ?, ?) ON CONFLICT (space, key) DO UPDATE SET value = excluded.value",
  );
  const drop = database.prepare("DELETE FROM kept WHERE space = ? AND key = ?");
  const read = database.prepare("SELECT key, value FROM kept WHERE space = ? ORDER BY key");

  function apply(change: StoreChange): void {
    if (change.value === null) drop.run(change.space, change.key);
    else put.run(change.space, change.key, change.value);
  }

  return {
    load: (space) => read.all(space).map((row) => [String(row["key"]), row["value"] as string | Uint8Array] as const),
    write(changes) {
      if (changes.length === 0) return;
      database.exec("BEGIN IMMEDIATE");
      try {
        for (const change of changes) apply(change);
        database.exec("COMMIT");
      } catch (cause) {
        database.exec("ROLLBACK");
        throw cause;
      }
    },
    close: () => database.close(),
  };
}

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
    database.exec(
      "CREATE TABLE IF NOT EXISTS kept (space TEXT NOT NULL, key TEXT NOT NULL, value NOT NULL, PRIMARY KEY (space, key))",
    );
    database.exec("BEGIN IMMEDIATE; COMMIT;");
    return database;
  } catch (cause) {
    database.close();
    throw new Error(`cannot open the hub's data file ${file}: is another hub using it?`, { cause });
  }
}
