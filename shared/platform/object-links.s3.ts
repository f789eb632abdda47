import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { ObjectLinks } from "./ports.ts";
import { s3 } from "./s3-client.ts";

/** Links that work without AWS credentials. Apart from the files, because few functions need the presigner. */
export function s3ObjectLinks(bucket: string): ObjectLinks {
  return {
    uploadLink: async (key, { contentType, seconds }) =>
      getSignedUrl(s3(), new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType }), {
        expiresIn: seconds,
        signableHeaders: new Set(["content-type"]),
      }),
    downloadLink: async (key, { fileName, seconds }) => {
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: disposition });
      return getSignedUrl(s3(), command, { expiresIn: seconds });
    },
  };
}
