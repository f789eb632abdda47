/** A policy document with its intrinsics resolved. */
export type PolicyDocument = { readonly Statement: readonly Statement[] };

export type Statement = {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** A role and what it may do; `name` of a policy is where the template keeps it, for messages. */
export type Role = {
  readonly name: string;
  readonly arn: string;
  readonly policies: NamedPolicy[];
  /** Service principals that may take the role: `lambda.amazonaws.com`. */
  readonly trusts: readonly string[];
};

export type NamedPolicy = { readonly name: string; readonly document: PolicyDocument };

/** Template policies write `Statement` as one object or a list; both come out as a list. */
export function policyDocumentOf(value: unknown): PolicyDocument {
  const statement = (value as { readonly Statement?: Statement | readonly Statement[] } | null)?.Statement;
  if (statement === undefined) throw new Error("a policy document has no Statement");
  return { Statement: [statement].flat() as readonly Statement[] };
}

export function toList(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}
