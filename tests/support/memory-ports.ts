import { createHash } from "node:crypto";
import { fail, ok } from "../../shared/kernel/result.ts";
import type {
  EventBus,
  ObjectRanges,
  ObjectStore,
  ObjectUploads,
  PublishedEvent,
  QueueMessage,
  QueueSender,
  SecretReader,
  SecretWriter,
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

export type MemoryObjects = ObjectStore &
  ObjectRanges &
  ObjectUploads & {
    readonly objects: Map<string, StoredObject>;
    /** What was begun and neither completed nor aborted: the parts by number. */
    readonly uploads: Map<string, Map<number, Uint8Array>>;
  };

export function memoryObjects(): MemoryObjects {
  const objects = new Map<string, StoredObject>();
  const uploads = new Map<string, Map<number, Uint8Array>>();
  const types = new Map<string, string>();
  const partsOf = (upload: string): Map<number, Uint8Array> => {
    const parts = uploads.get(upload);
    if (parts === undefined) throw new Error(`there is no upload ${upload}`);
    return parts;
  };
  const link = async (key: string): Promise<string> => `memory://${key}`;
  return {
    objects,
    uploads,
    beginUpload: async (key, { contentType }) => {
      const upload = `${key}#${types.size}`;
      uploads.set(upload, new Map());
      types.set(upload, contentType);
      return upload;
    },
    uploadPart: async (_key, upload, number, body) => {
      partsOf(upload).set(number, new Uint8Array(body));
      return `"part-${number}"`;
    },
    completeUpload: async (key, upload, tags) => {
      const parts = partsOf(upload);
      const bodies = tags.map((tag) => parts.get(Number(/\d+/.exec(tag)?.[0])) ?? new Uint8Array());
      const body = new Uint8Array(Buffer.concat(bodies));
      const etag = `"${createHash("md5").update(body).digest("hex")}-${tags.length}"`;
      objects.set(key, { body, etag, contentType: types.get(upload) ?? "" });
      uploads.delete(upload);
    },
    abortUpload: async (_key, upload) => {
      uploads.delete(upload);
    },
    uploadLink: link,
    downloadLink: link,
    get: async (key) => objects.get(key) ?? null,
    getRange: async (key, from, to, etag) => {
      const stored = objects.get(key);
      if (stored === undefined || (etag !== undefined && stored.etag !== etag)) return null;
      return { ...stored, body: stored.body.slice(from, to), totalBytes: stored.body.byteLength };
    },
    put: async (key, body, options) => {
      if (options.onlyIfAbsent === true && objects.has(key)) return fail({ kind: "exists" });
      if (options.onlyIfEtag !== undefined && objects.get(key)?.etag !== options.onlyIfEtag)
        return fail({ kind: "exists" });
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

/** Reads and writes one set of secrets. */
export function memorySecretStore(
  texts: Readonly<Record<string, string>> = {},
): SecretReader & SecretWriter & { readonly texts: Map<string, string> } {
  const all = new Map(Object.entries(texts));
  return {
    texts: all,
    read: async (name) => all.get(name) ?? null,
    create: async (name, text) => {
      if (all.has(name)) return fail({ kind: "exists" });
      all.set(name, text);
      return ok(null);
    },
    replace: async (name, text) => {
      if (!all.has(name)) throw new Error(`there is no secret ${name}`);
      all.set(name, text);
    },
  };
}
