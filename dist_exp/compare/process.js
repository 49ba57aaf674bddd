/** Runs a learner in a process of its own, so that memory is its own, and it can be stopped at any moment. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { excerpt } from "../errors.js";
import { atExit } from "../io/exit_cleanup.js";
/** The compiled program, from src/ as from dist/. */
const CHILD = fileURLToPath(new URL("../../dist/compare/child.js", import.meta.url));
/** Characters of stderr that are kept to explain a process that died. */
const KEPT = 2000;
/** Resolves with null where `signal` stopped the process. */
export function runInProcess(job, signal) {
    if (signal?.aborted)
        return Promise.resolve(null);
    return new Promise((resolve, reject) => {
        // Of a group of its own: Ctrl-C is the parent's to handle.
        const child = fork(CHILD, [], {
            execArgv: [],
            stdio: ["ignore", "ignore", "pipe", "ipc"],
            detached: true,
        });
        const kill = () => child.kill("SIGKILL");
        const keep = atExit(kill);
        signal?.addEventListener("abort", kill, { once: true });
        const settle = () => {
            keep();
            signal?.removeEventListener("abort", kill);
        };
        let answer = null;
        let stderr = "";
        child.stderr.setEncoding("utf8").on("data", (text) => {
            stderr = (stderr + text).slice(-KEPT);
        });
        child.on("message", (message) => {
            answer = message;
        });
        child.on("error", (error) => {
            settle();
            reject(error);
        });
        child.on("close", (code, by) => {
            settle();
            if (answer)
                resolve(answer);
            else if (signal?.aborted)
                resolve(null);
            else
                resolve({ result: null, failure: explain(job.learner, by ?? `exit code ${code}`, stderr) });
        });
        child.send(job, (error) => {
            // A process that ended at once is explained by "close".
            if (error)
                child.kill("SIGKILL");
        });
    });
}
function explain(learner, end, stderr) {
    const outOfMemory = /heap out of memory|Killed/.test(stderr) || end === "SIGKILL";
    const reason = outOfMemory
        ? "out of memory: give fewer images, or a machine with more"
        : excerpt(stderr.trim().split("\n").at(-1) || "it said nothing on stderr");
    return `${learner}: its process ended (${end}): ${reason}`;
}
//# sourceMappingURL=process.js.map