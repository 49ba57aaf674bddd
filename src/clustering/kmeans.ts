/** k-means clustering on a device, in scikit-learn's manner. */
import { ArgumentError, DataError, ShapeError } from "../errors.js";
import { fill } from "../kernels/fill.js";
import { gatherRows } from "../kernels/gather.js";
import { DISTANCE_BLOCK, kmeansAssign, kmeansDistances } from "../kernels/kmeans.js";
import { Random } from "../random/philox.js";
import { empty, type Tensor, tensor } from "../tensor/index.js";
import { centre, magnitude, scaleFor, subtractRow, unusableRow } from "./centring.js";
import { checkMatrix } from "./check_matrix.js";
import { type LloydResult, lloyd } from "./lloyd.js";
import { kMeansPlusPlus } from "./seeding.js";

export interface KMeansOptions {
  /** K, from 1 up. */
  readonly clusters: number;
  /** How to begin: greedy k-means++ (default), or centres [K, D] row by row. */
  readonly init?: "k-means++" | ArrayLike<number>;
  /** Runs from different k-means++ starts, of which the one with the least inertia is kept. Default 1. */
  readonly nInit?: number;
  /** Most iterations of one run. Default 300. */
  readonly maxIterations?: number;
  /**
   * A run ends when the squared moves of all centres in one iteration add up to at most this, in
   * units of the columns' mean variance. Default 1e-4; 0 goes on until nothing moves.
   */
  readonly tolerance?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
  readonly seed?: number;
}

/** `centers` and `inertia` are those of the scaled data, `centers` without `origin`. */
interface Fitted extends LloydResult {
  /** Mean of the scaled data [D]. */
  readonly origin: Float32Array;
  /** The power of two that the data were multiplied with. */
  readonly scale: number;
}

/** Rows and centres on the device, moved and scaled alike. */
interface Placed {
  readonly x: Tensor;
  readonly centers: Tensor;
  readonly scale: number;
}

/** Distances that `transform` computes at a time. */
const TRANSFORM_ELEMENTS = 2 ** 24;

/**
 * k-means: K centres that lie nearest to N rows of D features, by Lloyd's algorithm.
 *
 * ```ts
 * const kmeans = new KMeans({ clusters: 10 });
 * const labels = await kmeans.fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * The tensors stay the caller's. Memory: a copy of x, moved to the origin, for as long as a call runs.
 */
export class KMeans {
  readonly #options: Required<KMeansOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    clusters,
    init = "k-means++",
    nInit = 1,
    maxIterations = 300,
    tolerance = 1e-4,
    seed = 0,
  }: KMeansOptions) {
    this.#options = { clusters, init, nInit, maxIterations, tolerance, seed };
    checkOptions(this.#options);
  }

  /** The centres [K, D], row by row. */
  get clusterCenters(): Float32Array {
    const { centers, origin, scale } = this.#result();
    return centers.map((value, i) => (value + origin[i % origin.length]!) / scale);
  }

  /** The cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** Sum of the squared distances of those rows to their centres. */
  get inertia(): number {
    const { inertia, scale } = this.#result();
    return inertia / scale / scale;
  }

  /** Iterations of the run that was kept. */
  get iterations(): number {
    return this.#result().iterations;
  }

  /**
   * Finds the centres of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given centres.
   * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
   */
  async fit(x: Tensor): Promise<this> {
    const { clusters, init, nInit, maxIterations, tolerance, seed } = this.#options;
    const [rows, cols] = checkMatrix("KMeans.fit", x);
    if (rows < clusters) {
      throw new DataError(
        `KMeans.fit: ${rows} rows cannot fill ${clusters} clusters: give more rows or fewer clusters`,
      );
    }
    if (typeof init !== "string" && init.length !== clusters * cols) {
      throw new ShapeError(
        `KMeans.fit: init has ${init.length} values, ${clusters} centres of ${cols} columns take ${clusters * cols}`,
      );
    }
    const { x: centred, origin, scale, variance } = await centre("KMeans.fit", x);
    using _ = centred;
    const limits = { maxIterations, tolerance: tolerance * variance };
    let best: LloydResult | null = null;
    for (let run = 0; run < nInit; run++) {
      using start =
        typeof init === "string"
          ? await this.#seed(centred, new Random(seed, run))
          : tensor(x.device, relativeTo(origin, scale, init), [clusters, cols]);
      const result = await lloyd(centred, start, limits);
      if (best === null || result.inertia < best.inertia) best = result;
    }
    this.#fitted = { ...best!, origin, scale };
    return this;
  }

  /**
   * The cluster, 0 to K - 1, of each row of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async predict(x: Tensor): Promise<Int32Array> {
    this.#checkColumns("KMeans.predict", x);
    return this.#placed("KMeans.predict", x, async (placed) => {
      const [rows, cols] = x.shape as [number, number];
      using label = empty(x.device, [rows], "u32");
      using distance = empty(x.device, [rows]);
      x.device.record(
        kmeansAssign,
        { x: placed.x.slice, centers: placed.centers.slice, label: label.slice, distance: distance.slice },
        { rows, cols, clusters: this.#options.clusters },
      );
      const [labels, distances] = await Promise.all([label.data(), distance.data()]);
      return { values: new Int32Array(labels.buffer), distances: distances as Float32Array };
    });
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor): Promise<Int32Array> {
    await this.fit(x);
    return this.labels;
  }

  /**
   * The Euclidean distances of the rows of x [N, D] to the centres, as [N, K] row by row.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async transform(x: Tensor): Promise<Float32Array> {
    this.#checkColumns("KMeans.transform", x);
    return this.#placed("KMeans.transform", x, async (placed) => {
      const distances = await this.#distances(placed);
      return { values: distances, distances };
    });
  }

  /** As `transform`; infinite where squares leave float32. */
  async #distances({ x, centers, scale }: Placed): Promise<Float32Array> {
    const { clusters } = this.#options;
    const { device } = x;
    const [rows, cols] = x.shape as [number, number];
    const blocks = Math.ceil(rows / DISTANCE_BLOCK);
    const padded = blocks * DISTANCE_BLOCK;
    const group = Math.min(clusters, Math.max(1, Math.floor(TRANSFORM_ELEMENTS / padded)));
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
          distances[n * clusters + first + i] = Math.sqrt(squares[i * padded + n]!) / scale;
        }
      }
    }
    return distances;
  }

  async #seed(x: Tensor, random: Random): Promise<Tensor> {
    const { clusters } = this.#options;
    const [rows, cols] = x.shape as [number, number];
    const chosen = await kMeansPlusPlus(x, clusters, random);
    using index = tensor(x.device, chosen, [clusters]);
    const start = empty(x.device, [clusters, cols]);
    x.device.record(
      gatherRows,
      { x: x.slice, index: index.slice, y: start.slice },
      { rows, cols, count: clusters },
    );
    return start;
  }

  /**
   * Places rows and centres as `fit` had them and computes with them; where that leaves float32, because rows
   * are much larger than those `fit` got, takes what comes out with rows and centres at those rows' scale.
   */
  async #placed<T extends Int32Array | Float32Array>(
    caller: string,
    x: Tensor,
    compute: (placed: Placed) => Promise<{ values: T; distances: Float32Array }>,
  ): Promise<T> {
    const { centers, origin, scale } = this.#result();
    const attempt = async (factor: number) => {
      const rescaled = (values: Float32Array) => values.map((value) => value * factor);
      using row = tensor(x.device, rescaled(origin), [1, origin.length]);
      using centerRows = tensor(x.device, rescaled(centers), [this.#options.clusters, origin.length]);
      const { x: centred, squares } = subtractRow(x, row, scale * factor);
      squares.release();
      using _ = centred;
      return compute({ x: centred, centers: centerRows, scale: scale * factor });
    };
    const { values, distances } = await attempt(1);
    if (distances.every(Number.isFinite)) return values;
    const largest = await magnitude(x);
    if (!Number.isFinite(largest)) throw await unusableRow(caller, x);
    const rescaled = await attempt(scaleFor(scale * largest, scale));
    return values.map((value, i) => (Number.isFinite(distances[i]) ? value : rescaled.values[i]!)) as T;
  }

  #checkColumns(caller: string, x: Tensor): [number, number] {
    const [rows, cols] = checkMatrix(caller, x);
    const fitted = this.#result().origin.length;
    if (cols !== fitted) {
      throw new ShapeError(`${caller}: x has ${cols} columns, fit got ${fitted}: give the same features`);
    }
    return [rows, cols];
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("KMeans has no centres yet: call fit first");
    return this.#fitted;
  }
}

/** Centres [K, D] as `centre` moves and scales the data. */
function relativeTo(
  origin: Float32Array,
  scale: number,
  centers: ArrayLike<number>,
): Float32Array<ArrayBuffer> {
  const relative = new Float32Array(centers.length);
  for (let i = 0; i < relative.length; i++) relative[i] = scale * centers[i]! - origin[i % origin.length]!;
  return relative;
}

function checkOptions({
  clusters,
  init,
  nInit,
  maxIterations,
  tolerance,
  seed,
}: Required<KMeansOptions>): void {
  checkWhole("clusters", clusters, 1);
  checkWhole("nInit", nInit, 1);
  checkWhole("maxIterations", maxIterations, 1);
  checkWhole("seed", seed, 0);
  if (!(Number.isFinite(tolerance) && tolerance >= 0)) {
    throw new ArgumentError(`KMeans: tolerance is ${tolerance}: give a number from 0 up`);
  }
  if (typeof init === "string") {
    if (init !== "k-means++") {
      throw new ArgumentError(`KMeans: init is ${init}: use "k-means++", or give an array of centres`);
    }
    return;
  }
  if (nInit > 1) {
    throw new ArgumentError("KMeans: given centres start all runs alike: leave nInit at 1");
  }
  if (Array.from(init).some((value) => !Number.isFinite(Math.fround(value)))) {
    throw new ArgumentError("KMeans: init holds values that are not finite: give centres without them");
  }
}

function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value >= 2 ** 32) {
    throw new ArgumentError(`KMeans: ${name} is ${value}: give a whole number from ${least} up`);
  }
}
