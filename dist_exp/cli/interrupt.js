import { Interrupted, SIGNALS } from "./exit_codes.js";
/**
 * Ctrl-C, heard for as long as this is not disposed: the first aborts `signal`, the second ends the process at
 * once. SIGTERM, which schedulers send, counts alike; so does SIGHUP, sent when a terminal or a connection is
 * closed, except that it never counts as the second: shell and system both send it, and nobody presses it.
 */
export class InterruptListener {
    /** What the first Ctrl-C answers. */
    message = "Stopping.";
    #controller = new AbortController();
    #handlers;
    constructor(out) {
        this.#handlers = Object.keys(SIGNALS).map((name) => {
            const handler = () => {
                if (this.signal.aborted) {
                    if (name !== "SIGHUP")
                        process.exit(SIGNALS[name]);
                    return;
                }
                // Progress bars listen too, and clear the line for the message.
                this.#controller.abort(new Interrupted(name));
                out.warn(this.message);
            };
            process.on(name, handler);
            return [name, handler];
        });
    }
    get signal() {
        return this.#controller.signal;
    }
    [Symbol.dispose]() {
        for (const [name, handler] of this.#handlers)
            process.off(name, handler);
    }
}
//# sourceMappingURL=interrupt.js.map