/** ONNX's Gemm: alpha A B + beta C, either matrix transposed. */
import { add, linear, matmul, scale } from "../../ops/index.js";
import { onDevice } from "../broadcasting.js";
import { registerOperator, required } from "../operator.js";
import { DeviceValue, inOrder, plain, plainOrder, upload, viewed } from "../value.js";
import { turned } from "../views.js";

registerOperator({
  name: "Gemm",
  attributes: ["alpha", "beta", "transA", "transB", "broadcast"],
  device: (tape, node, inputs) => {
    const [alpha, beta] = [node.float("alpha", 1), node.float("beta", 1)];
    const given = (index: number, transposed: boolean) => {
      const value = upload(tape, required(node, inputs, index));
      if (value.shape.length !== 2) throw node.fail(`input ${index} is no matrix: export the model again`);
      return transposed ? (turned(value, [1, 0]) as DeviceValue) : value;
    };
    const a = plain(tape, given(0, node.integer("transA", 0) === 1));
    const b = given(1, node.integer("transB", 0) === 1);
    const c = inputs[2] ?? null;
    const [, columns] = b.shape as [number, number];
    const shape = [a.shape[0]!, columns];
    const transposed = b.order[0] === 1;
    const isBias =
      c !== null &&
      c.shape.length <= 2 &&
      c.shape.at(-1) === columns &&
      (c.shape.length < 2 || c.shape[0] === 1);
    const tensor = viewed(tape, inOrder(tape, b, b.order).tensor, b.stored);
    if (transposed && alpha === 1 && beta === 1 && (c === null || isBias)) {
      const bias = c && viewed(tape, upload(tape, c).tensor, [columns]);
      return new DeviceValue(linear(tape, a, tensor, bias), shape);
    }
    const product = matmul(tape, a, tensor, { transposeB: transposed });
    const y = new DeviceValue(alpha === 1 ? product : scale(tape, product, alpha), shape, plainOrder(2));
    if (c === null) return y;
    const added = upload(tape, c);
    const scaled = beta === 1 ? added : added.with({ tensor: scale(tape, added.tensor, beta) });
    return onDevice(tape, node, [y, scaled], add, y.type);
  },
});
