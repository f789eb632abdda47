import { readFileSync } from "node:fs";

/**
 * The most megabytes that this process has held. Linux's `maxRSS` begins with what the process held that started this one,
 * so the kernel's own mark is read where there is one.
 */
export function peakMb(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // No such file elsewhere.
  }
  return process.resourceUsage().maxRSS / 1024;
}
