import { s3ObjectFiles } from "./object-files.s3.ts";
import { s3ObjectLinks } from "./object-links.s3.ts";
import type { ObjectStore } from "./ports.ts";

/** Files and links of one bucket. */
export function s3ObjectStore(bucket: string): ObjectStore {
  return { ...s3ObjectFiles(bucket), ...s3ObjectLinks(bucket) };
}
