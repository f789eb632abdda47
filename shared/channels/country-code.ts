/** ISO 3166 alpha-2 as upper-case letters, or "" for anything that cannot be one: such an address is held, not guessed. */
export function countryCode(text: string | null): string {
  const code = text?.trim().toUpperCase() ?? "";
  return /^[A-Z]{2}$/.test(code) ? code : "";
}
