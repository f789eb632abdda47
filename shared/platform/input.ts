import * as z from "zod/mini";
import { fail, ok, type Result } from "../kernel/result.ts";

/** Reads the body of one message: what it says, or why it cannot be understood (never the body itself). */
export type InputReader<Input> = (body: string) => Result<Input, string>;

/** A schema is applied to the body as JSON; a function reads the text itself. */
export type InputSpec<Input> = z.core.$ZodType<Input> | InputReader<Input>;

export function readerOf<Input>(spec: InputSpec<Input>): InputReader<Input> {
  return typeof spec === "function" ? spec : (body) => readJson(spec, body);
}

/** For queues that are fed by a rule of the bus: the schema is that of the event's `detail`. */
export function fromBus<Input>(schema: z.core.$ZodType<Input>): InputReader<Input> {
  const envelope = z.object({ detail: z.unknown() });
  return (body) => {
    const outer = readJson(envelope, body);
    return outer.ok ? checked(schema, outer.value.detail) : outer;
  };
}

function readJson<Input>(schema: z.core.$ZodType<Input>, body: string): Result<Input, string> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return fail("not JSON");
  }
  return checked(schema, json);
}

/** `value` as the schema understands it, or where it differs: paths and rules only, so that it may be logged. */
export function checked<Output>(schema: z.core.$ZodType<Output>, value: unknown): Result<Output, string> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return ok(parsed.data);
  return fail(parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.code}`).join("; "));
}

/** `lines.0.sku`. Not zod's own: to touch `z.core` as a value brings all of zod into the bundle, languages included. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "(whole)" : path.map(String).join(".");
}
