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
 * All but `plain` take four units at a time, so that `hidden` must be a multiple of 4. Limits that rest on the speed
 * of a GPU are estimates for an H100, not yet measured there. Measured on lavapipe (two cores, LSTM, T = 28, ms):
 *
 *              resident  lanes  plain
 *   B 1,  H 64      0.6    2.0    3.3
 *   B 16, H 64      3.2    2.8    4.9
 *   B 32, H 128       -    7.6   13.8
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

const takesQuads = ({ hidden, steps }: RecurrentShape) => hidden % 4 === 0 && steps > 0;

/** Powers of two from `from` down to 1. */
function halves(from: number): number[] {
  return from < 1 ? [] : [from, ...halves(from / 2)];
}

/** Workgroups that keep every core of a large GPU busy: 132 on an H100, 144 on the largest of others. */
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
  const rows = halves(4).find((n) => fits(n) && (n === 1 || p.batch * p.directions >= n * MANY_GROUPS));
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

/** Rows and most invocations of a workgroup that streams weights, in order of preference. */
const STREAMED_SIZES = [
  [4, 512],
  [4, 256],
  [2, 256],
  [1, 256],
] as const;
/** Neighbours that read 128 bytes of one row of W_hh, a cache line. */
const STREAMED_SLICES = 8;

const streamed: Algorithm = (sweep, p, adapter) => {
  if (!takesQuads(p)) return null;
  const { quads, outputs, depth } = inQuads(sweep, p);
  for (const [rows, most] of STREAMED_SIZES) {
    const perQuad = outputs * STREAMED_SLICES;
    const quadsAtOnce = Math.min(
      quads,
      Math.floor(Math.min(most, adapter.maxComputeInvocationsPerWorkgroup) / perQuad),
    );
    const bytes = rows * (quadsAtOnce * perQuad + 2 * depth) * QUAD;
    if (quadsAtOnce === 0 || rows > perQuad || bytes > adapter.maxComputeWorkgroupStorageSize) continue;
    const constants = {
      QUADS: quadsAtOnce,
      SLICES: STREAMED_SLICES,
      ROWS: rows,
      ROUND: rows,
      DEPTH: depth,
      SETS: 2,
    };
    return [
      {
        shader: `${sweep.kernel}_quads`,
        entry: "streamed",
        grid: [groups(p.batch, rows), p.directions],
        constants,
      },
    ];
  }
  return null;
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

/** Sums of 16 rows are what fits into registers beside a block of weights, as in recurrent_turn.wgsl. */
const FUSED_ROWS = 16;
const FUSED_INVOCATIONS = 256;
/** Workgroup memory, half for vectors and half for the exchange of sums; with more, fewer workgroups share a core. */
const FUSED_BYTES = 32768;

const fused: Algorithm = (sweep, p, adapter) => {
  if (!takesQuads(p)) return null;
  const { quads, outputs } = inQuads(sweep, p);
  const rows = halves(FUSED_ROWS).find((n) => n === 1 || n < 2 * p.batch)!;
  // Few rows: fewer units for each workgroup, so that all cores take part, and more invocations for each sum.
  const most = 32 / 2 ** Math.ceil(Math.log2(outputs));
  const groupsFor = (n: number) => groups(quads, n) * groups(p.batch, rows) * p.directions;
  const quadsAtOnce = halves(most).find((n) => n === 1 || groupsFor(n) >= MANY_GROUPS)!;
  const half = Math.min(FUSED_BYTES, adapter.maxComputeWorkgroupStorageSize) / 2 / QUAD;
  // The same for every `hidden`: as few pipelines as may be.
  const atOnce = half / rows;
  const slices = 2 ** Math.floor(Math.log2(Math.min(atOnce, FUSED_INVOCATIONS / (outputs * quadsAtOnce))));
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
  const rows = p.batch > LANES ? 2 * LANES : LANES;
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
 * A workgroup reads W_hh at about 100 GB/s, 64 bytes in a cycle; in the 5 us that a dispatch with its barrier takes at
 * the least, 512 KiB: `hidden` 181 for an LSTM, 209 for a GRU. Beyond, a dispatch per step is quicker.
 */
const STREAMED_WEIGHTS = 512 * 1024;
/** All workgroups together read at some TB/s, in 5 us so much: more rows read less with a dispatch per step. */
const STREAMED_TRAFFIC = 32 * 1024 * 1024;

function pays(sweep: Sweep, p: RecurrentShape): boolean {
  const weights = 4 * sweep.gates * p.hidden * p.hidden;
  const tiles = groups(p.batch, STREAMED_SIZES[0][0]) * p.directions;
  return weights <= STREAMED_WEIGHTS && tiles * weights <= STREAMED_TRAFFIC;
}

/** The algorithms worth trying, best first; `plain` takes whatever they do not. */
function ranked(sweep: Sweep, p: RecurrentShape, { software }: AdapterTraits): Algorithm[] {
  // There, a workgroup's rows wait for each other's barriers, and a row less than eight leaves lanes idle.
  if (software) return p.batch * p.directions <= LANES ? [resident, lanes] : [lanes];
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
