/** Elements of any type in a file as float32. */
import { bfloatToNumber, halfToNumber } from "./half_floats.js";
import type { StoredTensor } from "./safetensors.js";

/** A tensor's elements as float32, and what the conversion lost. */
export interface Float32Values {
  readonly data: Float32Array;
  /** Finite elements beyond float32's range, which became infinite. */
  readonly overflowed: number;
  /** Elements other than 0 that became 0, and whole numbers that float32 cannot hold. */
  readonly rounded: number;
}

/**
 * Converts a tensor's elements to float32, to the nearest value. Float16, bfloat16, booleans and integers of up to 16
 * bits lose nothing; the last bits that float64 has more are not counted as a loss.
 */
export function float32Values({ dtype, data }: StoredTensor): Float32Values {
  if (dtype === "F32") return { data, overflowed: 0, rounded: 0 };
  if (dtype === "F16") return exact(Float32Array.from(data, halfToNumber));
  if (dtype === "BF16") return exact(Float32Array.from(data, bfloatToNumber));
  const values = new Float32Array(data.length);
  let [overflowed, rounded] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const given = data[i]!;
    values[i] = Number(given);
    const kept = values[i]!;
    if (typeof given === "bigint") rounded += Number(BigInt(kept) !== given);
    else if (dtype !== "F64") rounded += Number(kept !== given);
    else if (Number.isFinite(given) && !Number.isFinite(kept)) overflowed++;
    else if (kept === 0 && given !== 0) rounded++;
  }
  return { data: values, overflowed, rounded };
}

const exact = (data: Float32Array): Float32Values => ({ data, overflowed: 0, rounded: 0 });
