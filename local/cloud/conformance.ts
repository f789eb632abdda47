import { expect, it } from "vitest";

/** One behaviour of a service, checked through a real SDK client, against ours or against another emulator. */
export type Check<Environment> = { readonly title: string; readonly run: (environment: Environment) => Promise<void> };

/**
 * Declares a test for each check. A title in `deviations` (title → why) is a known fault of the other side: it must
 * fail there, so that a mended fault is noticed and the entry removed.
 */
export function declareChecks<Environment>(
  checks: readonly Check<Environment>[],
  environment: () => Environment,
  deviations: Readonly<Record<string, string>> = {},
): void {
  for (const { title, run } of checks) {
    const why = deviations[title];
    if (why === undefined) it(title, () => run(environment()));
    else it(`known deviation (${why}): ${title}`, () => expect(run(environment())).rejects.toThrow());
  }
  const stale = Object.keys(deviations).filter((title) => !checks.some((check) => check.title === title));
  it("lists only deviations of checks that exist", () => expect(stale).toEqual([]));
}
