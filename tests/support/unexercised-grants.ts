import type { ExplainedGrant } from "./judge-grants.ts";

/** The permissions of the template that no test on a running hub uses, each with the path in the code that needs it. */
export const unexercisedGrants: readonly ExplainedGrant[] = [
  {
    grants: ["run-import s3:ListBucket imports", "seal-day s3:ListBucket exports"],
    because:
      "no call of its own: without it S3 answers 403 instead of 404 where the file that is asked for is not there",
  },
];
