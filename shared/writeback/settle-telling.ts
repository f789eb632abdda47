import { type Outcome, park, skipped } from "../kernel/outcome.ts";
import { never } from "../kernel/result.ts";
import { msOf } from "../kernel/time.ts";
import type { ParcelAnswer } from "../orders/facts.ts";
import type { NoteParcelTold } from "../orders/note-parcel-told.ts";
import type { Order } from "../orders/order.ts";
import type { OwnParcel } from "../orders/own-parcels.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { type ApiAnswer, backOffSeconds } from "./api-answer.ts";
import { type TellMessage, toTellMessage } from "./tell-message.ts";
import { type Telling, type TellingState, writeTelling } from "./telling.ts";

export type SettleDeps = {
  readonly table: Table;
  readonly noteTold: NoteParcelTold;
  /** The queue that the message came from. */
  readonly queue: QueueSender;
  readonly now: () => Date;
};

/** One parcel in hand, and its record as it stands. */
export type TellingCase = {
  readonly message: TellMessage;
  readonly order: Order;
  readonly parcel: OwnParcel;
  readonly before: Telling;
  /** An earlier attempt may have reached the channel. */
  readonly isUnsure: boolean;
};

/** So long a channel is tried that cannot be reached. */
const GIVE_UP_AFTER_MS = 48 * 3_600_000;

/** Writes down how an attempt ended, and has what passes by itself come back. */
export async function settleTelling(deps: SettleDeps, one: TellingCase, answer: ApiAnswer): Promise<Outcome> {
  const at = deps.now().toISOString();
  switch (answer.kind) {
    case "done":
    case "already":
      await finish(deps, one, { state: answer.kind, at, reference: answer.reference, note: null });
      return { kind: "done", why: answer.kind };
    case "refused":
      await finish(deps, one, { state: "refused", at, reference: null, note: answer.why });
      return { kind: "done", why: `refused: ${answer.why}` };
    case "in_doubt":
      return await tryLater(deps, one, "in_doubt", answer);
    case "later":
      return await tryLater(deps, one, one.isUnsure ? "in_doubt" : "pending", answer);
    default:
      return never(answer);
  }
}

/** The order first: an echo may be on its way, and the record is what is looked at when this worker dies in between. */
async function finish(deps: SettleDeps, { message, before }: TellingCase, answer: ParcelAnswer): Promise<void> {
  await noteAnswer(deps, message, answer);
  const { state, at, reference, note } = answer;
  await write(deps, before, { state, reference, why: note, lastAt: at, attempts: before.attempts + 1 });
}

async function tryLater(
  deps: SettleDeps,
  one: TellingCase,
  state: "pending" | "in_doubt",
  answer: Extract<ApiAnswer, { readonly why: string }>,
): Promise<Outcome> {
  const { before, message } = one;
  const now = deps.now().toISOString();
  const isAttempt = answer.kind !== "later" || answer.isAttempt;
  const attempts = before.attempts + (isAttempt ? 1 : 0);
  if (msOf(now) - msOf(before.firstAt) >= GIVE_UP_AFTER_MS) {
    await finish(deps, one, { state: "given_up", at: now, reference: null, note: answer.why });
    return park(`given up after two days: ${answer.why}`);
  }
  await write(deps, before, { state, why: answer.why, lastAt: now, attempts });
  const seconds = answer.kind === "later" ? answer.afterSeconds : null;
  return await comeBack(deps, message, answer.why, seconds ?? backOffSeconds(attempts));
}

/** Ends a telling without asking the channel. */
export async function closeTelling(
  deps: SettleDeps,
  one: TellingCase,
  known: Telling | null,
  state: TellingState,
): Promise<Outcome> {
  const lastAt = deps.now().toISOString();
  const after: Telling = { ...one.before, state, lastAt, revision: one.before.revision + 1 };
  if (state === "withdrawn") await noteWithdrawn(deps, one.message);
  if (!(await writeTelling(deps.table, known, after)))
    return await comeBack(deps, one.message, "written by others", 30);
  return { kind: "done", why: state };
}

/** From now on the channel is believed again when it says that all of the order has left. */
export async function noteWithdrawn(deps: SettleDeps, message: TellMessage): Promise<void> {
  const answer: ParcelAnswer = { state: "withdrawn", at: deps.now().toISOString(), reference: null, note: null };
  await noteAnswer(deps, message, answer);
}

async function noteAnswer(deps: SettleDeps, message: TellMessage, answer: ParcelAnswer): Promise<void> {
  const noted = await deps.noteTold({ ...message, answer });
  if (!noted.ok) throw new Error(`the answer could not be written to the order: ${noted.error.kind}`);
}

async function write(deps: SettleDeps, before: Telling, change: Partial<Telling>): Promise<void> {
  const written = await writeTelling(deps.table, before, { ...before, ...change, revision: before.revision + 1 });
  if (!written) throw new Error("the record of the parcel was written by somebody else meanwhile");
}

/** The same message again, after a while. */
export async function comeBack(deps: SettleDeps, message: TellMessage, why: string, seconds: number): Promise<Outcome> {
  await deps.queue.send([toTellMessage(message, seconds)]);
  return skipped(`later: ${why}`);
}
