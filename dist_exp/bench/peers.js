/**
 * Other libraries, each in a process of its own under bench/peers. One JSON
 * object per line each way; arrays travel as files of raw little-endian values.
 *
 *     {"op": "hello", "threads": 2}                      -> {"version": "2.6.0", "libraries": [...], "worked": {...}}
 *     {"op": "prepare", "work", "sizes", "settings", "inputs": {name: {"file", "dtype", "shape"}}}
 *                                                        -> {"note": how} or {"unsupported": why}
 *     {"op": "results", "folder"}                        -> {"outputs": {name: file}}, of the inputs as given
 *     {"op": "run", "runs": 10}                          -> {"ms": 1.5}, per run
 *     {"op": "memory"}                                   -> {"peak": bytes}, the most that it ever had in memory
 *     {"op": "release"}                                  -> {}
 *
 * Any answer may be {"error": what}. bench/peers/README.md says what each work takes.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SkeinError } from "../errors.js";
import { describeMachine } from "./machine.js";
import { checkPeer, peerEnvironment } from "./peer_check.js";
/** See Contestant: their threads were seen to spin on after a run, GNU's OpenMP for 70 ms, ONNX Runtime's for 42. */
export const PEER_SETTLE_MS = 100;
/** In the order of the table's columns. */
export const peerDefinitions = [
    { name: "pytorch", beside: "native", script: "torch_peer.py", args: ["cpu"] },
    { name: "onnxruntime", beside: "native", script: "onnxruntime.mjs", free: true },
    { name: "openblas", beside: "native", script: "gemm_peer.py", args: ["openblas"] },
    { name: "onednn", beside: "native", script: "gemm_peer.py", args: ["onednn"] },
    { name: "scikit-learn", beside: "native", script: "sklearn_peer.py" },
    { name: "ml-kmeans", beside: "native", script: "ml_kmeans.mjs", single: true },
    { name: "hnswlib", beside: "native", script: "hnswlib.mjs", single: true },
    { name: "tfjs-wasm", beside: "native", script: "tfjs.mjs", args: ["wasm"], single: true },
    { name: "tfjs-webgpu", beside: "webgpu", script: "tfjs.mjs", args: ["webgpu"] },
    { name: "pytorch-cuda", beside: "webgpu", script: "torch_peer.py", args: ["cuda"] },
];
const FOLDER = fileURLToPath(new URL("../../bench/peers", import.meta.url));
/** Where Debian's libraries are put: by `npm run bench:peers:setup` in a folder `peers`. */
const CACHE = fileURLToPath(new URL("../../.cache", import.meta.url));
/**
 * `SKEIN_PYTHON`, or the Python that was fetched with its libraries, or the path's.
 * @param libraries the folder of .cache that has them
 */
export function peerPython(libraries = "peers") {
    if (process.env.SKEIN_PYTHON)
        return process.env.SKEIN_PYTHON;
    const parent = join(CACHE, libraries);
    const folders = existsSync(parent) ? readdirSync(parent) : [];
    const fetched = folders.map((name) => join(parent, name, "python")).find((path) => existsSync(path));
    return fetched ?? "python3";
}
/**
 * How PyTorch's performance guide sets up OpenMP and the allocator. Left to the scheduler, two spinning
 * threads were seen to share a core, and PyTorch to take 2 to 60 times as long; glibc hands the memory of
 * large tensors back to the system after each step, and gets it again page by page. A BLAS with threads of its own
 * must be loaded before OpenMP binds the first thread, or it counts one processor: torch_peer.py sees to that, and
 * `checkPeer` to the outcome.
 */
export const PYTHON_ENV = {
    OMP_PROC_BIND: "close",
    OMP_PLACES: "cores",
    MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
    MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
    MALLOC_TOP_PAD_: String(2 ** 28),
};
/** Starting a peer may compile kernels or load a large library. */
const HELLO_MS = 120_000;
export class PeerError extends SkeinError {
}
export class Peer {
    definition;
    setting;
    #process;
    #pending = [];
    #lastWords = "";
    #gone = null;
    constructor(definition, setting) {
        this.definition = definition;
        this.setting = setting;
        const { script, args = [] } = definition;
        const path = join(FOLDER, script);
        const isPython = script.endsWith(".py");
        const command = isPython ? peerPython() : process.execPath;
        const asked = peerEnvironment(setting, describeMachine().cpu);
        const env = { ...(isPython && PYTHON_ENV), ...process.env, ...(isPython && asked) };
        this.#process = spawn(command, [path, ...args], { cwd: FOLDER, env, stdio: ["pipe", "pipe", "pipe"] });
        this.#process.on("error", (error) => this.#end(`${command} does not start (${error.message})`));
        this.#process.on("exit", (code, signal) => this.#end(this.#lastWords.trim().split("\n").at(-1) || `it ended with ${signal ?? `code ${code}`}`));
        this.#process.stdin.on("error", () => { });
        this.#process.stderr.on("data", (text) => {
            this.#lastWords = (this.#lastWords + text.toString()).slice(-4000);
        });
        createInterface({ input: this.#process.stdout }).on("line", (line) => {
            // Libraries greet on stdout; answers are JSON objects.
            if (line.startsWith("{"))
                this.#pending.shift()?.resolve(JSON.parse(line));
        });
    }
    /**
     * Starts a peer; resolves with what it is.
     * @throws {PeerError} saying why it is absent.
     * @throws {PeerMismatch} where it does not work as asked.
     */
    static async start(definition, setting) {
        if (!existsSync(join(FOLDER, definition.script))) {
            throw new PeerError(`bench/peers/${definition.script} is not here: run from a checkout of the repository`);
        }
        const peer = new Peer(definition, setting);
        const timer = setTimeout(() => peer.#end("it did not answer"), HELLO_MS);
        try {
            const answer = await peer.#ask({ op: "hello", threads: setting.threads });
            return { peer, facts: checkPeer(definition.name, answer, setting, definition.free) };
        }
        catch (error) {
            peer.stop();
            throw error;
        }
        finally {
            clearTimeout(timer);
        }
    }
    /** Hands over the work; resolves with why this peer does not do it, or how it does where it says so. */
    async prepare({ sizes, peer }, files) {
        const { work, settings = {} } = peer;
        const answer = await this.#ask({ op: "prepare", work, sizes, settings, inputs: files.entries });
        const text = (value) => (value === undefined || value === null ? null : String(value));
        return { unsupported: text(answer.unsupported), note: text(answer.note) };
    }
    /** The most bytes that the process ever had in memory. */
    async peakMemory() {
        return Number((await this.#ask({ op: "memory" })).peak);
    }
    async results(folder) {
        const into = join(folder, `${this.definition.name}-${this.setting.threads}`);
        await mkdir(into, { recursive: true });
        const { outputs } = await this.#ask({ op: "results", folder: into });
        const read = Object.entries(outputs).map(async ([name, file]) => {
            const bytes = await readFile(file);
            return [name, new Float32Array(Uint8Array.from(bytes).buffer)];
        });
        const results = Object.fromEntries(await Promise.all(read));
        await rm(into, { recursive: true });
        return results;
    }
    /** Milliseconds per run. */
    async time(runs) {
        return Number((await this.#ask({ op: "run", runs })).ms);
    }
    async release() {
        if (!this.#gone)
            await this.#ask({ op: "release" });
    }
    stop() {
        this.#process.kill();
    }
    async #ask(question) {
        if (this.#gone)
            throw new PeerError(`${this.definition.name}: ${this.#gone}`);
        const answer = await new Promise((resolve, reject) => {
            this.#pending.push({ resolve, reject });
            this.#process.stdin.write(`${JSON.stringify(question)}\n`);
        });
        if (answer.error !== undefined)
            throw new PeerError(String(answer.error));
        return answer;
    }
    #end(reason) {
        this.#gone ??= reason;
        for (const { reject } of this.#pending.splice(0))
            reject(new PeerError(this.#gone));
    }
}
/** A case's inputs as files, written once for all peers. */
export class InputFiles {
    entries;
    constructor(entries) {
        this.entries = entries;
    }
    static async write(inputs, folder) {
        await mkdir(folder, { recursive: true });
        const entries = Object.entries(inputs).map(async ([name, { shape, data }], i) => {
            const file = join(folder, `input${i}.bin`);
            await writeFile(file, data);
            return [
                name,
                { file, dtype: DTYPES[data.BYTES_PER_ELEMENT === 1 ? "u8" : data.constructor.name], shape },
            ];
        });
        return new InputFiles(Object.fromEntries(await Promise.all(entries)));
    }
}
/** NumPy's names. */
const DTYPES = {
    u8: "uint8",
    Float32Array: "float32",
    Int32Array: "int32",
    Uint32Array: "uint32",
};
/** Largest |a - b| over the largest |b| (at least 1); infinite where lengths differ or values are not finite. */
export function relativeDifference(a, b) {
    if (a.length !== b.length)
        return Number.POSITIVE_INFINITY;
    let [difference, scale] = [0, 1];
    for (let i = 0; i < b.length; i++) {
        const each = Math.abs(a[i] - b[i]);
        if (!(each <= difference))
            difference = Number.isNaN(each) ? Number.POSITIVE_INFINITY : each;
        scale = Math.max(scale, Math.abs(b[i]));
    }
    return difference / scale;
}
//# sourceMappingURL=peers.js.map