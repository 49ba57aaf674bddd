/** Pixels for tests of features: the same as `image` of the Python snippets makes. */
export function pattern(...shape: number[]): Float32Array<ArrayBuffer> {
  const size = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: size }, (_, n) => (((n * 37) % 101) + 3 * ((n * n) % 53)) / 260);
}

/** `count` values from the first to the last, as np.linspace(0, size - 1, count).astype(int) chooses them. */
export function spots(values: ArrayLike<number>, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => values[Math.floor((i * (values.length - 1)) / (count - 1))]!,
  );
}

/** As `pattern`, of 10,007 levels: ratios and differences seldom meet a bin's end, where rounding would decide. */
export function finePattern(...shape: number[]): Float32Array<ArrayBuffer> {
  const size = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: size }, (_, n) => ((n * 7919 + 31 * ((n * n) % 1009)) % 10007) / 10007);
}
