import { createHash } from "node:crypto";
import { fail, ok } from "../../shared/kernel/result.ts";
import type {
  EventBus,
  ObjectStore,
  PublishedEvent,
  QueueMessage,
  QueueSender,
  SecretReader,
  StoredObject,
} from "../../shared/platform/ports.ts";

/** In-process faces of the ports, each with what it was given open to look at. */
export function memoryQueue(): QueueSender & { readonly sent: QueueMessage[] } {
  const sent: QueueMessage[] = [];
  return {
    sent,
    send: async (messages) => {
      sent.push(...messages);
    },
  };
}

export function memoryObjects(): ObjectStore & { readonly objects: Map<string, StoredObject> } {
  const objects = new Map<string, StoredObject>();
  const link = async (key: string): Promise<string> => `memory://${key}`;
  return {
    objects,
    uploadLink: link,
    downloadLink: link,
    get: async (key) => objects.get(key) ?? null,
    put: async (key, body, options) => {
      if (options.onlyIfAbsent === true && objects.has(key)) return fail({ kind: "exists" });
      const bytes = new Uint8Array(Buffer.from(body));
      const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
      objects.set(key, { body: bytes, etag, contentType: options.contentType });
      return ok(null);
    },
  };
}

/** Refuses the events whose ids stand in `refuse`. */
export function memoryBus(): EventBus & { readonly published: PublishedEvent[]; readonly refuse: Set<string> } {
  const published: PublishedEvent[] = [];
  const refuse = new Set<string>();
  return {
    published,
    refuse,
    publish: async (events) => {
      published.push(...events.filter((event) => !refuse.has(event.id)));
      return events.filter((event) => refuse.has(event.id)).map((event) => event.id);
    },
  };
}

/** `stale` answers what was true before, until a reader asks for a fresh one. */
export function memorySecrets(
  secrets: Readonly<Record<string, string>>,
  stale: Readonly<Record<string, string>> = {},
): SecretReader & { readonly freshReads: string[] } {
  const freshReads: string[] = [];
  return {
    freshReads,
    read: async (name, options) => {
      if (options?.fresh === true) freshReads.push(name);
      return (options?.fresh === true ? undefined : stale[name]) ?? secrets[name] ?? null;
    },
  };
}
