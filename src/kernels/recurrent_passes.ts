/**
 * Which WebGPU algorithm runs a recurrence, by its sizes and the adapter. See recurrent.ts for the letters.
 *
 * Rows of the batch do not depend on each other, and WebGPU has no barrier across workgroups but the end of a
 * dispatch. So either a workgroup has some rows for the whole sequence, and all of W_hh to itself, or each step is a
 * dispatch over units and rows. Where W_hh fits decides:
 *
 *   resident  whole sequence, W_hh in registers: 64 weights in each of at most 256 invocations
 *   streamed  whole sequence, W_hh read from the last level cache in every step
 *   fused     a dispatch per step: product and gates
 *   lanes     the same for software adapters whose subgroups have eight invocations
 *   plain     two dispatches per step, product and gates apart: any size, any adapter
 *
 * All but `plain` take four units at a time, so that `hidden` must be a multiple of 4. Limits and sizes that rest on
 * the speed of a GPU were measured on an NVIDIA H200 (bench/results/recurrent-algorithms-nvidia-h200.md). Milliseconds
 * of an LSTM's forward sweep with T = 28:
 *
 *   H200, device time   resident  streamed  fused  plain
 *   B 16,  H 64             0.06      0.09   0.53   0.35
 *   B 256, H 64             0.05      0.09   0.37   0.48
 *   H200, whole         resident  streamed  fused
 *   B 128, H 128               -      0.15   0.23
 *   B 128, H 256               -      0.38   0.28
 *   lavapipe, 2 cores   resident  lanes  plain
 *   B 1,   H 64              0.6    2.0    3.3
 *   B 16,  H 64              3.2    2.8    4.9
 *   B 32,  H 128               -    7.6   13.8
 */
import { type AdapterTraits, groups, type Pass } from "./kernel.js";
import type { RecurrentShape } from "./recurrent.js";

/** A kernel's way through a sequence. */
export interface Sweep {
  readonly kernel: string;
  readonly gates: number;
  readonly direction: "forward" | "backward";
  /** What `plain` does after the last step. */
  readonly finish?: string;
}

type StepPass = Pass<{ step: number }>;
type Passes = readonly StepPass[];

/** Passes, or null where the algorithm cannot take these sizes on this adapter. */
type Algorithm = (sweep: Sweep, p: RecurrentShape, adapter: AdapterTraits) => Passes | null;

/** Bytes of a vec4f, in which workgroup memory is counted. */
const QUAD = 16;

/** The algorithms that take quads, in quads: four units, or what belongs to them. */
function inQuads({ gates, direction }: Sweep, p: RecurrentShape) {
  const quads = p.hidden / 4;
  return direction === "forward"
    ? { quads, outputs: gates, depth: quads, turns: p.steps }
    : { quads, outputs: 1, depth: gates * quads, turns: p.steps + 1 };
}

/** Rows by which the algorithm and its constants are chosen. */
const plannedRows = ({ batch, whole = 0 }: RecurrentShape) => whole || batch;

const takesQuads = ({ hidden, steps }: RecurrentShape) => hidden % 4 === 0 && steps > 0;

/** Powers of two from `from` down to 1. */
function halves(from: number): number[] {
  return from < 1 ? [] : [from, ...halves(from / 2)];
}

/** The nearest power of two, rounded as said. */
const powerOfTwo = (round: (x: number) => number, x: number) => 2 ** round(Math.log2(x));

/** Workgroups that keep every core of a large GPU busy: 132 on an H100 and H200, 144 on the largest of others. */
const MANY_GROUPS = 128;

/** More would leave an invocation fewer registers than its 64 weights, vectors and addresses take. */
const RESIDENT_INVOCATIONS = 256;
/** Blocks of 4 x 4 weights in an invocation's registers, as in recurrent_resident.wgsl. */
const RESIDENT_BLOCKS = 4;

const resident: Algorithm = (sweep, p, adapter) => {
  if (!takesQuads(p)) return null;
  const { quads, outputs, depth } = inQuads(sweep, p);
  const slices = Math.ceil(depth / RESIDENT_BLOCKS);
  const invocations = outputs * quads * slices;
  if (invocations > Math.min(RESIDENT_INVOCATIONS, adapter.maxComputeInvocationsPerWorkgroup)) return null;
  const vector = RESIDENT_BLOCKS * slices;
  const fits = (rows: number) =>
    rows <= outputs * slices &&
    rows * (invocations + vector) * QUAD <= adapter.maxComputeWorkgroupStorageSize;
  // Weights are read once whatever the rows: first fill the GPU, then share barriers among rows.
  const rows = halves(4).find(
    (n) => fits(n) && (n === 1 || plannedRows(p) * p.directions >= n * MANY_GROUPS),
  );
  if (!rows) return null;
  const constants = { QUADS: quads, SLICES: slices, ROWS: rows, ROUND: rows, DEPTH: vector };
  return [
    {
      shader: `${sweep.kernel}_quads`,
      entry: "resident",
      grid: [groups(p.batch, rows), p.directions],
      constants,
    },
  ];
};

/** Rows of a workgroup that streams weights, where the batch is larger than fewer rows and all cores take. */
const STREAMED_ROWS = 4;
/** Parts of a sum, most first, where all units fit into one pass: as many invocations as there may be. */
const STREAMED_SLICES = [32, 16, 8, 4];
/** Else neighbours that read 128 bytes of one row of W_hh, a cache line. */
const CACHE_LINE_SLICES = 8;

/** As few rows for each workgroup as give each core one workgroup at most. */
function streamedRows(p: RecurrentShape): number {
  const tiles = (rows: number) => groups(plannedRows(p), rows) * p.directions;
  return [1, 2].find((rows) => tiles(rows) <= MANY_GROUPS) ?? STREAMED_ROWS;
}

const streamed: Algorithm = (sweep, p, adapter) => {
  if (!takesQuads(p)) return null;
  const { quads, outputs, depth } = inQuads(sweep, p);
  const most = adapter.maxComputeInvocationsPerWorkgroup;
  const slices = STREAMED_SLICES.find((n) => n <= depth && outputs * quads * n <= most) ?? CACHE_LINE_SLICES;
  const perQuad = outputs * slices;
  const quadsAtOnce = Math.min(quads, Math.floor(most / perQuad));
  const bytes = (rows: number) => rows * (quadsAtOnce * perQuad + 2 * depth) * QUAD;
  const rows = halves(streamedRows(p)).find(
    (n) => n <= perQuad && bytes(n) <= adapter.maxComputeWorkgroupStorageSize,
  );
  if (!rows || quadsAtOnce === 0) return null;
  const constants = { QUADS: quadsAtOnce, SLICES: slices, ROWS: rows, ROUND: rows, DEPTH: depth, SETS: 2 };
  return [
    {
      shader: `${sweep.kernel}_quads`,
      entry: "streamed",
      grid: [groups(p.batch, rows), p.directions],
      constants,
    },
  ];
};

/** A pass for each turn, before which a forward sweep puts the initial state where the first turn looks for it. */
function turnPasses(sweep: Sweep, p: RecurrentShape, pass: Omit<StepPass, "params">): Passes {
  const { quads, turns } = inQuads(sweep, p);
  const begin: StepPass = {
    shader: `${sweep.kernel}_quads`,
    entry: "begin",
    grid: [groups(quads, WORKGROUP), p.batch, p.directions],
  };
  const each = Array.from({ length: turns }, (_, step) => ({ ...pass, params: { step } }));
  return sweep.direction === "forward" ? [begin, ...each] : each;
}

/** Rows of a workgroup by the batch: few, since the sums of each row's slices are brought together one by one. */
const fusedRows = (batch: number) => (batch <= 16 ? 1 : batch <= 64 ? 2 : 4);
const FUSED_QUADS = 16;
const FUSED_INVOCATIONS = 256;
const FUSED_SLICES = 64;
/** Workgroup memory, half for vectors and half for the exchange of sums; with more, fewer workgroups share a core. */
const FUSED_BYTES = 32768;

const fused: Algorithm = (sweep, p, adapter) => {
  if (!takesQuads(p)) return null;
  const { quads, outputs, depth } = inQuads(sweep, p);
  const rows = fusedRows(plannedRows(p));
  // The more units a workgroup has, the more of a vector's reads they share; but two workgroups a core come first.
  const groupsFor = (n: number) => groups(quads, n) * groups(plannedRows(p), rows) * p.directions;
  const quadsAtOnce = halves(FUSED_QUADS).find((n) => n === 1 || groupsFor(n) >= 2 * MANY_GROUPS)!;
  const half = Math.min(FUSED_BYTES, adapter.maxComputeWorkgroupStorageSize) / 2 / QUAD;
  const atOnce = Math.min(half / rows, powerOfTwo(Math.ceil, depth));
  const most = Math.min(atOnce, FUSED_SLICES, FUSED_INVOCATIONS / (outputs * quadsAtOnce));
  const slices = powerOfTwo(Math.floor, most);
  const round = Math.min(rows, half / FUSED_INVOCATIONS);
  const constants = { QUADS: quadsAtOnce, SLICES: slices, ROWS: rows, ROUND: round, DEPTH: atOnce };
  const grid = [groups(quads, quadsAtOnce), groups(p.batch, rows), p.directions] as const;
  return turnPasses(sweep, p, { shader: `${sweep.kernel}_quads`, entry: "fused", grid, constants });
};

/** Invocations in a subgroup, and rows for which it broadcasts, as in recurrent_lanes.wgsl. */
const LANES = 8;

const lanes: Algorithm = (sweep, p, adapter) => {
  if (!takesQuads(p) || adapter.subgroupSize !== LANES) return null;
  const { quads } = inQuads(sweep, p);
  const rows = plannedRows(p) > LANES ? 2 * LANES : LANES;
  const grid = [groups(quads, LANES), groups(p.batch, rows), p.directions] as const;
  const constants = { QUADS: LANES, SLICES: 1, ROWS: rows, ROUND: rows };
  return turnPasses(sweep, p, { shader: `${sweep.kernel}_lanes`, entry: "in_lanes", grid, constants });
};

/** Columns and rows of a workgroup's part of a step's product, as in recurrent_product.wgsl. */
const IN_LANES = { entry: "multiply_in_lanes", columns: 128, rows: 8 };
const IN_TILES = { entry: "multiply_in_tiles", columns: 64, rows: 32 };
/** One workgroup size serves all entries with an invocation per unit or quad. */
const WORKGROUP = 64;

const plain = (
  { gates, direction, finish }: Sweep,
  p: RecurrentShape,
  { software }: AdapterTraits,
): Passes => {
  const unit = (entry: string, step: number): StepPass => ({
    entry,
    grid: [groups(p.hidden, WORKGROUP), p.batch, p.directions],
    params: { step },
  });
  const { entry, ...tile } = software ? IN_LANES : IN_TILES;
  const columns = direction === "forward" ? gates * p.hidden : p.hidden;
  const grid = [groups(columns, tile.columns), groups(p.batch, tile.rows), p.directions] as const;
  const product = (step: number): StepPass => ({ entry, grid, params: { step } });
  const steps = Array.from({ length: p.steps }, (_, step) => step);
  if (direction === "forward") {
    return [unit("begin", 0), ...steps.flatMap((step) => [product(step), unit("activate", step)])];
  }
  return [
    ...steps.reverse().flatMap((step) => [unit("differentiate", step), product(step)]),
    ...(finish ? [unit(finish, 0)] : []),
  ];
};

/** By name, for tests that run each of them wherever it can run. */
export const recurrentAlgorithms = { resident, streamed, fused, lanes, plain } as const;

/** A longer sequence in one dispatch might keep a small GPU busy until the system believes that it hangs. */
const MAX_SWEEP_STEPS = 2048;
/**
 * A workgroup reads W_hh at about 50 GB/s, and a dispatch with its barrier takes 7 us. So up to these sizes a sweep
 * that streams is quicker than one with a dispatch per step: `hidden` 181 and 256 for an LSTM, 209 and 295 for a GRU.
 */
const STREAMED_WEIGHTS = { forward: 512 * 1024, backward: 1024 * 1024 };
/** Read by all workgroups together in a step: with more, more rows a workgroup do better with a dispatch per step. */
const STREAMED_TRAFFIC = 128 * 1024 * 1024;

function pays(sweep: Sweep, p: RecurrentShape): boolean {
  const weights = 4 * sweep.gates * p.hidden * p.hidden;
  const tiles = groups(plannedRows(p), streamedRows(p)) * p.directions;
  return weights <= STREAMED_WEIGHTS[sweep.direction] && tiles * weights <= STREAMED_TRAFFIC;
}

/** The algorithms worth trying, best first; `plain` takes whatever they do not. */
function ranked(sweep: Sweep, p: RecurrentShape, { software }: AdapterTraits): Algorithm[] {
  // There, a workgroup's rows wait for each other's barriers, and a row less than eight leaves lanes idle.
  if (software) return plannedRows(p) * p.directions <= LANES ? [resident, lanes] : [lanes];
  if (p.steps > MAX_SWEEP_STEPS) return [fused];
  return pays(sweep, p) ? [resident, streamed, fused] : [resident, fused];
}

/** The passes of a recurrent kernel. */
export function recurrentPasses(sweep: Sweep) {
  return (p: RecurrentShape, adapter: AdapterTraits): Passes => {
    for (const algorithm of ranked(sweep, p, adapter)) {
      const passes = algorithm(sweep, p, adapter);
      if (passes) return passes;
    }
    return plain(sweep, p, adapter);
  };
}
