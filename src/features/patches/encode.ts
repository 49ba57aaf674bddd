/** Images as sums of how near their patches are to each pattern of a dictionary. */
import { Tape } from "../../autograd/index.js";
import { add, layerNorm, linear, matmul, mean, relu, sqrt, square, sub, sum } from "../../ops/index.js";
import { recordGemm } from "../../ops/record.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";
import { type Grid, type Section, unfold } from "./patches.js";

export interface Dictionary {
  /** [D, D], symmetric: D values of a patch. */
  readonly whitening: Float32Array<ArrayBuffer>;
  /** [K, D], of whitened patches. */
  readonly atoms: Float32Array<ArrayBuffer>;
  /** Added to a patch's variance. */
  readonly contrast: number;
}

const QUADRANTS = 4;
/** Activations of a section, about: several ops write and read them, and they stay in the cache. */
const SECTION = 2 ** 19;

/** The features of x [N, H, W, C], [N, 4 K]. The caller releases it. */
export function encode(x: Tensor, grid: Grid, { whitening, atoms, contrast }: Dictionary): Tensor {
  const { values, down, across } = grid;
  const { device } = x;
  const [images, count] = [x.shape[0]!, atoms.length / values];
  using factor = tensor(device, whitening, [values, values]);
  // |z - c|^2 = |z|^2 - 2 z c + |c|^2: where a patch is an atom, float32 leaves about 0.001 of |z| of the distance.
  using twice = tensor(
    device,
    atoms.map((value) => -2 * value),
    [count, values],
  );
  using squares = tensor(device, squaresOf(atoms, values), [count]);
  using quadrants = tensor(device, quadrantsOf(grid), [QUADRANTS, down * across]);
  const y = empty(device, [images, QUADRANTS * count]);
  for (const section of sections(images, grid, Math.max(count, values))) {
    using tape = new Tape(device, { gradient: false });
    const white = matmul(tape, evenContrast(tape, unfold(tape, x, grid, section), contrast), factor);
    const patches = white.shape[0]!;
    const own = sum(tape, square(tape, white), 1).view([patches, 1]);
    const distances = sqrt(tape, relu(tape, add(tape, linear(tape, white, twice, squares), own)));
    const typical = mean(tape, distances, 1).view([patches, 1]);
    const active = relu(tape, sub(tape, typical, distances));
    // The sums over quadrants of each image.
    const each = section.lines * across;
    recordGemm(tape, quadrants, active, y, {
      ...{ batch: section.images, m: QUADRANTS, n: count, k: each },
      a: { offset: section.line * across, ld: down * across },
      b: { stride: each * count },
      c: { offset: section.image * QUADRANTS * count, stride: QUADRANTS * count },
      accumulate: section.line > 0,
    });
  }
  return y;
}

/** Each row minus its mean, divided by the root of its variance and `contrast`. */
export function evenContrast(tape: Tape, patches: Tensor, contrast: number): Tensor {
  const values = patches.shape[1]!;
  const one = tape.constant(new Float32Array(values).fill(1), [values]);
  return layerNorm(tape, patches, one, tape.zeros([values]), contrast);
}

/** Whole images while they are small, else some lines of one. */
function* sections(images: number, { down, across }: Grid, width: number): Generator<Section> {
  const lines = Math.min(down, Math.max(1, Math.floor(SECTION / (across * width))));
  const together = lines < down ? 1 : Math.max(1, Math.floor(SECTION / (down * across * width)));
  for (let image = 0; image < images; image += together) {
    for (let line = 0; line < down; line += lines) {
      yield {
        ...{ image, images: Math.min(together, images - image) },
        ...{ line, lines: Math.min(lines, down - line) },
      };
    }
  }
}

function squaresOf(atoms: Float32Array, values: number): Float32Array<ArrayBuffer> {
  const squares = new Float64Array(atoms.length / values);
  for (const [i, value] of atoms.entries()) squares[Math.floor(i / values)]! += value * value;
  return Float32Array.from(squares);
}

/** 1 where a patch is in a quadrant, [4, down * across]; the first half is the larger one. */
function quadrantsOf({ down, across }: Grid): Float32Array<ArrayBuffer> {
  const all = new Float32Array(QUADRANTS * down * across);
  for (let i = 0; i < down * across; i++) {
    const below = Number(Math.floor(i / across) >= Math.ceil(down / 2));
    const beside = Number(i % across >= Math.ceil(across / 2));
    all[(2 * below + beside) * down * across + i] = 1;
  }
  return all;
}
