// Layers as ONNX models, forward. Images are [B, C, H, W] in them, sequences [B, T, C].
import { convolution, ModelWriter } from "./onnx_model.mjs";
import { permute } from "./protocol.mjs";

const square = (size) => [size, size];
const border = (size) => [size, size, size, size];
const window = ({ kernel, stride, padding = 0 }) => ({
  kernel_shape: square(kernel),
  strides: square(stride),
  pads: border(padding),
});
/** Rows and columns after windows of a layer's sizes. */
const windows = ({ H, W, kernel, stride, padding = 0 }) =>
  [H, W].map((extent) => Math.floor((extent + 2 * padding - kernel) / stride) + 1);

/** x W^T + b over the last axis. */
function linear(model, x, weight, bias) {
  const product = model.node("MatMul", [x, model.constant(permute(weight, [1, 0]))]);
  return model.node("Add", [product, model.constant(bias)]);
}

/** By Skein's names: x to the result and its shape. */
const layers = {
  layer_norm(model, x, { B, T, C }, { weight, bias }) {
    const y = model.node("LayerNormalization", [x, model.constant(weight), model.constant(bias)], {
      axis: -1,
      epsilon: 1e-5,
    });
    return { y, shape: [B, T, C] };
  },

  grouped_conv2d(model, x, sizes, { weight, bias }) {
    const { B, O, stride, padding, groups } = sizes;
    const y = convolution(model, x, weight, bias, { stride, padding, groups });
    return { y, shape: [B, O, ...windows(sizes)] };
  },

  conv_transpose2d(model, x, sizes, { weight, bias }) {
    const { B, H, W, O, kernel, stride, padding } = sizes;
    const constants = [permute(weight, [0, 3, 1, 2]), bias].map((each) => model.constant(each));
    const y = model.node("ConvTranspose", [x, ...constants], window(sizes));
    const extent = (size) => (size - 1) * stride - 2 * padding + kernel;
    return { y, shape: [B, O, extent(H), extent(W)] };
  },

  max_pool2d(model, x, sizes) {
    const y = model.node("MaxPool", [x], window(sizes));
    return { y, shape: [sizes.B, sizes.C, ...windows(sizes)] };
  },

  avg_pool2d(model, x, sizes) {
    const y = model.node("AveragePool", [x], window(sizes));
    return { y, shape: [sizes.B, sizes.C, ...windows(sizes)] };
  },

  upsample2d(model, x, { B, H, W, C, factor }) {
    const scales = model.constant({ data: [1, 1, factor, factor], shape: [4] });
    // The empty name leaves out the region of interest, which linear interpolation does not use.
    const y = model.node("Resize", [x, "", scales], {
      mode: "linear",
      coordinate_transformation_mode: "half_pixel",
    });
    return { y, shape: [B, C, factor * H, factor * W] };
  },

  gelu(model, x, { B, T, C }) {
    const scalar = (value) => model.constant({ data: [value], shape: [1] });
    // The form that ONNX Runtime knows as one operator.
    const erf = model.node("Erf", [model.node("Div", [x, scalar(Math.SQRT2)])]);
    const product = model.node("Mul", [x, model.node("Add", [erf, scalar(1)])]);
    return { y: model.node("Mul", [product, scalar(0.5)]), shape: [B, T, C] };
  },

  attention(model, x, { B, T, C, heads }, inputs) {
    const depth = C / heads;
    const qkv = linear(model, x, inputs.in_proj_weight, inputs.in_proj_bias);
    const perHead = (part, perm) => {
      const [from, to] = [part * C, (part + 1) * C].map((end) => model.integers([end]));
      const own = model.node("Slice", [qkv, from, to, model.integers([2])]);
      return model.node("Transpose", [model.node("Reshape", [own, model.integers([B, T, heads, depth])])], {
        perm,
      });
    };
    const scores = model.node("MatMul", [perHead(0, [0, 2, 1, 3]), perHead(1, [0, 2, 3, 1])]);
    const scale = model.constant({ data: [1 / Math.sqrt(depth)], shape: [1] });
    const weights = model.node("Softmax", [model.node("Mul", [scores, scale])], { axis: -1 });
    const attended = model.node("MatMul", [weights, perHead(2, [0, 2, 1, 3])]);
    const joined = model.node("Transpose", [attended], { perm: [0, 2, 1, 3] });
    const rows = model.node("Reshape", [joined, model.integers([B, T, C])]);
    return { y: linear(model, rows, inputs["out_proj.weight"], inputs["out_proj.bias"]), shape: [B, T, C] };
  },
};

/**
 * A layer's model, what to feed it, and how its result becomes one in Skein's layout; null where the layer is not
 * written here.
 */
export function layerModel(name, sizes, { x, ...weights }) {
  if (!layers[name]) return null;
  const isImage = x.shape.length === 4;
  const fed = isImage ? permute(x, [0, 3, 1, 2]) : x;
  const model = new ModelWriter();
  const { y, shape } = layers[name](model, model.input("x", fed.shape), sizes, weights);
  const arrange = (data) => (isImage ? permute({ data, shape }, [0, 2, 3, 1]).data : data);
  return { bytes: model.finish(y, shape), x: fed, arrange };
}
