import { Tape } from "./tape.js";
/**
 * Calls `work` with a new tape, and disposes of the tape when `work` returns or throws, or when the promise that it
 * returns is settled. Returns what `work` returns. A tensor that has to outlive the tape is taken out of it with
 * `tape.take(tensor)`.
 */
export function withTape(device, work, options = {}) {
    const tape = new Tape(device, options);
    let settles = false;
    try {
        const result = work(tape);
        if (!isPromise(result))
            return result;
        settles = true;
        return Promise.resolve(result).finally(() => tape.dispose());
    }
    finally {
        if (!settles)
            tape.dispose();
    }
}
const isPromise = (value) => typeof value?.then === "function";
//# sourceMappingURL=with_tape.js.map