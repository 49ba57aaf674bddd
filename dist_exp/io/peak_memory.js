import { readFileSync } from "node:fs";
/**
 * The most bytes that this process ever had in memory. On Linux `resourceUsage` begins with the memory of the process
 * that started this one; the kernel's own count of this program does not.
 */
export function peakMemory() {
    try {
        const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
        if (kibibytes !== undefined)
            return 1024 * Number(kibibytes);
    }
    catch {
        // Another system.
    }
    return 1024 * process.resourceUsage().maxRSS;
}
//# sourceMappingURL=peak_memory.js.map