/** Registers operators that find the largest or smallest element of an axis. */
import type { Tape } from "../autograd/index.js";
import { argmax, gatherRows } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { rangeOf, takeAlong } from "./axes.js";
import { axisOf, registerOperator, required } from "./operator.js";
import { type DeviceValue, inOrder, upload, viewed } from "./value.js";
import { withoutAxes } from "./views.js";

/** An operator that gives positions of the largest `score(x)` along an axis; of equal ones the first or the last. */
export function registerPosition(name: string, score: (tape: Tape, x: Tensor) => Tensor): void {
  registerOperator({
    name,
    attributes: ["axis", "keepdims", "select_last_index"],
    device: (tape, node, inputs) => {
      const given = upload(tape, required(node, inputs, 0));
      const axis = axisOf(node, node.integer("axis", 0), given.shape.length);
      const extent = given.shape[axis]!;
      const forwards = rangeOf(0, extent);
      const positions = node.integer("select_last_index", 0) ? forwards.reverse() : forwards;
      const x = takeAlong(tape, node, given, axis, positions) as DeviceValue;
      const order = [...x.order.filter((each) => each !== axis), axis];
      const rows = viewed(tape, inOrder(tape, x, order).tensor, [x.size / extent, extent]);
      // Positions as float32: rows of a table of whole numbers.
      const table = tape.constant(Float32Array.from(positions), [extent, 1]);
      const tensor = gatherRows(tape, table, argmax(tape, score(tape, rows)));
      const shape = x.shape.map((size, each) => (each === axis ? 1 : size));
      const found = x.with({ tensor, shape, order, type: "int64" });
      return node.integer("keepdims", 1) ? found : withoutAxes(node, found, [axis]);
    },
  });
}
