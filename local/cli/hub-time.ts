/** A local hub's clock may have been advanced, and some channels sign the time; any other hub keeps the time of the world. */
export async function hubTime(origin: string): Promise<Date> {
  const machine = new Date();
  try {
    const { now } = (await (await fetch(`${origin}/_local/`)).json()) as { readonly now?: string };
    return now === undefined ? machine : new Date(now);
  } catch {
    return machine;
  }
}
