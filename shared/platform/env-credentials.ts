type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

/**
 * Stands in for the SDK's credential chain in every bundle (see infra/build.ts): Lambda always hands the role's keys over
 * in these variables, so that the chain's other sources (files, SSO, web identity, instance metadata) are dead weight.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => credentialsFrom(process.env);
}

/** Throws when the environment has none. */
export function credentialsFrom(environment: Readonly<Record<string, string | undefined>>): Credentials {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
