/**
 * Finds indices that are out of range, on the device: before a kernel that declares `indices`, `check_indices` looks
 * at them and leaves what it found in five words of device memory. Reads look at those words where such a kernel was
 * recorded since the last read, and cost nothing more where none was.
 *
 * An epoch ends with each read that looks. Of several wrong commands of an epoch the words name the first; the read
 * that ends the epoch rejects, and those after it do not.
 */
import { IndexError } from "../errors.js";
import { checkIndices } from "../kernels/check_indices.js";
import type { IndexRange } from "../kernels/kernel.js";
import type { Backend } from "./backend.js";
import { type BufferOwner, type BufferSlice, DeviceBuffer } from "./buffer.js";
import type { Command, Dispatch } from "./command.js";

type Message = IndexRange<never>["message"];

/** The messages by the number that stands for them in device memory. */
const sources: Message[] = [];
const sourceNumbers = new Map<Message, number>();

function sourceOf(message: Message): number {
  let number = sourceNumbers.get(message);
  if (number === undefined) {
    number = sources.push(message) - 1;
    sourceNumbers.set(message, number);
  }
  return number;
}

/** epoch, source, position, value, below: see src/kernels/check_indices.ts. */
const WORDS_BYTES = 5 * 4;

export class IndexCheck {
  readonly #backend: Backend;
  readonly #owner: BufferOwner;
  #words: BufferSlice | null = null;
  #epoch = 1;
  /** Whether a check was recorded in this epoch. */
  #pending = false;

  constructor(backend: Backend, owner: BufferOwner) {
    this.#backend = backend;
    this.#owner = owner;
  }

  /** What has to run before the run of a kernel that has indices. */
  commandsBefore({ kernel, slices, params }: Dispatch): Command[] {
    const commands: Command[] = [];
    for (const [i, [, { indices, size }]] of kernel.givenBindings.entries()) {
      const below = indices?.below(params) ?? null;
      if (!indices || below === null) continue;
      this.#pending = true;
      commands.push({
        type: "dispatch",
        kernel: checkIndices,
        slices: [slices[i]!, this.#words ?? this.#firstWords(commands)],
        params: {
          count: size(params),
          below,
          except: indices.except?.(params) ?? 0,
          source: sourceOf(indices.message),
          epoch: this.#epoch,
        },
      });
    }
    return commands;
  }

  /**
   * Ends the epoch. Rejects, once what was submitted is done, where a command of it met a wrong index; null where there
   * is nothing to wait for. Call it between submitting and reading, so that both reads are under way together.
   * @throws {IndexError} when awaited.
   */
  endEpoch(): Promise<void> | null {
    if (!this.#pending || !this.#words) return null;
    this.#pending = false;
    const epoch = this.#epoch;
    // After 2^32 epochs; 0 is what the words begin with.
    this.#epoch = epoch === 0xffffffff ? 1 : epoch + 1;
    return this.#look(this.#words, epoch);
  }

  async #look({ buffer, offset, bytes }: BufferSlice, epoch: number): Promise<void> {
    const words = new Uint32Array(bytes / Uint32Array.BYTES_PER_ELEMENT);
    await this.#backend.read(buffer.handle, offset, new Uint8Array(words.buffer));
    const [found, source, position, value, below] = words as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (found === epoch) throw new IndexError(sources[source]!(value, position, below), position, value);
  }

  /** Takes memory for the words; `commands` clear it. It goes with the device. */
  #firstWords(commands: Command[]): BufferSlice {
    const bytes = 256;
    const buffer = new DeviceBuffer(this.#owner, this.#backend.allocate(bytes), bytes);
    this.#words = { buffer, offset: 0, bytes: WORDS_BYTES };
    commands.push({ type: "clear", slice: this.#words });
    return this.#words;
  }
}
