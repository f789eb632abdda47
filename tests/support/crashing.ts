/** How a call fails: before it did anything, or after it did everything (a time-out that hides a success). */
export type Crash = { readonly call: number; readonly when: "before" | "after" };

export class CrashError extends Error {}

/**
 * The same ports, counted over all of them; the call number `crash.call` (from 1) throws. With no crash it only counts, so
 * that a test can enumerate every place where a worker may die.
 */
export function crashing(crash: Crash | null): {
  readonly wrap: <P extends object>(port: P) => P;
  readonly calls: () => number;
} {
  let calls = 0;
  const wrap = <P extends object>(port: P): P =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function") return member;
        return async (...args: unknown[]) => {
          calls += 1;
          const isDoomed = crash !== null && calls === crash.call;
          if (isDoomed && crash.when === "before") throw new CrashError(`before call ${calls} (${String(name)})`);
          const answer: unknown = await member.apply(target, args);
          if (isDoomed) throw new CrashError(`after call ${calls} (${String(name)})`);
          return answer;
        };
      },
    });
  return { wrap, calls: () => calls };
}
