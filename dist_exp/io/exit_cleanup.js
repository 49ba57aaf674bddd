/** What must not stay behind where the process ends in the middle: by `process.exit`, or an error nobody caught. */
const steps = new Set();
function runAll() {
    for (const step of steps) {
        try {
            step();
        }
        catch {
            // The process is ending: the other steps still get their turn.
        }
    }
}
/** Registers a synchronous step for the end of the process. Returns what takes it back. */
export function atExit(step) {
    // One listener for all: Node warns of leaks beyond ten.
    if (steps.size === 0)
        process.on("exit", runAll);
    steps.add(step);
    return () => {
        if (steps.delete(step) && steps.size === 0)
            process.off("exit", runAll);
    };
}
//# sourceMappingURL=exit_cleanup.js.map