export default function imagesToFloat(
  b: Record<"pixels" | "index" | "y", Float64Array>,
  p: Record<"height" | "width" | "channels" | "mean" | "rstd", number>,
) {
  const size = p.height * p.width * p.channels;
  for (let i = 0; i < b.y.length; i++) {
    const pixel = b.pixels[b.index[Math.floor(i / size)]! * size + (i % size)]!;
    b.y[i] = (pixel / 255 - p.mean) * p.rstd;
  }
}
