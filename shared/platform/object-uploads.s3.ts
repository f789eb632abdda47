import type { ObjectUploads } from "./ports.ts";
import type { S3Answer } from "./s3-calls.ts";
import { s3ObjectCall, s3Refusal } from "./s3-object-call.ts";

/** Uploads in parts to one bucket. */
export function s3ObjectUploads(bucket: string): ObjectUploads {
  const call = s3ObjectCall(bucket);
  const found = (answer: S3Answer, method: string): S3Answer => {
    if (answer.status >= 300 || answer.code !== "") throw s3Refusal(method, bucket, answer);
    return answer;
  };
  return {
    beginUpload: async (key, { contentType }) => {
      const headers = { "content-type": contentType };
      const answer = found(await call("POST", key, { query: { uploads: "" }, headers }), "POST");
      const upload = /<UploadId>([^<]+)<\/UploadId>/.exec(answer.body.toString("utf8"))?.[1];
      if (upload === undefined) throw new Error(`S3 began an upload in ${bucket} without an id`);
      return upload;
    },
    uploadPart: async (key, upload, number, body) => {
      const query = { partNumber: String(number), uploadId: upload };
      const headers = { "content-length": String(body.byteLength) };
      const { etag } = found(await call("PUT", key, { query, headers, body }), "PUT").headers;
      if (etag === undefined) throw new Error(`S3 took a part in ${bucket} without a tag`);
      return etag;
    },
    completeUpload: async (key, upload, tags) => {
      const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
      const body = Buffer.from(
        `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`,
      );
      const headers = { "content-length": String(body.byteLength), "content-type": "application/xml" };
      found(await call("POST", key, { query: { uploadId: upload }, headers, body }), "POST");
    },
    abortUpload: async (key, upload) => {
      const answer = await call("DELETE", key, { query: { uploadId: upload } });
      if (answer.code !== "NoSuchUpload") found(answer, "DELETE");
    },
  };
}
