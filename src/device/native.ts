/** The native device: the C++ addon's queue, on the CPU. */
import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { ArgumentError, DeviceError } from "../errors.js";
import type { Backend, DeviceInfo, ProfileEntry } from "./backend.js";
import { BINDING_ALIGNMENT, type BufferSlice } from "./buffer.js";
import { type Command, paramWords } from "./command.js";

interface NativeQueue {
  allocate(bytes: number): number | null;
  free(id: number): void;
  submit(stream: Uint32Array): void;
  write(id: number, offset: number, data: Uint8Array): void;
  /** Fills `target` and resolves with it. */
  read(id: number, offset: number, target: ArrayBuffer): Promise<ArrayBuffer>;
  startProfile(): void;
  endProfile(): Promise<ProfileEntry[]>;
  close(): void;
}

interface Addon {
  NativeDevice: new (level: string, threads: number, onLost: (reason: string) => void) => NativeQueue;
  /** SIMD levels that this build holds and this processor runs, best first. */
  simdLevels(): string[];
  kernels(level: string): [name: string, buffers: number, words: number][];
}

export interface NativeOptions {
  /**
   * Threads that compute; default `SKEIN_THREADS`, else one per core. With one for each processor that the process
   * may use, Linux keeps each to its own; any other number is left to the scheduler. So where several processes
   * share a machine, give each its part.
   */
  readonly threads?: number;
  /** One of `nativeSimdLevels()`; default `SKEIN_SIMD`, else the best. */
  readonly simd?: string;
}

let loaded: Addon | undefined;

function loadAddon(): Addon {
  const path =
    process.env.SKEIN_ADDON ?? fileURLToPath(new URL("../../build/Release/skein.node", import.meta.url));
  try {
    loaded ??= createRequire(import.meta.url)(path) as Addon;
  } catch (cause) {
    throw new DeviceError(
      `the native addon cannot be loaded (${(cause as Error).message.split("\n")[0]}): build it with "npm run build"`,
      { cause },
    );
  }
  return loaded;
}

/** The SIMD levels that can be asked for here, best first. */
export function nativeSimdLevels(): string[] {
  return loadAddon().simdLevels();
}

/** The largest allocation asked of the C++ side; a slice may be all of it. */
const MAX_BYTES = 2 ** 40;

/** Opens the CPU device. @throws {DeviceError} when the addon is not built. */
export function openNative(options: NativeOptions = {}): Backend {
  const addon = loadAddon();
  const levels = addon.simdLevels();
  const level = options.simd ?? process.env.SKEIN_SIMD ?? levels[0]!;
  if (!levels.includes(level)) {
    throw new DeviceError(`SIMD level ${level} is not available here: choose one of ${levels.join(", ")}`);
  }
  const threads = options.threads ?? Number(process.env.SKEIN_THREADS ?? availableParallelism());
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new ArgumentError(`${threads} threads asked for: give a whole number from 1 to 1024`);
  }
  const kernels = new Map(addon.kernels(level).map((entry, index) => [entry[0], { index, entry }]));
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
  const place = (stream: number[], { buffer, offset }: BufferSlice) =>
    stream.push(buffer.handle as number, offset / BINDING_ALIGNMENT);
  const size = (stream: number[], bytes: number) => stream.push(bytes >>> 0, Math.floor(bytes / 2 ** 32));

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
      const stream: number[] = [];
      for (const command of commands) {
        if (command.type === "dispatch") {
          const found = kernels.get(command.kernel.name);
          if (!found || found.entry[2] !== command.kernel.paramList.length) {
            throw new DeviceError(
              `the native addon does not have this version of ${command.kernel.name}: build it again with "npm run build"`,
            );
          }
          stream.push(0, found.index);
          for (const slice of command.slices) place(stream, slice);
          stream.push(...paramWords(command.kernel, command.params));
        } else if (command.type === "copy") {
          stream.push(1);
          place(stream, command.from);
          place(stream, command.to);
          size(stream, command.from.bytes);
        } else {
          stream.push(2);
          place(stream, command.slice);
          size(stream, command.slice.bytes);
        }
      }
      queue.submit(Uint32Array.from(stream));
    },
    write: (handle, offset, data) => queue.write(handle as number, offset, data),
    read: (handle, offset, bytes) =>
      typed(() => queue.read(handle as number, offset, new ArrayBuffer(bytes))),
    startProfile: () => queue.startProfile(),
    endProfile: () => typed(() => queue.endProfile()),
    close: () => queue.close(),
  };
}

/** What the addon settles, with its errors as ours. */
async function typed<T>(settle: () => Promise<T>): Promise<T> {
  try {
    return await settle();
  } catch (cause) {
    throw new DeviceError((cause as Error).message, { cause });
  }
}
