import type { Attempt } from "./attempt.ts";

/** What came of one attempt, as a table shows it. */
export type Verdict = {
  readonly name: string;
  readonly about: string;
  readonly expected: string;
  readonly status: number;
  readonly body: string;
  readonly receipt: string | null;
  readonly fate: string | null;
  readonly ms: number;
  readonly isRight: boolean;
};

export type SendDeps = {
  readonly fetch: typeof fetch;
  /** What `GET /deliveries/{receipt}` tells; null as long as it knows nothing. */
  readonly fateOf: (receipt: string) => Promise<string | null>;
  readonly wait: (ms: number) => Promise<void>;
  readonly onProgress: (done: number) => void;
};

/** The hub applies within seconds; a minute says that it does not. */
const FATE_TRIES = 120;
const FATE_EVERY_MS = 500;

/** Sends one after the other, then asks for the fates: in that order a duplicate meets a delivery that is under way. */
export async function runAttempts(attempts: readonly Attempt[], deps: SendDeps): Promise<readonly Verdict[]> {
  const sent: { attempt: Attempt; status: number; body: string; receipt: string | null; ms: number }[] = [];
  for (const attempt of attempts) {
    const startedAt = performance.now();
    const { url, headers, body } = attempt;
    const response = await deps.fetch(url, { method: "POST", headers, body: Buffer.from(body) });
    const text = await response.text();
    const ms = Math.round(performance.now() - startedAt);
    const receipt = response.headers.get("x-orderhub-receipt");
    sent.push({ attempt, status: response.status, body: text.slice(0, 200), receipt, ms });
    deps.onProgress(sent.length);
  }
  const receipts = new Map(sent.map(({ attempt, receipt }) => [attempt.name, receipt]));
  const verdicts: Verdict[] = [];
  for (const { attempt, ...answer } of sent) {
    const { expected, name, about } = attempt;
    const fate = answer.receipt === null || expected.fates === undefined ? null : await fateOf(answer.receipt, deps);
    const isSame = expected.sameReceiptAs === undefined || receipts.get(expected.sameReceiptAs) === answer.receipt;
    const isFateRight = expected.fates === undefined ? answer.receipt === null : expected.fates.includes(fate ?? "");
    const isRight = expected.status(answer.status) && isSame && isFateRight;
    verdicts.push({ name, about, expected: expectedText(attempt), ...answer, fate, isRight });
  }
  return verdicts;
}

async function fateOf(receipt: string, deps: SendDeps): Promise<string | null> {
  for (let tries = 0; tries < FATE_TRIES; tries += 1) {
    const fate = await deps.fateOf(receipt);
    if (fate !== null) return fate;
    await deps.wait(FATE_EVERY_MS);
  }
  return null;
}

function expectedText({ expected }: Attempt): string {
  if (expected.fates === undefined) return `${expected.statusText}, nothing stored`;
  const same = expected.sameReceiptAs === undefined ? "" : `, receipt of "${expected.sameReceiptAs}"`;
  return `${expected.statusText}${same}, then ${expected.fates.join(" or ")}`;
}
