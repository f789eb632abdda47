import { isRecord } from "../cloud/json-service.ts";

/** How a target's payload is made of the event; at most one of the three. */
export type TargetInput = {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
};

export type TargetContext = { readonly ruleArn: string; readonly ruleName: string; readonly ingestionTime: string };

/** The payload as JSON text. */
export function payloadOf(event: unknown, input: TargetInput, context: TargetContext): string {
  if (input.Input !== undefined) return input.Input;
  if (input.InputTransformer) return transformed(event, input.InputTransformer, context);
  const chosen = input.InputPath === undefined ? event : valueAt(event, input.InputPath);
  return JSON.stringify(chosen ?? null);
}

/** What stands at `$.detail.lines[0].sku`; undefined if nothing does. */
function valueAt(event: unknown, path: string): unknown {
  const steps = path.slice(1).match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((node, step) => {
    if (Array.isArray(node)) return node[Number(step)];
    return isRecord(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }, event);
}

export function isPath(path: string): boolean {
  return /^\$(\.[A-Za-z0-9_-]+|\[\d+\])*$/.test(path);
}

/** `<name>` inside quotes becomes text, elsewhere JSON; what is not there becomes empty text. */
function transformed(
  event: unknown,
  { InputPathsMap = {}, InputTemplate }: NonNullable<TargetInput["InputTransformer"]>,
  context: TargetContext,
): string {
  const reserved: Readonly<Record<string, unknown>> = {
    "aws.events.rule-arn": context.ruleArn,
    "aws.events.rule-name": context.ruleName,
    "aws.events.event.ingestion-time": context.ingestionTime,
    "aws.events.event": event,
    "aws.events.event.json": event,
  };
  let quoted = false;
  return InputTemplate.replace(/\\.|"|<([^<>\s]+)>/g, (piece, name: string | undefined) => {
    if (piece === '"') quoted = !quoted;
    if (name === undefined) return piece;
    const path = InputPathsMap[name];
    if (path === undefined && !Object.hasOwn(reserved, name)) return piece;
    const value = (path === undefined ? reserved[name] : valueAt(event, path)) ?? "";
    if (!quoted) return JSON.stringify(value);
    return JSON.stringify(typeof value === "string" ? value : JSON.stringify(value)).slice(1, -1);
  });
}
