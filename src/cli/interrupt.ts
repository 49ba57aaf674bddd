import { Interrupted } from "./exit_codes.js";
import type { Output } from "./output.js";

/**
 * Ctrl-C, heard for as long as this is not disposed: the first aborts `signal`,
 * the second ends the process at once. SIGTERM, which schedulers send, counts alike.
 */
export class InterruptListener {
  /** What the first Ctrl-C answers. */
  message = "Stopping.";
  readonly #controller = new AbortController();
  readonly #handlers: readonly (readonly ["SIGINT" | "SIGTERM", () => void])[];

  constructor(out: Output) {
    this.#handlers = (["SIGINT", "SIGTERM"] as const).map((name) => {
      const handler = () => {
        const interrupted = new Interrupted(name);
        if (this.signal.aborted) process.exit(interrupted.exitCode);
        // Progress bars listen too, and clear the line for the message.
        this.#controller.abort(interrupted);
        out.warn(this.message);
      };
      process.on(name, handler);
      return [name, handler] as const;
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    for (const [name, handler] of this.#handlers) process.off(name, handler);
  }
}
