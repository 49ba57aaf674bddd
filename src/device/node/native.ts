/** The native device: the C++ addon's queue, on the CPU. */
import { cpus } from "node:os";
import { ArgumentError, DeviceError } from "../../errors.js";
import type { AnyKernel } from "../../kernels/kernel.js";
import { threadsPerRank } from "../../parallel/node/local_rank.js";
import type { Backend, DeviceInfo } from "../backend.js";
import { BINDING_ALIGNMENT, type BufferSlice } from "../buffer.js";
import { type Clear, type Command, type Copy, type Dispatch, writeParams } from "../command.js";
import { Words } from "../words.js";
import { loadAddon, type NativeQueue } from "./addon.js";

export interface NativeOptions {
  /**
   * Threads that compute; default `SKEIN_THREADS`, else one per core, which the processes that mpirun or srun started
   * on one machine share. With one for each processor that the process
   * may use, Linux keeps each to its own; any other number is left to the scheduler. So where several processes
   * share a machine, give each its part.
   */
  readonly threads?: number;
  /** One of `nativeSimdLevels()`; default `SKEIN_SIMD`, else the best. */
  readonly simd?: string;
}

/** The SIMD levels that can be asked for here, best first. */
export function nativeSimdLevels(): string[] {
  return loadAddon().simdLevels();
}

/** The largest allocation asked of the C++ side; a slice may be all of it. */
const MAX_BYTES = 2 ** 40;

/** Opens the CPU device. @throws {DeviceError} when there is no addon. */
export function openNative(options: NativeOptions = {}): Backend {
  const addon = loadAddon();
  const levels = addon.simdLevels();
  const level = options.simd ?? process.env.SKEIN_SIMD ?? levels[0]!;
  if (!levels.includes(level)) {
    throw new DeviceError(`SIMD level ${level} is not available here: choose one of ${levels.join(", ")}`);
  }
  const threads = options.threads ?? Number(process.env.SKEIN_THREADS ?? threadsPerRank());
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new ArgumentError(`${threads} threads asked for: give a whole number from 1 to 1024`);
  }
  const compiled = new Map(
    addon.kernels(level).map((entry, index) => [entry[0], { index, words: entry[2] }]),
  );
  let markLost!: (reason: string) => void;
  const lost = new Promise<string>((resolve) => {
    markLost = resolve;
  });
  const queue = openQueue();
  const info: DeviceInfo = {
    kind: "native",
    name: cpus()[0]?.model.trim() || "CPU",
    isGpu: false,
    maxBindingBytes: MAX_BYTES,
    details: { simd: level, simdAvailable: levels, threads },
  };

  function openQueue(): NativeQueue {
    try {
      return new addon.NativeDevice(level, threads, markLost);
    } catch (cause) {
      throw new DeviceError(
        `the native device cannot start ${threads} threads (${(cause as Error).message}): ask for fewer with SKEIN_THREADS`,
        { cause },
      );
    }
  }
  /** The addon's number of a kernel. */
  const indices = new Map<AnyKernel, number>();
  const indexOf = (kernel: AnyKernel) => {
    const known = indices.get(kernel);
    if (known !== undefined) return known;
    const found = compiled.get(kernel.name);
    if (found?.words !== kernel.paramList.length) {
      throw new DeviceError(
        `the native addon does not have this version of ${kernel.name}: build it again with "npm run build"`,
      );
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
    free: (handle) => queue.free(handle as number),
    execute(commands: readonly Command[]) {
      stream.clear();
      for (const command of commands) {
        if (command.type === "dispatch") stream.dispatch(indexOf(command.kernel), command);
        else if (command.type === "copy") stream.copy(command);
        else stream.clearSlice(command);
      }
      queue.submit(stream.words);
    },
    write: (handle, offset, data) => queue.write(handle as number, offset, data),
    read: (handle, offset, into) => typed(() => queue.read(handle as number, offset, into)),
    forget: (numbers) => queue.forget(Uint32Array.from(numbers)),
    startProfile: () => queue.startProfile(),
    endProfile: () => typed(() => queue.endProfile()),
    close: () => queue.close(),
  };
}

/** Commands as the 32-bit words that addon.cc's `submit` takes; the memory is reused. */
class CommandStream {
  readonly #words = new Words();
  #length = 0;

  get words(): Uint32Array {
    return this.#words.u32.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  dispatch(index: number, { kernel, slices, params }: Dispatch): void {
    const count = kernel.paramList.length;
    this.#begin(0, 1 + 2 * slices.length + count);
    this.#push(index);
    for (const slice of slices) this.#place(slice);
    writeParams(kernel, params, this.#words, this.#length);
    this.#length += count;
  }

  copy({ from, to }: Copy): void {
    this.#begin(1, 6);
    this.#place(from);
    this.#place(to);
    this.#size(from.bytes);
  }

  clearSlice({ slice }: Clear): void {
    this.#begin(2, 4);
    this.#place(slice);
    this.#size(slice.bytes);
  }

  /** A command's code, with room for as many words behind it. */
  #begin(code: number, words: number): void {
    this.#words.reserve(this.#length + 1 + words);
    this.#push(code);
  }

  #push(word: number): void {
    this.#words.u32[this.#length++] = word;
  }

  #place({ buffer, offset }: BufferSlice): void {
    this.#push(buffer.handle as number);
    this.#push(offset / BINDING_ALIGNMENT);
  }

  #size(bytes: number): void {
    this.#push(bytes >>> 0);
    this.#push(Math.floor(bytes / 2 ** 32));
  }
}

/** What the addon settles, with its errors as ours. */
async function typed<T>(settle: () => Promise<T>): Promise<T> {
  try {
    return await settle();
  } catch (cause) {
    throw new DeviceError((cause as Error).message, { cause });
  }
}
