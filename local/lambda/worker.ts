import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { followClock } from "./worker-clock.ts";
import type { FromWorker, FunctionError, ToWorker, WorkerStart } from "./worker-messages.ts";

// One execution environment of one function: loads the bundle once, then handles one event at a time, keeping whatever
// the module keeps. The hub kills this thread at the timeout.
type Handler = (event: unknown, context: unknown) => unknown;

const start = workerData as WorkerStart;
const machineNow = Date.now;
const port = parentPort;
if (port === null) throw new Error("worker.ts runs in a worker thread only");

let openRequest = "";
process.on("unhandledRejection", (reason) => {
  send({
    kind: "threw",
    requestId: openRequest,
    error: { ...errorOf(reason), errorType: "Runtime.UnhandledPromiseRejection" },
  });
});

followClock(start.clockOffset);
const handler = await load();
if (handler !== null) {
  port.on("message", (message: ToWorker) => void run(handler, message));
  send({ kind: "ready" });
}

async function load(): Promise<Handler | null> {
  const dot = start.handler.lastIndexOf(".");
  const [file, name] = [start.handler.slice(0, dot), start.handler.slice(dot + 1)];
  try {
    const module = (await import(pathToFileURL(join(start.codeFolder, `${file}.mjs`)).href)) as Record<string, unknown>;
    const found = module[name];
    if (typeof found === "function") return found as Handler;
    send({
      kind: "init_failed",
      error: { errorType: "Runtime.HandlerNotFound", errorMessage: `${start.handler} is undefined or not exported` },
    });
  } catch (cause) {
    send({ kind: "init_failed", error: errorOf(cause) });
  }
  return null;
}

async function run(handle: Handler, message: ToWorker): Promise<void> {
  const { requestId } = message;
  openRequest = requestId;
  process.env["_X_AMZN_TRACE_ID"] = message.traceHeader;
  try {
    const value = await handle(JSON.parse(message.event), contextOf(message));
    send({ kind: "returned", requestId, payload: JSON.stringify(value) ?? "null" });
  } catch (cause) {
    send({ kind: "threw", requestId, error: errorOf(cause) });
  }
}

function contextOf(message: ToWorker): Readonly<Record<string, unknown>> {
  const deadline = machineNow() + message.timeoutMs;
  return {
    awsRequestId: message.requestId,
    functionName: start.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: start.logStream,
    getRemainingTimeInMillis: () => Math.max(0, deadline - machineNow()),
  };
}

function errorOf(cause: unknown): FunctionError {
  if (!(cause instanceof Error)) return { errorType: typeof cause, errorMessage: String(cause) };
  return { errorType: cause.name, errorMessage: cause.message, trace: (cause.stack ?? "").split("\n") };
}

function send(message: FromWorker): void {
  port?.postMessage(message);
}
