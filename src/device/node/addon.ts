/** The C++ addon: where it is looked for, and what to do where it is missing. */
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DeviceError } from "../../errors.js";
import { VERSION } from "../../version.js";
import type { ProfileEntry } from "../backend.js";

export interface NativeQueue {
  allocate(bytes: number): number | null;
  free(id: number): void;
  submit(stream: Uint32Array): void;
  write(id: number, offset: number, data: Uint8Array): void;
  /** Fills `target`. */
  read(id: number, offset: number, target: Uint8Array): Promise<void>;
  /** Frees what kernels keep under these numbers. */
  forget(numbers: Uint32Array): void;
  startProfile(): void;
  endProfile(): Promise<ProfileEntry[]>;
  close(): void;
}

export interface Addon {
  NativeDevice: new (level: string, threads: number, onLost: (reason: string) => void) => NativeQueue;
  /** SIMD levels that this build holds and this processor runs, best first. */
  simdLevels(): string[];
  kernels(level: string): [name: string, buffers: number, words: number][];
  /** Zeros in a new file of that name, which is removed from its folder at once. */
  fileBacked(path: string, bytes: number): ArrayBuffer;
  /** Keeps back what the process writes to the standard error; false where that is under way, or cannot be had. */
  beginStderrCapture(): boolean;
  /** Ends that; what was written. */
  endStderrCapture(): string;
}

const require = createRequire(import.meta.url);
const BUILT = fileURLToPath(new URL("../../../build/Release/skein.node", import.meta.url));

let loaded: Addon | undefined;

/**
 * The addon: the file that `SKEIN_ADDON` names, else this platform's package, else what was built here.
 * @throws {DeviceError} when there is none, or it cannot be loaded.
 */
export function loadAddon(): Addon {
  loaded ??= findAddon();
  return loaded;
}

function findAddon(): Addon {
  const named = process.env.SKEIN_ADDON;
  if (named) return load(named, 'build it with "npm run build", or leave SKEIN_ADDON out');
  const platform = platformPackages().find(isInstalled);
  if (platform) {
    checkPackage(platform);
    return load(`${platform}/skein.node`, `install it again: npm install ${platform}@${VERSION}`);
  }
  if (existsSync(BUILT)) return load(BUILT, 'build it again with "npm run build"');
  throw new DeviceError(
    `the native addon is missing (${platformPackages().join(" or ")} is not installed): install skein again without ` +
      '--omit=optional; where there is no such package, build skein from its source with "npm run build", or compute ' +
      "with --device webgpu",
  );
}

/** Packages with an addon for this system; npm installs the one that fits its C library. */
function platformPackages(): string[] {
  const endings = process.platform === "linux" ? ["-gnu", "-musl"] : [""];
  return endings.map((ending) => `@skein/native-${process.platform}-${process.arch}${ending}`);
}

function isInstalled(platform: string): boolean {
  try {
    require.resolve(`${platform}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/**
 * A file that was cut off would end the process, not raise an error, so its length is compared first.
 * @throws {DeviceError} when the package is of another version, or not whole.
 */
function checkPackage(platform: string): void {
  const { version, bytes } = require(`${platform}/package.json`) as { version: string; bytes: number };
  if (version !== VERSION) {
    throw new DeviceError(
      `${platform} is version ${version}, and skein ${VERSION}: install both again with npm install skein@${VERSION}`,
    );
  }
  const folder = dirname(require.resolve(`${platform}/package.json`));
  const found = statSync(join(folder, "skein.node"), { throwIfNoEntry: false })?.size ?? 0;
  if (found !== bytes) {
    throw new DeviceError(
      `the native addon is damaged (${found} bytes of ${bytes}): install it again: npm install ${platform}@${VERSION}`,
    );
  }
}

function load(path: string, remedy: string): Addon {
  try {
    return require(path) as Addon;
  } catch (cause) {
    const reason = (cause as Error).message.split("\n")[0]!;
    const glibc = /version `GLIBC_([0-9.]+)' not found/.exec(reason)?.[1];
    if (glibc) {
      throw new DeviceError(
        `the native addon needs glibc ${glibc} or newer, which this system lacks: build skein from its source with ` +
          '"npm run build", or compute with --device webgpu',
        { cause },
      );
    }
    throw new DeviceError(`the native addon cannot be loaded (${reason}): ${remedy}`, { cause });
  }
}
