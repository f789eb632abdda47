import type { ExplainedGrant } from "./judge-grants.ts";

/** The permissions of the template that no test on a running hub uses, each with the path in the code that needs it. */
export const unexercisedGrants: readonly ExplainedGrant[] = [
  {
    grants: ["run-import s3:ListBucket imports", "seal-day s3:ListBucket exports"],
    because:
      "no call of its own: without it S3 answers 403 instead of 404 where the file that is asked for is not there",
  },
  {
    grants: ["retry-backorders dynamodb:ConditionCheckItem table"],
    because:
      "a waiting order of more than 85 positions is collected in the steps that route-order takes on a running hub",
  },
  {
    grants: ["run-import s3:AbortMultipartUpload imports/*/receipts/*", "seal-day s3:AbortMultipartUpload exports/*"],
    because:
      "only when an upload in parts breaks: what has arrived is removed, as shared/sheets/write-object.test.ts tries",
  },
];
