import type { Conv2dWeightParams } from "../../src/kernels/conv2d_shape.js";
import { visitProducts } from "../support/conv2d.js";

export default function conv2dBackwardWeight(
  { dy, x, dweight, dbias }: Record<"dy" | "x" | "dweight" | "dbias", Float64Array>,
  p: Conv2dWeightParams,
) {
  dweight.fill(0);
  dbias.fill(0);
  const shards = Math.max(1, p.shards);
  const pixels = p.out_height * p.out_width * p.out_channels;
  const weights = dweight.length / shards;
  let image = p.first;
  for (let shard = 0; shard < shards; shard++) {
    const batch = (p.batch - p.longer) / shards + Number(shard < p.longer);
    const [slopes, bias] = [image * pixels, shard * p.out_channels];
    for (let i = 0; i < batch * pixels; i++) dbias[bias + (i % p.out_channels)]! += dy[slopes + i]!;
    const inputs = image * p.height * p.width * p.in_channels;
    visitProducts({ ...p, batch }, (input, tap, output) => {
      dweight[shard * weights + tap]! += dy[slopes + output]! * x[inputs + input]!;
    });
    image += batch;
  }
}
