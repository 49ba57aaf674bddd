/** Scripts of bench/peers that take one JSON object and answer with another. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PYTHON_ENV, peerPython } from "../bench/peers.js";
const FOLDER = new URL("../../bench/peers/", import.meta.url);
/**
 * What the script answers; null where Python, or a library that the script needs, is missing.
 * @param libraries the folder of .cache that has them
 */
export function runPython(script, order, libraries = "peers") {
    return new Promise((resolve, reject) => {
        const path = fileURLToPath(new URL(script, FOLDER));
        const options = { maxBuffer: 2 ** 28, env: { ...PYTHON_ENV, ...process.env } };
        const child = execFile(peerPython(libraries), [path], options, (error, stdout, stderr) => {
            if (!error) {
                try {
                    return resolve(JSON.parse(stdout));
                }
                catch (invalid) {
                    return reject(invalid);
                }
            }
            const missing = error.code === "ENOENT" || /No module named/.test(stderr);
            if (missing)
                return resolve(null);
            reject(error);
        });
        child.stdin.on("error", () => { });
        child.stdin.end(JSON.stringify(order));
    });
}
//# sourceMappingURL=python.js.map