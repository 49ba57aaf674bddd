/** Maxima of windows. */
import { extent, fixed, registerKernelExporter, tensorOf } from "../kernel_exporter.js";
import { windowPads } from "../windows.js";

registerKernelExporter("max_pool2d_forward", (w, traced) => {
  const f = (name: string) => fixed(traced, name);
  const size = (names: readonly string[]) => names.map((name) => extent(traced, name));
  const images = w.value(tensorOf(traced, "x"), size(["batch", "height", "width", "channels"]));
  const dilations = [f("dilation_h"), f("dilation_w")];
  const y = w.node("MaxPool", [w.transpose(images, [0, 3, 1, 2])], {
    ...{ kernel_shape: [f("kernel_h"), f("kernel_w")], strides: [f("stride_h"), f("stride_w")] },
    pads: windowPads(traced, dilations),
    dilations,
  });
  const extents = size(["batch", "out_height", "out_width", "channels"]);
  w.define(tensorOf(traced, "y"), w.transpose(y, [0, 2, 3, 1]), extents);
});
