/** An AWS error on its way to the caller. Thrown inside a service and turned into its wire shape in one place. */
export type AwsFault = Error & {
  readonly awsFault: true;
  readonly code: string;
  readonly status: number;
  /** More elements of the body, as S3 gives (`Key`, `BucketName`). */
  readonly facts: Readonly<Record<string, string>>;
};

export function awsFault(
  code: string,
  message: string,
  status = 400,
  facts: Readonly<Record<string, string>> = {},
): AwsFault {
  return Object.assign(new Error(message), { awsFault: true as const, code, status, facts });
}

export function isAwsFault(value: unknown): value is AwsFault {
  return value instanceof Error && "awsFault" in value;
}
