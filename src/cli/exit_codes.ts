/** How a command ends: its exit code, and what it says about an error. */
import { DeviceError, ParallelError, SealedFileError, SkeinError, TrainingError } from "../errors.js";
import { printable, printableLines } from "./printable.js";

export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** The table at the end of `skein --help`. */
export const EXIT_CODES_HELP = `Exit codes:
  0    success
  1    it could not be done: no such device or a lost one, a loss that is not a number,
       a full disk, a kernel that failed verification, shards that another machine has,
       a defect in skein
  2    the command line or its input is wrong: an option, an image source, labels,
       a model file, an output folder
  130  interrupted (Ctrl-C); 143 where SIGTERM did it, 129 where the terminal was closed (SIGHUP),
       140 where SIGUSR2 did, which mpirun hands on at once`;

/** The signals that stop a command, and the exit codes that tell of them. */
export const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129, SIGUSR2: 140 } as const;

/** Thrown through a command that a signal ended. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: keyof typeof SIGNALS) {
    super(`interrupted by ${signal}`);
    this.exitCode = SIGNALS[signal];
  }

  /** Of another process's message. */
  static from(message: string): Interrupted {
    const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
    return new Interrupted(names.find((name) => message.endsWith(name)) ?? "SIGTERM");
  }
}

/** Conditions of the machine, which another command line would not change. */
const MACHINE = ["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EMFILE", "ENOMEM"];

/** The exit code of a signal that ended another rank's part of the work, where this is what happened. */
function interruptionElsewhere(error: unknown): number | undefined {
  if (!(error instanceof ParallelError)) return undefined;
  const { exitCode } = (error.cause ?? {}) as { exitCode?: unknown };
  return typeof exitCode === "number" ? exitCode : undefined;
}

/** Whether a signal ended the command, here or on another rank. */
export const isInterruption = (error: unknown): boolean =>
  error instanceof Interrupted || interruptionElsewhere(error) !== undefined;

/** The exit code that an error ends a command with. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  const told = interruptionElsewhere(error);
  if (told !== undefined) return told;
  if (!(error instanceof SkeinError)) return EXIT.failure;
  if (error instanceof ParallelError && error.rank !== undefined) return exitCodeOf(error.cause);
  if (error instanceof DeviceError || error instanceof TrainingError) return EXIT.failure;
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && MACHINE.includes(code) ? EXIT.failure : EXIT.usage;
}

/** How the command line is given what opens an encrypted file. */
const OPENED_WITH = {
  identity: "--identity <file>",
  passphrase: "it is asked for on a terminal, or read from the file that SKEIN_PASSPHRASE_FILE names",
};

/** What stderr shows of an error: the sentence of one that was foreseen, the stack of any other. */
export function describeError(error: unknown): string {
  if (error instanceof SealedFileError) return printable(`${error.message} (${OPENED_WITH[error.needs]})`);
  if (error instanceof SkeinError || error instanceof Interrupted) return printable(error.message);
  const stack = printableLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return (
    `${stack}\nThis is a defect in skein. Please report it with the lines above, ` +
    "the command line, and what `skein devices` prints."
  );
}
