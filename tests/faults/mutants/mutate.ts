import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import type { Mutant } from "./mutant.ts";

/** The source with the bug in it; throws where the piece is not there, or there twice. */
export function mutated(source: string, { id, file, find, replace }: Mutant): string {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`mutant ${id} does not fit: its text stands ${places} times in ${file}`);
  return source.replace(find, () => replace);
}

/** Modules loaded from now on are the hub with this bug. For a process of its own: what is loaded already stays as it is. */
export function loadMutated(mutant: Mutant, root: string): void {
  const wanted = pathToFileURL(`${root}/${mutant.file}`).href;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url.split("?")[0] !== wanted || loaded.source == null) return loaded;
      const source = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
      return { ...loaded, source: mutated(source, mutant) };
    },
  });
}
