/** ONNX's ScatterND: a copy of the first input in which the third one's rows replace or change those at given positions. */
import type { Tape } from "../../autograd/index.js";
import { add, concat, gatherRows, maximum, minimum, mul } from "../../ops/index.js";
import { sizeOf, type Tensor } from "../../tensor/index.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { hostInput, type Inputs, registerOperator, required } from "../operator.js";
import { DeviceValue, type GraphValue, plain, upload, viewed } from "../value.js";

const reductions = {
  none: { device: null, host: (_: number, update: number) => update },
  add: { device: add, host: (value: number, update: number) => value + update },
  mul: { device: mul, host: (value: number, update: number) => value * update },
  max: { device: maximum, host: Math.max },
  min: { device: minimum, host: Math.min },
};
type Reduction = keyof typeof reductions;

/** How often a row can be changed. */
const MOST_CHANGES = 256;

const reductionOf = (node: GraphNode) => reductions[node.text("reduction", "none") as Reduction];

/** The row of the first input that each row of updates goes to, and how many rows of which length there are. */
function placesOf(node: GraphNode, inputs: Inputs<GraphValue>) {
  const { shape } = required(node, inputs, 0);
  const indices = hostInput(node, inputs, 1);
  const updates = required(node, inputs, 2);
  const axes = indices.shape.at(-1) ?? 0;
  const wanted = [...indices.shape.slice(0, -1), ...shape.slice(axes)];
  const fits = updates.shape.length === wanted.length && wanted.every((size, i) => size === updates.shape[i]);
  if (indices.shape.length === 0 || axes > shape.length || !fits) {
    throw node.fail(
      `positions [${indices.shape.join(", ")}] and updates [${updates.shape.join(", ")}] do not fit [${shape.join(", ")}]: export the model again`,
    );
  }
  const count = sizeOf(indices.shape.slice(0, -1));
  const places = Array.from({ length: count }, (_, i) => {
    let place = 0;
    for (let axis = 0; axis < axes; axis++) {
      const extent = shape[axis]!;
      const given = indices.values[i * axes + axis]!;
      const position = given < 0 ? given + extent : given;
      if (!(Number.isInteger(position) && position >= 0 && position < extent)) {
        throw node.fail(`position ${given} of axis ${axis}, which has ${extent}: export the model again`);
      }
      place = place * extent + position;
    }
    return place;
  });
  return { places, rows: sizeOf(shape.slice(0, axes)), columns: sizeOf(shape.slice(axes)) };
}

/** `places` in rounds in which none is there twice: positions in `places`. */
function roundsOf(node: GraphNode, places: readonly number[]): number[][] {
  const changes = new Map<number, number>();
  const rounds: number[][] = [];
  places.forEach((place, i) => {
    const round = changes.get(place) ?? 0;
    if (round === MOST_CHANGES)
      throw node.fail(`more than ${MOST_CHANGES} changes of a row are not supported`);
    changes.set(place, round + 1);
    const others = rounds[round];
    if (others) others.push(i);
    else rounds.push([i]);
  });
  return rounds;
}

function onHost(node: GraphNode, inputs: Inputs<HostTensor>): HostTensor {
  const { places, columns } = placesOf(node, inputs);
  const [data, updates] = [required(node, inputs, 0), required(node, inputs, 2)];
  const { host } = reductionOf(node);
  const values = data.values.slice();
  places.forEach((place, i) => {
    for (let c = 0; c < columns; c++) {
      const at = place * columns + c;
      values[at] = host(values[at]!, updates.values[i * columns + c]!);
    }
  });
  return HostTensor.of(data.type, data.shape, values);
}

function scattered(tape: Tape, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const { places, rows, columns } = placesOf(node, inputs);
  const data = upload(tape, required(node, inputs, 0));
  if (places.length === 0 || columns === 0) return data;
  const index = (positions: readonly number[]) =>
    tape.constant(Uint32Array.from(positions), [positions.length], "u32");
  const updates = viewed(tape, plain(tape, upload(tape, required(node, inputs, 2))), [
    places.length,
    columns,
  ]);
  const { device: op } = reductionOf(node);
  const replacing = (all: Tensor, changed: Tensor, from: ReadonlyMap<number, number>) => {
    const source = Array.from({ length: rows }, (_, row) => {
      const at = from.get(row);
      return at === undefined ? row : rows + at;
    });
    return gatherRows(tape, concat(tape, [all, changed], 0), index(source));
  };
  let y = viewed(tape, plain(tape, data), [rows, columns]);
  if (!op) {
    y = replacing(y, updates, new Map(places.map((place, i) => [place, i])));
  } else {
    for (const round of roundsOf(node, places)) {
      const old = gatherRows(tape, y, index(round.map((i) => places[i]!)));
      const changed = op(tape, old, gatherRows(tape, updates, index(round)));
      y = replacing(y, changed, new Map(round.map((i, at) => [places[i]!, at])));
    }
  }
  return new DeviceValue(viewed(tape, y, data.shape), data.shape, undefined, data.type);
}

registerOperator({
  name: "ScatterND",
  attributes: ["reduction"],
  without: "positions that the model computes from images",
  problem: (node) => {
    const reduction = node.text("reduction", "none");
    return Object.hasOwn(reductions, reduction) ? null : `reduction ${reduction}`;
  },
  onHost: [1],
  host: onHost,
  device: scattered,
});
