import type { Site } from "./model.ts";

/** Of two equally good sets the one that holds the earlier site where they first differ. `sites` by place. */
export function comesFirst(sites: readonly Site[], best: readonly Site[]): boolean {
  for (const site of sites) {
    const isOpen = site.state === "open";
    if (isOpen !== best.includes(site)) return isOpen;
  }
  return false;
}

/** Can the open sites and up to as many undecided ones as `best` has more come before `best`? */
export function mayComeFirst(sites: readonly Site[], opened: number, best: readonly Site[]): boolean {
  const isFull = opened >= best.length;
  for (const site of sites) {
    const mayBeOpen = site.state === "open" || (site.state === "undecided" && !isFull);
    if (mayBeOpen !== best.includes(site)) return mayBeOpen;
  }
  return false;
}
