import type { Check } from "../cloud/conformance.ts";
import { bodyChecks } from "./s3-bodies.contract.ts";
import type { S3Environment } from "./s3-checked.ts";
import { keyChecks } from "./s3-keys.contract.ts";
import { signedChecks } from "./s3-signed.contract.ts";

/** What any S3 must do, through the SDK: ours always, others as oracles. */
export const s3Checks: readonly Check<S3Environment>[] = [...bodyChecks, ...keyChecks, ...signedChecks];
