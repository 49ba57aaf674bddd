/** A network as far as the layer whose value is wanted, whatever file it was read from. */
import type { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import type { Tensor } from "../../tensor/index.js";

/** What a network reads, as far as its file fixes it. */
export interface TrunkInput {
  readonly channels: number | null;
  readonly height: number | null;
  readonly width: number | null;
  /** Images in one pass. */
  readonly batch: number | null;
}

export interface Trunk {
  /** The layer's name. */
  readonly layer: string;
  readonly input: TrunkInput;
  /** Takes memory. */
  to(device: Device): Promise<void>;
  /** Gives the memory back. */
  release(): void;
  /** The layer's value for normalised images [B, H, W, C]: rows [B, F], tokens [B, T, F] or a map [B, H, W, C]. */
  forward(tape: Tape, x: Tensor): Tensor;
}

/** A trunk, and the file that it was read from. */
export interface OpenedTrunk {
  readonly trunk: Trunk;
  /** SHA-256 of all that its values depend on, in hexadecimal. */
  readonly hash: string;
  /** Whether its file is sealed. */
  readonly sealed: boolean;
  /** The file's bytes; null where weights lie in other files, too. */
  readonly bytes: Uint8Array | null;
}
