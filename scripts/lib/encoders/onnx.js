import { ScriptError } from "../run.js";

/** Axes of Keras' kernels as ONNX has them: [rows, columns, inputs, outputs], of depthwise ones [rows, columns, channels, 1]. */
const KERNEL = [3, 2, 0, 1];
const DEPTHWISE = [2, 3, 0, 1];

/**
 * A network's layers up to its last mean as an ONNX file: "image" [batch, 3, height, width], "features" [batch, F]. Each value
 * between has the name of its layer.
 *
 * @param {import("./keras.js").Network} network
 * @returns {Promise<Uint8Array>}
 * @throws {ScriptError} for a layer that has no form here
 */
export async function onnxTrunk({ layers, weights }) {
  const { onnxFile } = await import("../../../dist/onnx/export/file.js");
  const constants = {};
  const nodes = [];
  const names = new Map();
  const constant = (name, shape, data) => {
    constants[name] = { shape, data };
    return name;
  };
  const node = (op, inputs, output, attributes = {}) => {
    nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  };
  const weight = (layer, part) => weights.get(`${layer}/${part}`);
  for (const { name, type, config, inputs } of layers) {
    const from = inputs.map((input) => names.get(input));
    const write = {
      InputLayer: () => "image",
      ZeroPadding2D: () => {
        const [[top, bottom], [left, right]] = config.padding;
        const pads = BigInt64Array.from([0, 0, top, left, 0, 0, bottom, right], BigInt);
        return node("Pad", [from[0], constant(`${name}/pads`, [8], pads)], name);
      },
      Conv2D: () => node("Conv", [from[0], ...kernelOf(name, "kernel", KERNEL)], name, windowOf(config, 1)),
      DepthwiseConv2D: () => {
        const kernel = kernelOf(name, "depthwise_kernel", DEPTHWISE);
        return node(
          "Conv",
          [from[0], ...kernel],
          name,
          windowOf(config, weight(name, "depthwise_kernel").shape[2]),
        );
      },
      BatchNormalization: () => {
        const { data: mean } = weight(name, "moving_mean");
        const parts = [
          ["gamma", weight(name, "gamma")?.data ?? new Float32Array(mean.length).fill(1)],
          ["beta", weight(name, "beta")?.data ?? new Float32Array(mean.length)],
          ["moving_mean", mean],
          ["moving_variance", weight(name, "moving_variance").data],
        ].map(([part, data]) => constant(`${name}/${part}`, [mean.length], data));
        return node("BatchNormalization", [from[0], ...parts], name, { epsilon: { float: config.epsilon } });
      },
      ReLU: () => {
        if (config.max_value === null || config.max_value === undefined) return node("Relu", from, name);
        const limits = [0, config.max_value].map((value, i) =>
          constant(`${name}/${["min", "max"][i]}`, [], Float32Array.of(value)),
        );
        return node("Clip", [from[0], ...limits], name);
      },
      Activation: () =>
        node({ relu: "Relu" }[config.activation] ?? unknown(name, config.activation), from, name),
      Add: () => node("Add", from, name),
      Concatenate: () => node("Concat", from, name, { axis: 1 }),
      MaxPooling2D: () => node("MaxPool", from, name, poolOf(config)),
      AveragePooling2D: () => node("AveragePool", from, name, poolOf(config)),
    }[type];
    // The last mean is over the whole map, whatever the size of the images.
    const last = name === layers.at(-1).name;
    names.set(name, last ? node("GlobalAveragePool", from, name) : (write ?? unknown(name, type))());
  }
  node("Flatten", [names.get(layers.at(-1).name)], "features");
  return onnxFile({
    inputs: { image: ["batch", 3, "height", "width"] },
    outputs: ["features"],
    constants,
    nodes,
  });

  function kernelOf(name, part, axes) {
    const { shape, data } = weight(name, part);
    const kernel = constant(
      `${name}/${part}`,
      axes.map((axis) => shape[axis]),
      permuted(data, shape, axes),
    );
    const bias = weight(name, "bias");
    return bias ? [kernel, constant(`${name}/bias`, bias.shape, bias.data)] : [kernel];
  }
}

function unknown(name, what) {
  throw new ScriptError(`the layer ${name} is a ${what}, which has no form in ONNX here`);
}

const paddingOf = ({ padding }) => (padding === "same" ? { auto_pad: "SAME_UPPER" } : {});
const windowOf = (config, group) => ({
  strides: config.strides,
  kernel_shape: config.kernel_size,
  ...(group > 1 && { group }),
  ...paddingOf(config),
});
const poolOf = (config) => ({
  strides: config.strides,
  kernel_shape: config.pool_size,
  ...paddingOf(config),
});

function permuted(data, shape, axes) {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, extent) => product * extent, 1));
  const [a, b, c, d] = axes.map((axis) => [shape[axis], strides[axis]]);
  const result = new Float32Array(data.length);
  let at = 0;
  for (let i = 0; i < a[0]; i++) {
    for (let j = 0; j < b[0]; j++) {
      for (let k = 0; k < c[0]; k++) {
        for (let l = 0; l < d[0]; l++) result[at++] = data[i * a[1] + j * b[1] + k * c[1] + l * d[1]];
      }
    }
  }
  return result;
}
