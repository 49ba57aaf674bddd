// Skein's named networks as ONNX models, in inference.
import { convolution, ModelWriter } from "./onnx_model.mjs";

/**
 * A residual network of any depth, from its state dict: images `x` [B, C, H, W] to logits. Batch norms are nodes of
 * their own, which ONNX Runtime folds into the convolutions.
 */
export function residualNetwork(inputs) {
  const model = new ModelWriter();
  const [batch, height, width, channels] = inputs.x.shape;
  const has = (path) => `${path}.weight` in inputs;

  function convolve(x, path, norm, stride) {
    const weight = inputs[`${path}.weight`];
    const y = convolution(model, x, weight, null, { stride, padding: Math.floor(weight.shape[1] / 2) });
    const parts = ["weight", "bias", "running_mean", "running_var"].map((part) =>
      model.constant(inputs[`${norm}.${part}`]),
    );
    return model.node("BatchNormalization", [y, ...parts], { epsilon: 1e-5 });
  }
  const relu = (x) => model.node("Relu", [x]);

  function block(x, path, stride) {
    const numbers = [1, 2, 3].filter((n) => has(`${path}.conv${n}`));
    const y = numbers.reduce((value, n) => {
      // The stride is that of the 3 x 3 convolution: the first of two, the second of three.
      const own = n === numbers.at(-2) ? stride : 1;
      const result = convolve(value, `${path}.conv${n}`, `${path}.bn${n}`, own);
      return n === numbers.at(-1) ? result : relu(result);
    }, x);
    const past = has(`${path}.downsample.0`)
      ? convolve(x, `${path}.downsample.0`, `${path}.downsample.1`, stride)
      : x;
    return relu(model.node("Add", [y, past]));
  }

  const small = inputs["conv1.weight"].shape[1] === 3;
  let map = relu(convolve(model.input("x", [batch, channels, height, width]), "conv1", "bn1", small ? 1 : 2));
  if (!small) {
    map = model.node("MaxPool", [map], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  }
  for (const stage of [1, 2, 3, 4]) {
    for (let i = 0; has(`layer${stage}.${i}.conv1`); i++) {
      map = block(map, `layer${stage}.${i}`, stage > 1 && i === 0 ? 2 : 1);
    }
  }
  const features = model.node("Flatten", [model.node("GlobalAveragePool", [map])]);
  const weights = [model.constant(inputs["fc.weight"]), model.constant(inputs["fc.bias"])];
  const logits = model.node("Gemm", [features, ...weights], { transB: 1 });
  return model.finish(logits, [batch, inputs["fc.bias"].data.length]);
}
