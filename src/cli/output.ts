/**
 * Where a command writes: results to stdout, everything else to stderr, so that
 * a pipe gets the results alone.
 */
export interface OutputOptions {
  /** Progress and notes are left out; errors and warnings are not. */
  readonly quiet?: boolean;
}

export class Output {
  readonly #quiet: boolean;
  #closed = false;

  constructor({ quiet = false }: OutputOptions = {}) {
    this.#quiet = quiet;
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      // `skein ... | head` has read enough: what is still to be done is done, unheard.
      if (error.code !== "EPIPE") throw error;
      this.#closed = true;
    });
    process.stderr.on("error", () => {});
  }

  get quiet(): boolean {
    return this.#quiet;
  }

  /** Whether whoever read stdout has gone. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Whether a progress bar may be drawn. */
  get interactive(): boolean {
    return !this.#quiet && process.stderr.isTTY === true;
  }

  /** A line for the person who waits. */
  note(line: string): void {
    if (!this.#quiet) process.stderr.write(`${line}\n`);
  }

  /** A line that matters even to those who asked for quiet. */
  warn(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** Writes results; resolves when they are on their way, so that a slow reader slows the command down. */
  async result(text: string): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      process.stdout.write(text, () => resolve());
    });
  }
}
