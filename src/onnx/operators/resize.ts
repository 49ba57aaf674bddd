/** ONNX's Resize: images of another size, axis by axis a product with a matrix of the pixels' shares. */
import type { Tape } from "../../autograd/index.js";
import { linear, matmul } from "../../ops/index.js";
import { sizeOf } from "../../tensor/index.js";
import type { GraphNode } from "../node.js";
import {
  axesOf,
  type Inputs,
  optionalHostInput,
  registerOperator,
  required,
  resultSize,
} from "../operator.js";
import { type Axis, coordinates, resizingWeights, roundings } from "../resizing.js";
import { type DeviceValue, type GraphValue, plainOrder, upload, viewed } from "../value.js";

/** Elements of the matrix of an axis. */
const MOST_SHARES = 2 ** 24;

registerOperator({
  name: "Resize",
  attributes: [
    ...["antialias", "axes", "coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside"],
    ...["extrapolation_value", "keep_aspect_ratio_policy", "mode", "nearest_mode"],
  ],
  without: "coordinate_transformation_mode tf_crop_and_resize",
  onHost: [1, 2, 3],
  problem: (node) => {
    for (const [name, known, missing] of [
      ["mode", ["nearest", "linear", "cubic"], "nearest"],
      ["coordinate_transformation_mode", Object.keys(coordinates), "half_pixel"],
      ["nearest_mode", Object.keys(roundings), "floor"],
      ["keep_aspect_ratio_policy", ["stretch", "not_larger", "not_smaller"], "stretch"],
    ] as const) {
      const given = node.text(name, missing);
      if (!(known as readonly string[]).includes(given)) return `${name} ${given}`;
    }
    return null;
  },
  device: (tape, node, inputs) => {
    let value = upload(tape, required(node, inputs, 0));
    for (const [axis, sizes] of axesToResize(node, inputs, value.shape)) {
      value = resized(tape, node, value, axis, sizes);
    }
    return value;
  },
});

/** The axes whose extents change, with their sizes. */
function axesToResize(
  node: GraphNode,
  inputs: Inputs<GraphValue>,
  shape: readonly number[],
): (readonly [number, Axis])[] {
  // Operator set 10 has no region of interest before the factors.
  const factors = optionalHostInput(node, inputs, node.opset < 11 ? 1 : 2);
  const sizes = node.opset < 11 ? null : optionalHostInput(node, inputs, 3);
  const given = sizes && sizes.size > 0 ? sizes : factors;
  const listed = node.integers("axes");
  const axes = listed ? axesOf(node, listed, shape.length) : plainOrder(shape.length);
  if (given?.size !== axes.length) {
    throw node.fail(
      `${given?.size ?? 0} sizes or factors for ${axes.length} axes: give one of them for each`,
    );
  }
  const changed = axes.map((axis, i): readonly [number, Axis] => {
    const size = shape[axis]!;
    const value = given.values[i]!;
    if (given === factors) return [axis, { size, out: Math.floor(size * value), scale: value }];
    return [axis, { size, out: value, scale: value / size }];
  });
  const policy = node.text("keep_aspect_ratio_policy", "stretch");
  const scales = changed.map(([, { scale }]) => scale);
  const scale = policy === "not_larger" ? Math.min(...scales) : Math.max(...scales);
  const kept =
    given === factors || policy === "stretch"
      ? changed
      : changed.map(([axis, { size }]): readonly [number, Axis] => [
          axis,
          { size, out: Math.floor(size * scale + 0.5), scale },
        ]);
  resultSize(
    node,
    shape.map((extent, axis) => kept.find(([each]) => each === axis)?.[1].out ?? extent),
  );
  for (const [, { size, out, scale }] of kept) {
    if (!(scale > 0) || out < 1 || size * out > MOST_SHARES) {
      throw node.fail(`${size} pixels cannot become ${out}: give other sizes or factors`);
    }
  }
  return kept.filter(([, { scale }]) => scale !== 1);
}

function resized(tape: Tape, node: GraphNode, value: DeviceValue, axis: number, sizes: Axis): DeviceValue {
  const shares = tape.constant(resizingWeights(node, sizes), [sizes.out, sizes.size]);
  const place = value.order.indexOf(axis);
  const [outer, inner] = [value.stored.slice(0, place), value.stored.slice(place + 1)].map(sizeOf) as [
    number,
    number,
  ];
  const shape = value.shape.map((extent, i) => (i === axis ? sizes.out : extent));
  const tensor =
    inner === 1
      ? linear(tape, viewed(tape, value.tensor, [outer, sizes.size]), shares)
      : matmul(tape, shares, viewed(tape, value.tensor, [outer, sizes.size, inner]));
  return value.with({ tensor, shape });
}
