import type { NeededAction } from "../cloud/place.ts";
import type { AwsRequest } from "../cloud/service.ts";
import { readDelete } from "./operations.copy-delete.ts";
import { readS3Request, type S3Request } from "./request.ts";

const onBucket: Readonly<Record<string, string>> = {
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  HeadBucket: "ListBucket",
  ListObjectVersions: "ListBucketVersions",
  ListMultipartUploads: "ListBucketMultipartUploads",
  GetBucketLocation: "GetBucketLocation",
  GetBucketVersioning: "GetBucketVersioning",
  PutBucketVersioning: "PutBucketVersioning",
  CreateBucket: "CreateBucket",
  DeleteBucket: "DeleteBucket",
};

const onObject: Readonly<Record<string, string>> = {
  GetObject: "GetObject",
  HeadObject: "GetObject",
  PutObject: "PutObject",
  CopyObject: "PutObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
  AbortMultipartUpload: "AbortMultipartUpload",
  ListParts: "ListMultipartUploadParts",
  DeleteObject: "DeleteObject",
  GetObjectTagging: "GetObjectTagging",
  PutObjectTagging: "PutObjectTagging",
  DeleteObjectTagging: "DeleteObjectTagging",
};

/** The grants a request needs. Faults as the request itself would if it cannot be read. */
export function actionsOf(request: AwsRequest): readonly NeededAction[] {
  const read = readS3Request(request);
  const bucketArn = `arn:aws:s3:::${read.bucket}`;
  const bucketAction = onBucket[read.operation];
  if (bucketAction) return [{ action: `s3:${bucketAction}`, resource: bucketArn }];
  if (read.operation === "ListBuckets") return [{ action: "s3:ListAllMyBuckets", resource: "*" }];
  if (read.operation === "DeleteObjects") {
    return readDelete(read).objects.map(({ key, versionId }) => ({
      action: versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion",
      resource: `${bucketArn}/${key}`,
    }));
  }
  return [
    { action: `s3:${nameOf(read)}`, resource: `${bucketArn}/${read.key}` },
    ...(read.headers["x-amz-tagging"] ? [{ action: "s3:PutObjectTagging", resource: `${bucketArn}/${read.key}` }] : []),
    ...(read.operation === "CopyObject" ? [sourceAction(read)] : []),
  ];
}

function nameOf(read: S3Request): string {
  const name = onObject[read.operation] ?? read.operation;
  return read.query.has("versionId") ? name.replace("Object", "ObjectVersion") : name;
}

function sourceAction(read: S3Request): NeededAction {
  const [path = "", version] = (read.headers["x-amz-copy-source"] ?? "").split("?");
  const resource = `arn:aws:s3:::${decodeURIComponent(path).replace(/^\//, "")}`;
  return { action: version ? "s3:GetObjectVersion" : "s3:GetObject", resource };
}
