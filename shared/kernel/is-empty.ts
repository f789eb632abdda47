/** Has a plain object no part at all? Asked of every order many times: no list of its names is made. */
export function isEmpty(parts: object): boolean {
  for (const _ in parts) return false;
  return true;
}
