import { S3Client } from "@aws-sdk/client-s3";
import { clientOptions, once } from "./client-options.ts";

/**
 * Checksums only where S3 demands them: the default would add a CRC to every upload, and to every signed link a header
 * that the browser or script using the link would have to compute.
 */
export const s3 = once(
  () =>
    new S3Client({
      ...clientOptions,
      requestHandler: { ...clientOptions.requestHandler, requestTimeout: 30_000 },
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
);
