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
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file);
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
    database.exec(
      "CREATE TABLE IF NOT EXISTS kept (space TEXT NOT NULL, key TEXT NOT NULL, value NOT NULL, PRIMARY KEY (space, key))",
    );
    database.exec("BEGIN IMMEDIATE; COMMIT;");
    return database;
  } catch (cause) {
    database?.close();
    throw new Error(`cannot open the hub's data file ${file}: ${reasonOf(cause)}`, { cause });
  }
}

/** By SQLite's primary result code. */
const reasons: Readonly<Record<number, string>> = {
  5: "another hub uses it; stop that one, or choose another folder",
  6: "another hub uses it; stop that one, or choose another folder",
  8: "it may not be written",
  14: "it may not be written, or is a folder",
  26: "it is not a hub's data; choose another folder, or move it away",
};

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "errcode" in cause ? Number(cause.errcode) & 0xff : -1;
  return reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
}
