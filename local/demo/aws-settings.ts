import type { LocalJson } from "../hub/local-json.ts";

/** What any AWS SDK client needs to speak to the local hub; the same as for the AWS command line. */
export type AwsSettings = {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

export function awsSettings({ region, accessKeyId, secretAccessKey, endpoints }: LocalJson): AwsSettings {
  return { region, endpoint: endpoints.s3, credentials: { accessKeyId, secretAccessKey } };
}
