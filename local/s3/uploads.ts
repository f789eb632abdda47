import type { Buffer } from "node:buffer";
import { awsFault } from "../cloud/fault.ts";
import type { Store, StoreChange } from "../cloud/service.ts";
import type { Part, Upload } from "./object.ts";
import { bufferOf } from "./shelves.ts";

export type OpenUpload = { readonly upload: Upload; readonly parts: ReadonlyMap<number, Part> };

/** Multipart uploads under way, kept over a restart like everything else that was acknowledged. */
export type Uploads = {
  all(): readonly OpenUpload[];
  start(upload: Upload): void;
  /** Fault 404 `NoSuchUpload`. */
  find(id: string, bucket: string, key: string): OpenUpload;
  addPart(open: OpenUpload, part: Part, body: Buffer): void;
  bodyOf(part: Part): Buffer | undefined;
  /** Forgets the upload and the bytes of its parts. */
  end(open: OpenUpload): void;
};

type Mutable = { upload: Upload; parts: Map<number, Part> };

export function makeUploads(store: Store): Uploads {
  const uploads = new Map<string, Mutable>();
  const bodies = new Map<string, Buffer>();

  for (const [id, value] of store.load("s3.uploads")) {
    uploads.set(id, { upload: JSON.parse(String(value)) as Upload, parts: new Map() });
  }
  for (const [id, body] of store.load("s3.partBodies")) bodies.set(id, bufferOf(body));
  for (const [key, value] of store.load("s3.parts")) {
    const part = JSON.parse(String(value)) as Part;
    uploads.get(key.split("/")[0] ?? "")?.parts.set(part.number, part);
  }

  const forget = (id: string, part: Part): readonly StoreChange[] => [
    { space: "s3.parts", key: `${id}/${part.number}`, value: null },
    { space: "s3.partBodies", key: part.bodyId, value: null },
  ];

  return {
    all: () => [...uploads.values()],
    start(upload) {
      store.write([{ space: "s3.uploads", key: upload.id, value: JSON.stringify(upload) }]);
      uploads.set(upload.id, { upload, parts: new Map() });
    },
    find(id, bucket, key) {
      const open = uploads.get(id);
      if (open?.upload.bucket === bucket && open.upload.key === key) return open;
      const message =
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
      throw awsFault("NoSuchUpload", message, 404, { UploadId: id });
    },
    addPart({ upload, parts }, part, body) {
      const replaced = parts.get(part.number);
      store.write([
        ...(replaced ? forget(upload.id, replaced) : []),
        { space: "s3.parts", key: `${upload.id}/${part.number}`, value: JSON.stringify(part) },
        { space: "s3.partBodies", key: part.bodyId, value: body },
      ]);
      if (replaced) bodies.delete(replaced.bodyId);
      bodies.set(part.bodyId, body);
      uploads.get(upload.id)?.parts.set(part.number, part);
    },
    bodyOf: (part) => bodies.get(part.bodyId),
    end({ upload, parts }) {
      const gone = [...parts.values()];
      store.write([
        ...gone.flatMap((part) => forget(upload.id, part)),
        { space: "s3.uploads", key: upload.id, value: null },
      ]);
      for (const part of gone) bodies.delete(part.bodyId);
      uploads.delete(upload.id);
    },
  };
}
