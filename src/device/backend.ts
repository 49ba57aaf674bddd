/** What a device implementation provides. `Device` does everything they have in common. */
import type { AdapterTraits } from "../kernels/kernel.js";
import type { Command } from "./command.js";

export type DeviceKind = "native" | "webgpu" | "shadow";

/** What a device is and what it can hold. */
export interface DeviceInfo {
  readonly kind: DeviceKind;
  /** For people: the adapter or the processor. */
  readonly name: string;
  /** Whether a GPU does the work. */
  readonly isGpu: boolean;
  /** Largest slice that a kernel may bind, in bytes. */
  readonly maxBindingBytes: number;
  /** Implementation facts for `skein devices` and the benchmark's header. */
  readonly details: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Time on the device, per command. */
export interface ProfileEntry {
  readonly kernel: string;
  /** Milliseconds. */
  readonly duration: number;
}

export interface Backend {
  readonly info: DeviceInfo;
  /** Present where kernels run as WebGPU passes. */
  readonly traits?: AdapterTraits;
  /** Resolves with the reason when the device is lost; never rejects. */
  readonly lost: Promise<string>;
  allocate(bytes: number): unknown;
  free(handle: unknown): void;
  /** Enqueues commands in order, after everything enqueued before. */
  execute(commands: readonly Command[]): void;
  /** Enqueues a write; `data` is copied before this returns. */
  write(handle: unknown, offset: number, data: Uint8Array): void;
  /** Fills `into` with what lies from `offset` on once everything enqueued before is done. */
  read(handle: unknown, offset: number, into: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Frees what kernels keep under numbers of values, after everything enqueued before. Missing where they keep nothing. */
  forget?(numbers: readonly number[]): void;
  /** Starts or ends measuring each command; ending resolves with what was measured. */
  startProfile(): void;
  endProfile(): Promise<ProfileEntry[]>;
  close(): void;
}
