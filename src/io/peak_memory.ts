import { readFileSync } from "node:fs";

/**
 * The most bytes that this process ever had in memory. On Linux `resourceUsage` begins with the memory of the process
 * that started this one; the kernel's own count of this program does not.
 */
export function peakMemory(): number {
  return statusOf("self", "VmHWM") ?? 1024 * process.resourceUsage().maxRSS;
}

/** The bytes that another process has in memory now; null where it has ended, or off Linux. */
export function residentMemory(pid: number): number | null {
  return statusOf(pid, "VmRSS");
}

/** A figure of the kernel about a process, in bytes. */
function statusOf(pid: number | "self", field: string): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "latin1");
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
    return kibibytes === undefined ? null : 1024 * Number(kibibytes);
  } catch {
    // Another system, or the process is gone.
    return null;
  }
}
