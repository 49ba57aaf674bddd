/**
 * Runs every command on two devices and compares what each wrote. The first
 * kernel whose results differ is named, and the device counts as lost: start
 * there when a number is wrong.
 */
import { DeviceError } from "../errors.js";
import { compare, hostArray } from "../kernels/compare.js";
import { bytesPerElement } from "../kernels/kernel.js";
import type { Backend, DeviceInfo, ProfileEntry } from "./backend.js";
import type { BufferSlice } from "./buffer.js";
import { type Command, type Dispatch, describeCommand } from "./command.js";

/** Two devices each within a kernel's tolerance of the truth, on inputs that differ by as much. */
const SLACK = 8;

interface Pair {
  readonly first: unknown;
  readonly second: unknown;
}

export class ShadowBackend implements Backend {
  readonly info: DeviceInfo;
  readonly lost: Promise<string>;
  readonly #first: Backend;
  readonly #second: Backend;
  #fail!: (reason: string) => void;
  #difference: string | null = null;
  #checks: Promise<void> = Promise.resolve();

  constructor(first: Backend, second: Backend) {
    this.#first = first;
    this.#second = second;
    this.info = {
      ...first.info,
      kind: "shadow",
      name: `${first.info.name} beside ${second.info.name}`,
      maxBindingBytes: Math.min(first.info.maxBindingBytes, second.info.maxBindingBytes),
    };
    const differs = new Promise<string>((resolve) => {
      this.#fail = resolve;
    });
    this.lost = Promise.race([differs, first.lost, second.lost]);
  }

  allocate(bytes: number): Pair {
    return { first: this.#first.allocate(bytes), second: this.#second.allocate(bytes) };
  }

  free(handle: unknown): void {
    const { first, second } = handle as Pair;
    this.#first.free(first);
    this.#second.free(second);
  }

  execute(commands: readonly Command[]): void {
    for (const command of commands) {
      this.#first.execute([onSide(command, "first")]);
      this.#second.execute([onSide(command, "second")]);
      if (command.type === "dispatch") this.#check(command);
    }
  }

  write(handle: unknown, offset: number, data: Uint8Array): void {
    const { first, second } = handle as Pair;
    this.#first.write(first, offset, data);
    this.#second.write(second, offset, data);
  }

  async read(handle: unknown, offset: number, into: Uint8Array<ArrayBuffer>): Promise<void> {
    await Promise.all([this.#first.read((handle as Pair).first, offset, into), this.#checks]);
    if (this.#difference) throw new DeviceError(this.#difference);
  }

  forget(numbers: readonly number[]): void {
    this.#first.forget?.(numbers);
    this.#second.forget?.(numbers);
  }

  startProfile(): void {
    this.#first.startProfile();
  }

  endProfile(): Promise<ProfileEntry[]> {
    return this.#first.endProfile();
  }

  close(): void {
    this.#first.close();
    this.#second.close();
  }

  #check(command: Dispatch): void {
    const { kernel, params, slices } = command;
    kernel.givenBindings.forEach(([name, binding], index) => {
      if (binding.access === "read") return;
      const { buffer, offset } = slices[index]!;
      const { first, second } = buffer.handle as Pair;
      const bytes = binding.size(params) * bytesPerElement[binding.dtype];
      const read = async (side: Backend, handle: unknown) => {
        const data = new Uint8Array(bytes);
        await side.read(handle, offset, data);
        return hostArray(binding.dtype, data.buffer);
      };
      const sides = Promise.all([read(this.#first, first), read(this.#second, second)]);
      this.#checks = this.#checks.then(async () => {
        const [got, want] = await sides;
        const { absolute, relative, because } = kernel.tolerance;
        const { passed, maxError, worstIndex } = compare(got, want, {
          absolute: absolute * SLACK,
          relative: relative * SLACK,
          because,
        });
        if (passed || this.#difference) return;
        this.#difference =
          `${describeCommand(command)}: ${name}[${worstIndex}] is ${got[worstIndex]} on ${this.#first.info.kind} ` +
          `and ${want[worstIndex]} on ${this.#second.info.kind} (largest difference ${maxError})`;
        this.#fail(this.#difference);
      });
      // A device that closes or is lost rejects these; `read` and `lost` tell the caller that waits.
      sides.catch(() => {});
      this.#checks.catch(() => {});
    });
  }
}

/** The command with each handle replaced by one side's own. */
function onSide(command: Command, side: keyof Pair): Command {
  const own = (slice: BufferSlice): BufferSlice => {
    const buffer = Object.create(slice.buffer, { handle: { value: (slice.buffer.handle as Pair)[side] } });
    return { ...slice, buffer };
  };
  if (command.type === "dispatch") return { ...command, slices: command.slices.map(own) };
  if (command.type === "copy") return { ...command, from: own(command.from), to: own(command.to) };
  return { ...command, slice: own(command.slice) };
}
