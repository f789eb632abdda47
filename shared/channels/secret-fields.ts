/**
 * The parts of a secret that is more than one word: `app_key=1234;app_secret=abcd`, each part once, in any order, divided by
 * semicolons or new lines. null unless every wanted part is there and not empty; other parts are not looked at.
 */
export function readSecretFields<Name extends string>(
  secret: string,
  wanted: readonly Name[],
): Readonly<Record<Name, string>> | null {
  const parts = new Map(
    secret.split(/[;\n]/).map((part) => {
      const [name = "", ...value] = part.split("=");
      return [name.trim(), value.join("=").trim()];
    }),
  );
  const entries = wanted.map((name) => [name, parts.get(name) ?? ""] as const);
  if (entries.some(([, value]) => value === "")) return null;
  return Object.fromEntries(entries) as Record<Name, string>;
}
