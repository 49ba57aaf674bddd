/** The native device: the C++ addon's queue, on the CPU. */
import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { ArgumentError, DeviceError } from "../../errors.js";
import { BINDING_ALIGNMENT } from "../buffer.js";
import { writeParams } from "../command.js";
import { Words } from "../words.js";
let loaded;
function loadAddon() {
    const path = process.env.SKEIN_ADDON ?? fileURLToPath(new URL("../../../build/Release/skein.node", import.meta.url));
    try {
        loaded ??= createRequire(import.meta.url)(path);
    }
    catch (cause) {
        throw new DeviceError(`the native addon cannot be loaded (${cause.message.split("\n")[0]}): build it with "npm run build"`, { cause });
    }
    return loaded;
}
/** The SIMD levels that can be asked for here, best first. */
export function nativeSimdLevels() {
    return loadAddon().simdLevels();
}
/** The largest allocation asked of the C++ side; a slice may be all of it. */
const MAX_BYTES = 2 ** 40;
/** Opens the CPU device. @throws {DeviceError} when the addon is not built. */
export function openNative(options = {}) {
    const addon = loadAddon();
    const levels = addon.simdLevels();
    const level = options.simd ?? process.env.SKEIN_SIMD ?? levels[0];
    if (!levels.includes(level)) {
        throw new DeviceError(`SIMD level ${level} is not available here: choose one of ${levels.join(", ")}`);
    }
    const threads = options.threads ?? Number(process.env.SKEIN_THREADS ?? availableParallelism());
    if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
        throw new ArgumentError(`${threads} threads asked for: give a whole number from 1 to 1024`);
    }
    const compiled = new Map(addon.kernels(level).map((entry, index) => [entry[0], { index, words: entry[2] }]));
    let markLost;
    const lost = new Promise((resolve) => {
        markLost = resolve;
    });
    const queue = openQueue();
    const info = {
        kind: "native",
        name: cpus()[0]?.model.trim() || "CPU",
        isGpu: false,
        maxBindingBytes: MAX_BYTES,
        details: { simd: level, simdAvailable: levels, threads },
    };
    function openQueue() {
        try {
            return new addon.NativeDevice(level, threads, markLost);
        }
        catch (cause) {
            throw new DeviceError(`the native device cannot start ${threads} threads (${cause.message}): ask for fewer with SKEIN_THREADS`, { cause });
        }
    }
    /** The addon's number of a kernel. */
    const indices = new Map();
    const indexOf = (kernel) => {
        const known = indices.get(kernel);
        if (known !== undefined)
            return known;
        const found = compiled.get(kernel.name);
        if (found?.words !== kernel.paramList.length) {
            throw new DeviceError(`the native addon does not have this version of ${kernel.name}: build it again with "npm run build"`);
        }
        indices.set(kernel, found.index);
        return found.index;
    };
    const stream = new CommandStream();
    return {
        info,
        lost,
        allocate(bytes) {
            const id = queue.allocate(bytes);
            if (id === null)
                throw new DeviceError(`out of memory: ${bytes} bytes could not be had: use smaller batches`);
            return id;
        },
        free: (handle) => queue.free(handle),
        execute(commands) {
            stream.clear();
            for (const command of commands) {
                if (command.type === "dispatch")
                    stream.dispatch(indexOf(command.kernel), command);
                else if (command.type === "copy")
                    stream.copy(command);
                else
                    stream.clearSlice(command);
            }
            queue.submit(stream.words);
        },
        write: (handle, offset, data) => queue.write(handle, offset, data),
        read: (handle, offset, bytes) => typed(() => queue.read(handle, offset, new ArrayBuffer(bytes))),
        startProfile: () => queue.startProfile(),
        endProfile: () => typed(() => queue.endProfile()),
        close: () => queue.close(),
    };
}
/** Commands as the 32-bit words that addon.cc's `submit` takes; the memory is reused. */
class CommandStream {
    #words = new Words();
    #length = 0;
    get words() {
        return this.#words.u32.subarray(0, this.#length);
    }
    clear() {
        this.#length = 0;
    }
    dispatch(index, { kernel, slices, params }) {
        const count = kernel.paramList.length;
        this.#begin(0, 1 + 2 * slices.length + count);
        this.#push(index);
        for (const slice of slices)
            this.#place(slice);
        writeParams(kernel, params, this.#words, this.#length);
        this.#length += count;
    }
    copy({ from, to }) {
        this.#begin(1, 6);
        this.#place(from);
        this.#place(to);
        this.#size(from.bytes);
    }
    clearSlice({ slice }) {
        this.#begin(2, 4);
        this.#place(slice);
        this.#size(slice.bytes);
    }
    /** A command's code, with room for as many words behind it. */
    #begin(code, words) {
        this.#words.reserve(this.#length + 1 + words);
        this.#push(code);
    }
    #push(word) {
        this.#words.u32[this.#length++] = word;
    }
    #place({ buffer, offset }) {
        this.#push(buffer.handle);
        this.#push(offset / BINDING_ALIGNMENT);
    }
    #size(bytes) {
        this.#push(bytes >>> 0);
        this.#push(Math.floor(bytes / 2 ** 32));
    }
}
/** What the addon settles, with its errors as ours. */
async function typed(settle) {
    try {
        return await settle();
    }
    catch (cause) {
        throw new DeviceError(cause.message, { cause });
    }
}
//# sourceMappingURL=native.js.map