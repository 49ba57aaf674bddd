type Params = Record<"batch" | "height" | "width" | "channels", number>;
type Buffers = Record<"x" | "mask" | "near" | "all" | "errors" | "pulls" | "sums", Float64Array>;

/** Less weight than any pixel in reach of a filter of 11 values has. */
const REACH = 1e-5;
const FAR = 1e-8;

export default function inpaintingError(b: Buffers, { batch, height, width, channels }: Params) {
  const pixels = height * width;
  b.sums.fill(0);
  for (let n = 0; n < batch; n++) {
    const mask = b.mask.subarray(n * pixels, (n + 1) * pixels);
    const channel = (values: Float64Array, c: number, of: number) =>
      values.subarray((n * of + c) * pixels, (n * of + c + 1) * pixels);
    const sums = b.sums.subarray(n * (4 + 2 * channels), (n + 1) * (4 + 2 * channels));
    const area = [0, 1].map((part) => mask.filter((m) => m === 1 - part).length);
    const means = area.map((count, part) =>
      Array.from({ length: channels }, (_, c) => {
        const x = channel(b.x, c, channels);
        return x.reduce((sum, value, i) => sum + (mask[i] === 1 - part ? value : 0), 0) / Math.max(1, count);
      }),
    );
    sums.set([area[0]!, area[1]!], 0);
    sums.set(means.flat(), 4);
    for (let i = 0; i < pixels; i++) {
      for (const part of [0, 1]) {
        // The other part predicts.
        const seen = (c: number) => {
          const near = channel(b.near, c, channels + 1)[i]!;
          return part === 1 ? near : channel(b.all, c, channels + 1)[i]! - near;
        };
        const inside = Number(mask[i] === 1 - part);
        const weight = seen(channels);
        const divisor = weight < REACH ? FAR * Math.max(1, area[1 - part]!) : weight;
        let error = 0;
        let pull = 0;
        for (let c = 0; c < channels; c++) {
          const prediction = weight < REACH ? means[1 - part]![c]! : seen(c) / weight;
          const difference = channel(b.x, c, channels)[i]! - prediction;
          error += Math.abs(difference) / channels;
          const own = (inside * Math.sign(difference)) / divisor;
          channel(b.pulls, part * (channels + 1) + c, 2 * (channels + 1))[i] = own;
          pull += own * prediction;
        }
        channel(b.pulls, part * (channels + 1) + channels, 2 * (channels + 1))[i] = pull;
        channel(b.errors, part, 2)[i] = error;
        sums[2 + part]! += inside * error;
      }
    }
  }
}
