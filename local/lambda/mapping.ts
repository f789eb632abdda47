/** A running event source mapping. */
export type Mapping = {
  /** What it is about, for messages: `intake-queue -> apply-delivery`. */
  readonly title: string;
  /** Nothing to read, nothing being handled. */
  isQuiet(): boolean;
  /** It has something, and only the hub's clock can make it go on: a retry that is not due, a batch that may still grow. */
  isPaused(): boolean;
  stop(): Promise<void>;
};
