export declare const EXIT: {
    readonly success: 0;
    readonly failure: 1;
    readonly usage: 2;
    readonly interrupted: 130;
};
/** The table at the end of `skein --help`. */
export declare const EXIT_CODES_HELP = "Exit codes:\n  0    success\n  1    it could not be done: no such device or a lost one, a loss that is not a number,\n       a full disk, a kernel that failed verification, a defect in skein\n  2    the command line or its input is wrong: an option, an image source, labels,\n       a model file, an output folder\n  130  interrupted (Ctrl-C); 143 where SIGTERM did it, 129 where the terminal was closed (SIGHUP)";
/** The signals that stop a command, and the exit codes that tell of them. */
export declare const SIGNALS: {
    readonly SIGINT: 130;
    readonly SIGTERM: 143;
    readonly SIGHUP: 129;
};
/** Thrown through a command that a signal ended. */
export declare class Interrupted extends Error {
    readonly exitCode: number;
    constructor(signal: keyof typeof SIGNALS);
}
/** The exit code that an error ends a command with. */
export declare function exitCodeOf(error: unknown): number;
/** What stderr shows of an error: the sentence of one that was foreseen, the stack of any other. */
export declare function describeError(error: unknown): string;
