export default function imagesToFloat(
  b: Record<"pixels" | "index" | "y", Float64Array>,
  p: Record<"images" | "height" | "width" | "channels" | "mean" | "rstd", number>,
) {
  const size = p.height * p.width * p.channels;
  for (let i = 0; i < b.y.length; i++) {
    const image = b.index[Math.floor(i / size)]!;
    const pixel = image < p.images ? b.pixels[image * size + (i % size)]! : Number.NaN;
    b.y[i] = (pixel / 255 - p.mean) * p.rstd;
  }
}
