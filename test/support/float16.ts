/** float16 on the host, for what devices should have rounded. */

/** The nearest float16, halves to even; values past 65,504 become infinity from 65,520 on. */
export function roundToFloat16(value: number): number {
  const size = Math.abs(value);
  if (size >= 65520) return Math.sign(value) * Infinity;
  if (size === 0 || Number.isNaN(value)) return value;
  // Below 2^-14 the spacing stays that of the smallest normal numbers.
  const spacing = 2 ** (Math.max(Math.floor(Math.log2(size)), -14) - 10);
  const steps = size / spacing;
  const below = Math.floor(steps);
  const up = steps - below > 0.5 || (steps - below === 0.5 && below % 2 === 1);
  return Math.sign(value) * (up ? below + 1 : below) * spacing;
}
