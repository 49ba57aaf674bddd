/** k-means over rows in shards, on one process or several. */
import { ShapeError } from "../../../errors.js";
import { agree, type Collectives, gatherJson, gatherNumbers, together } from "../../../parallel/index.js";
import { Random } from "../../../random/philox.js";
import { type Tensor, tensor } from "../../../tensor/index.js";
import { magnitude, unusableRow } from "../../centring.js";
import { checkFills, checkMatrix } from "../../check_matrix.js";
import { iterate, iterationsInFlight, type LloydResult } from "../lloyd.js";
import type { KMeansOptions } from "../options.js";
import type { PlacedCenters } from "../placed_centers.js";
import { unitRows } from "../unit_rows.js";
import { layoutOf } from "./layout.js";
import { ShardRun } from "./run.js";
import { scalablePlusPlus } from "./scalable_seeding.js";
import { shardedPlusPlus } from "./seeding.js";
import { placeRows, type ShardedRows } from "./sharded_rows.js";

const CALLER = "KMeans.fit";

interface Fitted extends PlacedCenters {
  /** Of this process's rows. */
  readonly labels: Int32Array;
  /** Of all rows, of the scaled data. */
  readonly inertia: number;
  readonly iterations: number;
}

/** Fits the rows of all processes; each gives its own, x [N, D], and gets the same centres. */
export async function fitShards(
  x: Tensor,
  options: Required<KMeansOptions>,
  ranks: Collectives,
  signal?: AbortSignal,
): Promise<Fitted> {
  const { clusters, shards, metric } = options;
  const given = await agreeOnRows(x, options, ranks);
  const layout = layoutOf(CALLER, given, shards, ranks);
  checkFills(CALLER, layout.count, clusters);
  if (metric !== "cosine") {
    using rows = await placeRows(CALLER, x, layout, ranks, false);
    return await fitRows(rows, options, signal);
  }
  const own = await together(ranks, async () => {
    const largest = await magnitude(x);
    if (!Number.isFinite(largest)) throw await unusableRow(CALLER, x);
    return largest;
  });
  const largest = Math.max(...(await gatherNumbers(ranks, Float64Array.of(own))));
  let made: Tensor | undefined;
  try {
    await together(ranks, async () => {
      made = await unitRows(CALLER, x, largest);
    });
  } catch (error) {
    // Another process may have failed.
    made?.release();
    throw error;
  }
  using unit = made!;
  using rows = await placeRows(CALLER, unit, layout, ranks, true);
  return await fitRows(rows, options, signal);
}

async function fitRows(
  rows: ShardedRows,
  options: Required<KMeansOptions>,
  signal?: AbortSignal,
): Promise<Fitted> {
  const { clusters, nInit, maxIterations, tolerance, metric } = options;
  const { origin, scale, variance, ranks, cols } = rows;
  const spherical = metric === "cosine";
  const inFlight =
    ranks.size > 1 ? 1 : iterationsInFlight(rows.x.device.info, rows.layout.places * cols * clusters);
  let best: LloydResult | null = null;
  for (let run = 0; run < nInit; run++) {
    await together(ranks, () => signal?.throwIfAborted());
    using start = tensor(rows.x.device, await startOf(rows, options, run), [clusters, cols]);
    using shardRun = new ShardRun(rows, clusters, inFlight + 1, spherical);
    const result = await iterate(
      shardRun,
      start,
      { maxIterations, tolerance: tolerance * variance },
      inFlight,
    );
    if (best === null || result.inertia < best.inertia) best = result;
  }
  const { centers, labels, inertia, iterations } = best!;
  return { centers, origin, scale, labels, inertia, iterations };
}

async function startOf(
  rows: ShardedRows,
  { clusters, init, metric, seed }: Required<KMeansOptions>,
  run: number,
): Promise<Float32Array<ArrayBuffer>> {
  if (init === "k-means++") return shardedPlusPlus(rows, clusters, new Random(seed, run));
  if (init === "k-means||") {
    return scalablePlusPlus(rows, { clusters, seed, run, spherical: metric === "cosine" });
  }
  const { origin, scale, cols } = rows;
  return Float32Array.from(init, (value, i) => scale * value - origin[i % cols]!);
}

/**
 * How many rows each process has.
 * @throws {ParallelError} where processes were given other settings or columns, or compute on another device.
 */
async function agreeOnRows(
  x: Tensor,
  { init, ...options }: Required<KMeansOptions>,
  ranks: Collectives,
): Promise<number[]> {
  const [rows, cols] = await together(ranks, () => {
    const [rows, cols] = checkMatrix(CALLER, x);
    if (typeof init !== "string" && init.length !== options.clusters * cols) {
      throw new ShapeError(
        `${CALLER}: init has ${init.length} values, ${options.clusters} centres of ${cols} columns take ${options.clusters * cols}`,
      );
    }
    return [rows, cols];
  });
  const { kind, name, details } = x.device.info;
  // Processors of one level compute the same bits.
  const device = `${kind} device (${kind === "native" ? details.simd : name})`;
  const settings = {
    columns: cols,
    device,
    init: typeof init === "string" ? init : Array.from(init),
    ...options,
  };
  const texts = Object.entries(settings).map(([setting, value]) => [setting, String(value)]);
  await agree(ranks, Object.fromEntries(texts));
  return gatherJson(ranks, rows);
}
