import { Interrupted, SIGNALS } from "./exit_codes.js";
import type { Output } from "./output.js";

type Signal = keyof typeof SIGNALS;

/**
 * Ctrl-C, heard for as long as this is not disposed: the first aborts `signal`, the second ends the process at
 * once. SIGTERM and SIGUSR2, which schedulers send, count alike; so does SIGHUP, sent when a terminal or a connection is
 * closed, except that it never counts as the second: shell and system both send it, and nobody presses it.
 */
export class InterruptListener {
  /** What the first Ctrl-C answers. */
  message = "Stopping.";
  readonly #controller = new AbortController();
  readonly #handlers: readonly (readonly [Signal, () => void])[];

  constructor(out: Output) {
    this.#handlers = (Object.keys(SIGNALS) as Signal[]).map((name) => {
      const handler = () => {
        if (this.signal.aborted) {
          if (name !== "SIGHUP") process.exit(SIGNALS[name]);
          return;
        }
        // Progress bars listen too, and clear the line for the message.
        this.#controller.abort(new Interrupted(name));
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
