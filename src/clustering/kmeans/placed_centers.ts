/** Centres in the place where distances keep their digits, and how rows compare with them. */
import { ShapeError } from "../../errors.js";
import { fill } from "../../kernels/fill.js";
import { DISTANCE_BLOCK, kmeansAssign, kmeansDistances } from "../../kernels/kmeans.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";
import { magnitude, scaleFor, subtractRow, unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";

/** `scale` times the centres, minus `origin`. */
export interface PlacedCenters {
  /** [K, D]. */
  readonly centers: Float32Array;
  /** [D]. */
  readonly origin: Float32Array;
  /** A power of two. */
  readonly scale: number;
}

/** Rows and centres on the device, moved and scaled alike. */
interface Placed {
  readonly x: Tensor;
  readonly centers: Tensor;
  readonly scale: number;
}

/** Distances that `distancesToCenters` computes at a time. */
const DISTANCE_ELEMENTS = 2 ** 24;

/** The centres [K, D] where the data lie. */
export function unplaced({ centers, origin, scale }: PlacedCenters): Float32Array {
  return centers.map((value, i) => (value + origin[i % origin.length]!) / scale);
}

/** @throws {ShapeError} if x is not a matrix of float32 with so many columns. */
export function checkColumns(caller: string, x: Tensor, columns: number): void {
  const [, cols] = checkMatrix(caller, x);
  if (cols === columns) return;
  throw new ShapeError(`${caller}: x has ${cols} columns, fit got ${columns}: give the same features`);
}

/**
 * The nearest centre of each row of x [N, D].
 * @throws {DataError} if values of x are not finite.
 */
export function nearestCenters(caller: string, x: Tensor, placed: PlacedCenters): Promise<Int32Array> {
  return compare(caller, x, placed, async ({ x, centers }) => {
    const { labels, distances } = await assigned(x, centers);
    return { values: labels, distances };
  });
}

/** The nearest of centres [K, D] for each row of x [N, D], and its squared distance. */
export async function assigned(
  x: Tensor,
  centers: Tensor,
): Promise<{ readonly labels: Int32Array<ArrayBuffer>; readonly distances: Float32Array }> {
  const [rows, cols] = x.shape as [number, number];
  using label = empty(x.device, [rows], "u32");
  using distance = empty(x.device, [rows]);
  x.device.record(
    kmeansAssign,
    { x: x.slice, centers: centers.slice, label: label.slice, distance: distance.slice },
    { rows, cols, clusters: centers.shape[0]! },
  );
  const [labels, distances] = await Promise.all([label.data(), distance.data()]);
  return { labels: new Int32Array(labels.buffer as ArrayBuffer), distances: distances as Float32Array };
}

/**
 * The Euclidean distances of the rows of x [N, D] to the centres, [N, K].
 * @throws {DataError} if values of x are not finite.
 */
export function distancesToCenters(caller: string, x: Tensor, placed: PlacedCenters): Promise<Float32Array> {
  return compare(caller, x, placed, async (own) => {
    const distances = await allDistances(own);
    return { values: distances, distances };
  });
}

/** Infinite where squares leave float32. */
async function allDistances({ x, centers, scale }: Placed): Promise<Float32Array> {
  const squares = await squaredDistances(x, centers);
  return squares.map((square) => Math.sqrt(square) / scale);
}

/** Of the rows of x [N, D] to centres [K, D], as [N, K]; infinite where squares leave float32. */
export async function squaredDistances(x: Tensor, centers: Tensor): Promise<Float32Array<ArrayBuffer>> {
  const clusters = centers.shape[0]!;
  const { device } = x;
  const [rows, cols] = x.shape as [number, number];
  const blocks = Math.ceil(rows / DISTANCE_BLOCK);
  const padded = blocks * DISTANCE_BLOCK;
  const group = Math.min(clusters, Math.max(1, Math.floor(DISTANCE_ELEMENTS / padded)));
  using closest = empty(device, [padded]);
  device.record(fill, { y: closest.slice }, { count: padded, value: Number.POSITIVE_INFINITY });
  using distance = empty(device, [group, padded]);
  using sums = empty(device, [group, blocks]);
  const distances = new Float32Array(rows * clusters);
  for (let first = 0; first < clusters; first += group) {
    const candidates = Math.min(group, clusters - first);
    using index = tensor(
      device,
      Uint32Array.from({ length: candidates }, (_, i) => first + i),
      [candidates],
    );
    device.record(
      kmeansDistances,
      {
        x: x.slice,
        source: centers.slice,
        index: index.slice,
        closest: closest.slice,
        distance: distance.slice,
        sums: sums.slice,
      },
      { rows, cols, points: clusters, candidates },
    );
    const squares = await distance.data();
    for (let i = 0; i < candidates; i++) {
      for (let n = 0; n < rows; n++) {
        distances[n * clusters + first + i] = squares[i * padded + n]!;
      }
    }
  }
  return distances;
}

/**
 * Places rows and centres as `fit` had them and computes with them; where that leaves float32, because rows
 * are much larger than those `fit` got, takes what comes out with rows and centres at those rows' scale.
 */
async function compare<T extends Int32Array | Float32Array>(
  caller: string,
  x: Tensor,
  { centers, origin, scale }: PlacedCenters,
  compute: (placed: Placed) => Promise<{ values: T; distances: Float32Array }>,
): Promise<T> {
  const columns = origin.length;
  const attempt = async (factor: number) => {
    const rescaled = (values: Float32Array) => values.map((value) => value * factor);
    using row = tensor(x.device, rescaled(origin), [1, columns]);
    using centerRows = tensor(x.device, rescaled(centers), [centers.length / columns, columns]);
    const { x: moved, squares } = subtractRow(x, row, scale * factor);
    squares.release();
    using _ = moved;
    return compute({ x: moved, centers: centerRows, scale: scale * factor });
  };
  const { values, distances } = await attempt(1);
  if (distances.every(Number.isFinite)) return values;
  const largest = await magnitude(x);
  if (!Number.isFinite(largest)) throw await unusableRow(caller, x);
  const rescaled = await attempt(scaleFor(scale * largest, scale));
  return values.map((value, i) => (Number.isFinite(distances[i]) ? value : rescaled.values[i]!)) as T;
}
