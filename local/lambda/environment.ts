import { Worker } from "node:worker_threads";
import type { FunctionSpec } from "./function.ts";
import type { FromWorker, FunctionError, InvokeResult, ToWorker, WorkerStart } from "./worker-messages.ts";

/** One execution environment: a worker thread that has loaded the bundle, or is loading it. */
export type Environment = {
  /** Handles one event; only one at a time. After a timeout or a crash the environment is gone (`isAlive` is false). */
  invoke(message: Omit<ToWorker, "timeoutMs">): Promise<InvokeResult>;
  isAlive(): boolean;
  /** Ends the thread at once, as a crash of the machine would; an open invocation fails. */
  kill(): Promise<void>;
};

export type EnvironmentOptions = {
  readonly variables: Readonly<Record<string, string>>;
  readonly clockOffset: SharedArrayBuffer;
  readonly onLog: (line: string) => void;
};

/** Lambda allows 10 s to load; a busy machine that starts many at once gets more. */
const initLimitMs = 30_000;

type Settle = (
  result: { readonly ok: true; readonly payload: string } | { readonly ok: false; readonly error: FunctionError },
) => void;

export function startEnvironment(spec: FunctionSpec, options: EnvironmentOptions): Environment {
  const data: WorkerStart = {
    codeFolder: spec.codeFolder,
    handler: spec.handler,
    functionName: spec.name,
    functionArn: spec.arn,
    memoryMb: spec.memoryMb,
    logStream: "local/[$LATEST]",
    clockOffset: options.clockOffset,
  };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: data,
    env: { ...options.variables },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
  });
  let isAlive = true;
  let settle: Settle | null = null;
  forEachLine(worker.stdout, options.onLog);
  forEachLine(worker.stderr, options.onLog);

  const ready = new Promise<FunctionError | null>((resolve) => {
    const limit = setTimeout(
      () => resolve({ errorType: "Sandbox.Timedout", errorMessage: "init took too long" }),
      initLimitMs,
    );
    const loaded = (error: FunctionError | null): void => {
      clearTimeout(limit);
      resolve(error);
    };
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "ready") return loaded(null);
      if (message.kind === "init_failed") return loaded(message.error);
      if (message.kind === "returned") return finish({ ok: true, payload: message.payload });
      finish({ ok: false, error: message.error });
      // A rejection nobody handled ends the process on Lambda: the next event meets a fresh one.
      if (message.error.errorType === "Runtime.UnhandledPromiseRejection") void kill();
    });
    worker.on("error", (cause) => end(loaded, { errorType: "Runtime.ExitError", errorMessage: messageOf(cause) }));
    worker.on("exit", (code) =>
      end(loaded, { errorType: "Runtime.ExitError", errorMessage: `Runtime exited with error: exit status ${code}` }),
    );
  });

  function end(loaded: (error: FunctionError) => void, error: FunctionError): void {
    isAlive = false;
    loaded(error);
    finish({ ok: false, error });
  }

  function finish(result: Parameters<Settle>[0]): void {
    const open = settle;
    settle = null;
    open?.(result);
  }

  async function kill(): Promise<void> {
    isAlive = false;
    await worker.terminate();
  }

  return {
    isAlive: () => isAlive,
    kill,
    async invoke(message) {
      const failure = await ready;
      if (failure !== null) {
        await kill();
        return { ok: false, requestId: message.requestId, error: failure };
      }
      const result = await new Promise<Parameters<Settle>[0]>((resolve) => {
        settle = resolve;
        const timer = setTimeout(() => {
          finish({ ok: false, error: timeoutError(message.requestId, spec.timeoutMs) });
          void kill();
        }, spec.timeoutMs);
        settle = (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        };
        const toWorker: ToWorker = { ...message, timeoutMs: spec.timeoutMs };
        worker.postMessage(toWorker);
      });
      return { ...result, requestId: message.requestId };
    },
  };
}

function timeoutError(requestId: string, timeoutMs: number): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
  return { errorType: "Sandbox.Timedout", errorMessage };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function forEachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") onLine(line);
  });
}
