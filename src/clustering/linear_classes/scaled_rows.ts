/** Rows about the origin, of one size whatever their units. */
import { Tape } from "../../autograd/index.js";
import { scale as scaleBy } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { centre } from "../centring.js";

/** x [N, D] at `factor` times (`scale` times x, minus `origin`). */
export interface ScaledRows {
  /** Memory of its own, which the caller releases. */
  readonly x: Tensor;
  /** [D]. */
  readonly origin: Float32Array;
  /** A power of two. */
  readonly scale: number;
  readonly factor: number;
}

/**
 * Moves the columns of x to mean 0, and divides all by one number: their mean variance becomes `variance`. Rows that
 * are all the same stay at the origin.
 * @throws {DataError} if x has values that are not finite.
 */
export async function scaleRows(caller: string, x: Tensor, variance: number): Promise<ScaledRows> {
  const { x: moved, origin, scale, variance: own } = await centre(caller, x);
  using _ = moved;
  const factor = own > 0 ? Math.sqrt(variance / own) : 1;
  using tape = new Tape(x.device, { gradient: false });
  return { x: tape.take(scaleBy(tape, moved, factor)), origin, scale, factor };
}
