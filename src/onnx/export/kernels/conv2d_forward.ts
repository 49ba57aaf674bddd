/** Convolutions: images are rearranged to ONNX's layout and back; ONNX Runtime removes what cancels out. */
import { UNLIMITED } from "../../../kernels/conv2d_shape.js";
import { extent, fixed, registerKernelExporter, tensorOf } from "../kernel_exporter.js";
import { windowPads } from "../windows.js";

registerKernelExporter("conv2d_forward", (w, traced) => {
  const f = (name: string) => fixed(traced, name);
  const [batch, channels] = [extent(traced, "batch"), extent(traced, "in_channels")];
  const images = w.value(tensorOf(traced, "x"), [
    batch,
    extent(traced, "height"),
    extent(traced, "width"),
    channels,
  ]);
  const [outputs, inputs] = [f("out_channels"), f("in_channels") / f("groups")];
  const [height, width] = [f("kernel_h"), f("kernel_w")];
  const stored = w.data(tensorOf(traced, "weight"), "a convolution's weight");
  const taps = height * width;
  const weight = Float32Array.from({ length: outputs * inputs * taps }, (_, i) => {
    const [o, c, tap] = [Math.floor(i / (inputs * taps)), Math.floor(i / taps) % inputs, i % taps];
    return stored[(o * taps + tap) * inputs + c]!;
  });
  const bias = f("has_bias") ? [w.value(tensorOf(traced, "bias"), [[outputs, outputs]])] : [];
  const constant = w.constant(weight, [outputs, inputs, height, width], "conv.weight");
  const dilations = [f("dilation_h"), f("dilation_w")];
  const y = w.node("Conv", [w.transpose(images, [0, 3, 1, 2]), constant, ...bias], {
    ...{
      kernel_shape: [height, width],
      strides: [f("stride_h"), f("stride_w")],
      dilations,
      group: f("groups"),
    },
    pads: windowPads(traced, dilations),
  });
  const limits = [f("low"), f("high")].map((limit) =>
    w.number(Math.abs(limit) === UNLIMITED ? Math.sign(limit) * Infinity : limit),
  );
  const limited = f("limited") ? w.node("Clip", [y, ...limits]) : y;
  const size = ["out_height", "out_width", "out_channels"].map((name) => extent(traced, name));
  w.define(tensorOf(traced, "y"), w.transpose(limited, [0, 2, 3, 1]), [batch, ...size]);
});
