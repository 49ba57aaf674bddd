/** Numbers of 16 bits, by their bits. */

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of float32. */
export function bfloatToNumber(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}
