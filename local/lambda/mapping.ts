/** A running event source mapping. */
export type Mapping = {
  /** What it is about, for messages: `intake-queue -> apply-delivery`. */
  readonly title: string;
  /** Nothing to read, nothing being handled. */
  isQuiet(): boolean;
  stop(): Promise<void>;
};
