/**
 * Where a command writes: results to stdout, everything else to stderr, so that
 * a pipe gets the results alone. Only here and in progress.ts does text reach a terminal.
 * Of the processes of a job rank 0 alone writes: what it is to say of the others' work, they tell it before.
 */
import { fstatSync, write } from "node:fs";
import { promisify } from "node:util";
import { SkeinError } from "../errors.js";
import { currentRanks } from "./job.js";
import { printableLines } from "./printable.js";

export interface OutputOptions {
  /** Progress and notes are left out; errors and warnings are not. */
  readonly quiet?: boolean;
}

export class Output {
  readonly #quiet: boolean;
  readonly #silent = currentRanks().rank > 0;
  #closed = false;

  constructor({ quiet = false }: OutputOptions = {}) {
    this.#quiet = quiet || this.#silent;
  }

  get quiet(): boolean {
    return this.#quiet;
  }

  /** Whether the reader of stdout has gone. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Whether a progress bar may be drawn. */
  get interactive(): boolean {
    return !this.#quiet && process.stderr.isTTY === true;
  }

  /** Lines for the person who waits. */
  note(lines: string): void {
    if (!this.#quiet) this.warn(lines);
  }

  /** Lines that matter even to those who asked for quiet. */
  warn(lines: string): void {
    if (!this.#silent) process.stderr.write(`${printableLines(lines)}\n`);
  }

  /**
   * Writes results that people read; resolves when they are on their way, so that a slow reader slows the
   * command down.
   * @throws {SkeinError} when stdout cannot be written, except where its reader has gone.
   */
  async result(text: string): Promise<void> {
    await this.#write(printableLines(text));
  }

  /** Writes results that programs read, CSV or JSON: as they are, except on a terminal. @throws as `result`. */
  async data(text: string): Promise<void> {
    await this.#write(process.stdout.isTTY === true ? printableLines(text) : text);
  }

  /** Writes bytes as they are. @throws as `result`. */
  async bytes(bytes: Uint8Array): Promise<void> {
    await this.#write(bytes);
  }

  async #write(text: string | Uint8Array): Promise<void> {
    // `skein ... | head` has read enough: what is still to be done is done, unheard.
    if (this.#closed || this.#silent) return;
    try {
      await writeStdout(text);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code !== "EPIPE") {
        const reason = code === "ENOSPC" ? "the disk is full" : message;
        throw new SkeinError(`cannot write the results to stdout: ${reason}`, { cause });
      }
      this.#closed = true;
    }
  }
}

const STDOUT = 1;
const writeBytes = promisify(write);

async function writeStdout(text: string | Uint8Array): Promise<void> {
  if (!fstatSync(STDOUT).isFile()) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    });
    return;
  }
  // Node takes a short write to a file, as a disk makes it that is nearly full, for a whole one.
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  for (let done = 0; done < bytes.length; ) {
    done += (await writeBytes(STDOUT, bytes, done, bytes.length - done, null)).bytesWritten;
  }
}

/**
 * Keeps what goes wrong with stdout and stderr from ending the process past all cleaning up: `Output` throws it where
 * it can be caught, and what is written otherwise (help, messages) has nobody left to tell.
 */
export function guardStreams(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exitCode ||= 1;
  });
  process.stderr.on("error", () => {});
}
