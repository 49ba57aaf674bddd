/** What a run of the benchmark leaves behind: the JSON file, checked when it is read again. */
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { ArgumentError } from "../errors.js";

const summary = z.object({
  /** Milliseconds per run. */
  median: z.number().positive(),
  q1: z.number(),
  q3: z.number(),
  min: z.number(),
  samples: z.number().int().min(1),
});

const roofline = z.object({
  /** Bytes moved per second, in units of 10^9, and how that was measured. */
  streamGBs: z.number().positive(),
  stream: z.string(),
  /** Floating point operations per second, in units of 10^9. */
  fmaGFlops: z.number().positive(),
  fma: z.string(),
});

const device = z.object({
  kind: z.string(),
  name: z.string(),
  isGpu: z.boolean(),
  maxBindingBytes: z.number(),
  details: z.record(z.string(), z.unknown()),
  roofline,
});

const peerRow = z.object({
  name: z.string(),
  /** With the number of threads that it is faster with. Null where the peer does not do this work; `note` says why. */
  time: summary.nullable(),
  /** The peer's median over Skein's with all threads: above 1, Skein is faster. */
  ratio: z.number().nullable(),
  /** The number of threads of `time`. */
  threads: z.number().int().nullable().default(null),
  /** With one thread, and that over Skein's with one; null where it was not measured. */
  oneThread: z.object({ time: summary, ratio: z.number().nullable() }).nullable().default(null),
  /** The most memory that a process of its own had, in MiB, where the case asks for it. */
  peakMiB: z.number().nullable().default(null),
  /** Largest difference of the results, relative to the largest value; null where they are not compared. */
  difference: z.number().nullable(),
  agrees: z.boolean(),
  note: z.string().optional(),
});

const row = z.object({
  device: z.string(),
  work: z.string(),
  sizes: z.record(z.string(), z.number()),
  dtype: z.string(),
  /** From recording to the end of the wait. */
  time: summary,
  /** Milliseconds on the device, summed over kernels; null where it cannot be measured. */
  deviceMs: z.number().nullable(),
  gflops: z.number(),
  gbs: z.number(),
  /** flop per byte. */
  intensity: z.number(),
  /** Share of what the roofline allows at this intensity. */
  rooflineShare: z.number(),
  /** Against float64, over a sample of the results; null where the work has no such check. */
  maxError: z.number().nullable(),
  /** Why there is no such check. */
  unchecked: z.string().optional(),
  /** With one thread instead of all; null where it was not measured. */
  oneThread: summary.nullable().default(null),
  /** Parts of the work, each done alone. */
  parts: z.array(z.object({ name: z.string(), time: summary })).default([]),
  items: z.object({ unit: z.string(), perSecond: z.number() }).nullable(),
  /** The most memory that a process of its own had, in MiB, where the case asks for it. */
  peakMiB: z.number().nullable().default(null),
  peers: z.array(peerRow),
});

const growth = z.object({
  device: z.string(),
  work: z.string(),
  /** The size that differs between the points. */
  by: z.string(),
  others: z.record(z.string(), z.number()),
  points: z.array(z.object({ size: z.number(), time: summary })).min(3),
  /** The largest of all points' errors against float64; null where the work has no such check. */
  maxError: z.number().nullable(),
});

const failure = z.object({
  device: z.string(),
  work: z.string(),
  sizes: z.record(z.string(), z.number()),
  reason: z.string(),
});

const schema = z.object({
  format: z.literal("skein-bench"),
  version: z.literal(1),
  date: z.string(),
  command: z.string(),
  /** Of Skein, Node and the packages that matter; `commit` where there is a repository. */
  versions: z.record(z.string(), z.string()),
  machine: z.object({
    cpu: z.string(),
    cores: z.number().int(),
    memoryGiB: z.number(),
    os: z.string(),
  }),
  threads: z.number().int(),
  /** Seconds of measurement per case and contestant. */
  seconds: z.number(),
  devices: z.array(device),
  /** Devices asked for that did not open. */
  missingDevices: z.array(z.object({ kind: z.string(), reason: z.string() })),
  peers: z.array(
    z.object({
      name: z.string(),
      version: z.string().nullable(),
      absent: z.string().nullable(),
      /** What it said of itself, for each number of threads. */
      settings: z.array(z.string()).default([]),
    }),
  ),
  rows: z.array(row),
  growth: z.array(growth).default([]),
  failures: z.array(failure),
});

export type BenchResult = z.output<typeof schema>;
export type BenchRow = z.output<typeof row>;
export type Growth = z.output<typeof growth>;
export type BenchFailure = z.output<typeof failure>;
export type PeerRow = z.output<typeof peerRow>;
export type DeviceEntry = z.output<typeof device>;
export type Roofline = z.output<typeof roofline>;

/** Checks an object read from a file. @throws {ArgumentError} naming the first field that is wrong. */
export function parseResult(value: unknown, source: string): BenchResult {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new ArgumentError(
    `${source} is no result of skein bench (${issue.path.join(".") || "value"}: ${issue.message}): give a file that --json wrote`,
  );
}

/** Reads a file that `--json` wrote. @throws {ArgumentError} */
export async function readResult(path: string): Promise<BenchResult> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new ArgumentError(
      `${path} cannot be read (${(cause as Error).message}): give a file that skein bench --json wrote`,
      { cause },
    );
  }
  return parseResult(value, path);
}

export function rowKey({ device, work, sizes }: Pick<BenchRow, "device" | "work" | "sizes">): string {
  return [
    device,
    work,
    ...Object.entries(sizes)
      .map(([name, size]) => `${name}=${size}`)
      .sort(),
  ].join(" ");
}
