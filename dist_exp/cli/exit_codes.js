/** How a command ends: its exit code, and what it says about an error. */
import { DeviceError, SkeinError, TrainingError } from "../errors.js";
import { printable, printableLines } from "./printable.js";
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 };
/** The table at the end of `skein --help`. */
export const EXIT_CODES_HELP = `Exit codes:
  0    success
  1    it could not be done: no such device or a lost one, a loss that is not a number,
       a full disk, a kernel that failed verification, a defect in skein
  2    the command line or its input is wrong: an option, an image source, labels,
       a model file, an output folder
  130  interrupted (Ctrl-C); 143 where SIGTERM did it, 129 where the terminal was closed (SIGHUP)`;
/** The signals that stop a command, and the exit codes that tell of them. */
export const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 };
/** Thrown through a command that a signal ended. */
export class Interrupted extends Error {
    exitCode;
    constructor(signal) {
        super(`interrupted by ${signal}`);
        this.exitCode = SIGNALS[signal];
    }
}
/** Conditions of the machine, which another command line would not change. */
const MACHINE = ["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EMFILE", "ENOMEM"];
/** The exit code that an error ends a command with. */
export function exitCodeOf(error) {
    if (error instanceof Interrupted)
        return error.exitCode;
    if (!(error instanceof SkeinError))
        return EXIT.failure;
    if (error instanceof DeviceError || error instanceof TrainingError)
        return EXIT.failure;
    const { code } = (error.cause ?? {});
    return code !== undefined && MACHINE.includes(code) ? EXIT.failure : EXIT.usage;
}
/** What stderr shows of an error: the sentence of one that was foreseen, the stack of any other. */
export function describeError(error) {
    if (error instanceof SkeinError || error instanceof Interrupted)
        return printable(error.message);
    const stack = printableLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return (`${stack}\nThis is a defect in skein. Please report it with the lines above, ` +
        "the command line, and what `skein devices` prints.");
}
//# sourceMappingURL=exit_codes.js.map