/**
 * Sums over a batch that is cut into shards (parallel/batch_shards.ts), so that they are the same bits whichever process
 * has which shards: each shard by itself, then all by a binary tree. A process adds up its own shards, which are a whole
 * subtree, and the processes' sums are exchanged.
 */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { scaledAdd } from "../kernels/binary.js";
import { bytesPerElement } from "../kernels/kernel.js";
import { treeSum } from "../kernels/tree_sum.js";
import type { BatchShards, Collectives, ShardGroup } from "../parallel/index.js";
import { sizeOf, type Tensor } from "../tensor/index.js";
import { recordCopy } from "./record.js";

/** Floats that the sums of several shards may take; of larger ones fewer shards are added up at a time. */
const GROUP_FLOATS = 2 ** 23;

/** How the rows of a tensor are cut. */
export interface RowsCut {
  readonly shards: BatchShards;
  /** Rows of each example. */
  readonly unit: number;
}

/**
 * How the batch is cut, for a tensor of so many rows. Null where it is not, and where examples have no whole number of
 * them: what is made of them is then not the batch's, such as a table of constants, and has no sums by shards.
 */
export function cutOf({ shards }: Tape, rows: number): RowsCut | null {
  const unit = shards ? rows / shards.own.examples : 0;
  return shards && Number.isInteger(unit) ? { shards, unit } : null;
}

/** A slice of as many bytes as the values take: a buffer may be longer. */
const valuesOf = ({ slice, size, dtype }: Tensor) => ({ ...slice, bytes: size * bytesPerElement[dtype] });

/** Records a copy of neighbouring values; default as many as `to` has. */
export function copyValues(
  tape: Tape,
  from: Tensor,
  to: Tensor,
  { xOffset = 0, yOffset = 0, count = to.size } = {},
): void {
  recordCopy(tape, from, to, { sizes: [1, 1, 1, count], x: [0, 0, 0, 1], y: [0, 0, 0, 1], xOffset, yOffset });
}

/** Records y = the sum of the `parts` rows of x, by a binary tree. */
export function recordTreeSum(tape: Tape, x: Tensor, y: Tensor, parts: number): void {
  tape.record(treeSum, { x, y }, { shards: parts, count: y.size });
}

/**
 * Within `backward`: accumulates the inputs' gradients over the shards of the batch, on all processes. `record` writes, for
 * a group of shards, each one's sums into tensors of one more leading axis, [shards, ...], one for each input. Where there
 * are several processes, the inputs get their gradients at the end of `backward`.
 */
export function accumulateOverShards(
  tape: Tape,
  shards: BatchShards,
  inputs: readonly Tensor[],
  record: (group: ShardGroup, partials: readonly Tensor[]) => void,
): void {
  if (!inputs.some((input) => tape.isActive(input))) return;
  checkParameters(tape, shards, inputs);
  if (shards.ranks.size === 1) {
    tape.accumulate(inputs, (...targets) => sumOwn(tape, shards, targets, record), { summed: true });
    return;
  }
  const sums = inputs.map((input) => tape.empty(input.shape));
  sumOwn(tape, shards, sums, record);
  accumulateOwnSums(tape, shards, inputs, sums);
}

/** Within `backward`: as `accumulateOverShards`, where the sums over this process's shards are known. */
export function accumulateOwnSums(
  tape: Tape,
  shards: BatchShards,
  inputs: readonly Tensor[],
  sums: readonly Tensor[],
): void {
  checkParameters(tape, shards, inputs);
  for (const [i, input] of inputs.entries()) {
    const sum = sums[i]!;
    if (!tape.isActive(input)) continue;
    if (shards.ranks.size > 1) addLater(tape, shards, input, tape.keep(sum));
    else tape.accumulate([input], (target) => copyValues(tape, sum, target), { summed: true });
  }
}

/** Gradients over several processes come when all derivatives have run: nothing may depend on them. */
function checkParameters(tape: Tape, { ranks }: BatchShards, inputs: readonly Tensor[]): void {
  if (ranks.size === 1 || inputs.every((input) => !tape.isActive(input) || tape.isWatched(input))) return;
  throw new ArgumentError(
    "backward: a weight that is computed cannot be trained by several processes: train on one process",
  );
}

/** Writes the sums over this process's shards. */
function sumOwn(
  tape: Tape,
  shards: BatchShards,
  targets: readonly Tensor[],
  record: (group: ShardGroup, partials: readonly Tensor[]) => void,
): void {
  const size = targets.reduce((sum, target) => sum + target.size, 0);
  const groups = shards.groups(2 ** Math.max(0, Math.floor(Math.log2(GROUP_FLOATS / size))));
  // The roots of subtrees that are done, each with its height.
  const done: { readonly height: number; readonly sums: readonly Tensor[] }[] = [];
  // Commands run in order, so that all groups take the same memory.
  const partials = targets.map(({ shape }) => tape.empty([groups[0]!.shards, ...shape]));
  const free: (readonly Tensor[])[] = [targets];
  for (const group of groups) {
    record(group, partials);
    const sums = free.pop() ?? targets.map(({ shape }) => tape.empty(shape));
    for (const [j, sum] of sums.entries()) recordTreeSum(tape, partials[j]!, sum, group.shards);
    let height = 0;
    let root: readonly Tensor[] = sums;
    while (done.at(-1)?.height === height) {
      const left = done.pop()!.sums;
      for (const [j, y] of left.entries())
        tape.record(scaledAdd, { x: root[j]!, y }, { count: y.size, alpha: 1 });
      free.push(root);
      root = left;
      height++;
    }
    done.push({ height, sums: root });
  }
}

/** What a tape's parameters are given at the end of `backward`. */
interface Later {
  readonly input: Tensor;
  readonly sum: Tensor;
}

const later = new WeakMap<Tape, Later[]>();

/** Has the sums of all processes added to an input's gradient: few exchanges for everything that a tape computes. */
function addLater(tape: Tape, { ranks }: BatchShards, input: Tensor, sum: Tensor): void {
  let list = later.get(tape);
  if (!list) {
    const all: Later[] = [];
    list = all;
    later.set(tape, all);
    tape.atEnd(() => {
      for (const part of parts(all, tape.device.info.maxBindingBytes)) exchangeSums(tape, ranks, part);
    });
  }
  list.push({ input, sum });
}

/** Neighbours that fit into one slice together, or one that fills it. */
function parts(all: readonly Later[], bytes: number): Later[][] {
  const parts: Later[][] = [];
  let left = 0;
  for (const one of all) {
    const size = valuesOf(one.sum).bytes;
    if (size > left || parts.length === 0) {
      parts.push([]);
      left = bytes;
    }
    parts.at(-1)!.push(one);
    left -= size;
  }
  return parts;
}

function exchangeSums(tape: Tape, ranks: Collectives, part: readonly Later[]): void {
  const joined = tape.empty([part.reduce((count, { sum }) => count + sum.size, 0)]);
  let at = 0;
  for (const { sum } of part) {
    copyValues(tape, sum, joined, { yOffset: at, count: sum.size });
    at += sum.size;
  }
  const slice = valuesOf(joined);
  tape.device.exchange(slice, slice, ({ buffer, byteOffset }) =>
    ranks.allReduce(new Float32Array(buffer, byteOffset, joined.size)),
  );
  at = 0;
  for (const { input, sum } of part) {
    const from = at;
    tape.accumulate([input], (target) => copyValues(tape, joined, target, { xOffset: from }));
    at += sum.size;
  }
}

/** What each process has of [parts of all, ...], one behind the other; x itself where there is one process. */
function gathered(tape: Tape, { ranks }: BatchShards, x: Tensor, rows: number): Tensor {
  if (ranks.size === 1) return x;
  const y = tape.empty([rows, ...x.shape.slice(1)]);
  tape.device.exchange(valuesOf(x), valuesOf(y), (bytes, all) => ranks.allGatherInto(bytes, all));
  return y;
}

/** Sums of this process's shards, [own shards, ...], to those of all shards, [shards, ...]; no derivative. */
export function gatherShards(tape: Tape, shards: BatchShards, x: Tensor): Tensor {
  return gathered(tape, shards, x, shards.shards);
}

/**
 * Leaves the part of a batch that a process has: x [own examples, ...] to the whole batch, [examples, ...], on all
 * processes, and runs `work` on it, which then computes the same everywhere. Without shards `work` gets x.
 */
export function onWholeBatch(tape: Tape, x: Tensor, work: (whole: Tensor) => Tensor): Tensor {
  const { shards } = tape;
  if (!shards) return work(x);
  const y = gathered(tape, shards, x, shards.examples);
  if (y !== x) {
    const before = shards.first * sizeOf(x.shape.slice(1));
    tape.derivative([y], [x], (dy) => {
      tape.accumulate([x], (dx) => copyValues(tape, dy, dx, { xOffset: before }));
    });
  }
  return tape.inShards(null, () => work(y));
}
