/** Images at another size, by whole factors. */
import { resampleModes } from "../../../kernels/resample.js";
import { extent, fixed, registerKernelExporter, tensorOf, unsupported } from "../kernel_exporter.js";

const attributes = new Map<number, { [name: string]: string }>([
  [
    resampleModes.nearest,
    { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
  ],
  [resampleModes.bilinear, { mode: "linear", coordinate_transformation_mode: "half_pixel" }],
  [resampleModes.bilinearAligned, { mode: "linear", coordinate_transformation_mode: "align_corners" }],
]);

registerKernelExporter("resample2d_forward", (w, traced) => {
  const factors = ["height", "width"].map((side) => fixed(traced, `out_${side}`) / fixed(traced, side));
  const form = attributes.get(fixed(traced, "mode"));
  if (!form || !factors.every(Number.isInteger))
    throw unsupported(traced, "means, or factors that are not whole");
  const size = (names: readonly string[]) => names.map((name) => extent(traced, name));
  const images = w.value(tensorOf(traced, "x"), size(["batch", "height", "width", "channels"]));
  const scales = w.constant(Float32Array.of(1, 1, ...factors), [4], "scales");
  const y = w.node("Resize", [w.transpose(images, [0, 3, 1, 2]), "", scales], form);
  const extents = size(["batch", "out_height", "out_width", "channels"]);
  w.define(tensorOf(traced, "y"), w.transpose(y, [0, 2, 3, 1]), extents);
});
