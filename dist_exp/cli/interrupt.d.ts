import type { Output } from "./output.js";
/**
 * Ctrl-C, heard for as long as this is not disposed: the first aborts `signal`, the second ends the process at
 * once. SIGTERM, which schedulers send, counts alike; so does SIGHUP, sent when a terminal or a connection is
 * closed, except that it never counts as the second: shell and system both send it, and nobody presses it.
 */
export declare class InterruptListener {
    #private;
    /** What the first Ctrl-C answers. */
    message: string;
    constructor(out: Output);
    get signal(): AbortSignal;
    [Symbol.dispose](): void;
}
