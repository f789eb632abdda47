/** What the hub and a function's worker thread say to each other. */
export type WorkerStart = {
  readonly codeFolder: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logStream: string;
  /** One float64: what the hub's clock is ahead of the machine's, in ms. */
  readonly clockOffset: SharedArrayBuffer;
};

export type ToWorker = {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** How long the function may run, in ms of real time. */
  readonly timeoutMs: number;
  readonly traceHeader: string;
};

export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "init_failed"; readonly error: FunctionError }
  /** `payload` is JSON text. */
  | { readonly kind: "returned"; readonly requestId: string; readonly payload: string }
  | { readonly kind: "threw"; readonly requestId: string; readonly error: FunctionError };

/** As Lambda answers a failed invocation. */
export type FunctionError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

export type InvokeResult =
  | { readonly ok: true; readonly payload: string; readonly requestId: string }
  | { readonly ok: false; readonly error: FunctionError; readonly requestId: string };
