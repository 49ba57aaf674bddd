/**
 * The most bytes that this process ever had in memory. On Linux `resourceUsage` begins with the memory of the process
 * that started this one; the kernel's own count of this program does not.
 */
export declare function peakMemory(): number;
