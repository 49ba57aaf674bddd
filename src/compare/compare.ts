/** Compares learners on one set of labelled images. */

import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { describeDevice } from "../device/describe.js";
import { type DeviceChoice, openDevice } from "../device/node/index.js";
import { atExit } from "../io/exit_cleanup.js";
import { fields, parseOptions, whole } from "../models/schema.js";
import { type ComparedImages, divide } from "./data.js";
import { writeData } from "./data_file.js";
import "./learners/index.js";
import { runInProcess } from "./process.js";
import { chooseLearners, type LearnerChoice, type LearnerDefinition } from "./registry.js";
import type { ComparisonRow, LearnerComparison } from "./result.js";

/** Options of `compareLearners`. */
export interface CompareOptions {
  /** Which learners: those that take part by default, all, or these. Default "default". */
  readonly learners?: LearnerChoice | undefined;
  /** Passes over the images, for learners that have them. Default: each learner's own. */
  readonly epochs?: number | undefined;
  /** Images of one step, for learners that have steps. Default: each learner's own. */
  readonly batch?: number | undefined;
  /** Decides splits, draws and first values. Default 0. */
  readonly seed?: number | undefined;
  /** The device of this project's learners. Default "auto". */
  readonly device?: DeviceChoice | undefined;
  /** How many learning rates are tried: 3 are a tenth, the default and ten times it; 1 is the default. Default 3. */
  readonly rates?: 1 | 3 | undefined;
  /** URLs of modules that call `registerLearner` or `registerNetwork`: each learner has a process of its own. */
  readonly modules?: readonly string[] | undefined;
  /** Called before a learner begins: its place from 0 up, and how many there are. */
  readonly onStart?: ((learner: LearnerDefinition, place: number, count: number) => void) | undefined;
  /** Called when a learner is done. */
  readonly onRow?: ((row: ComparisonRow) => void) | undefined;
  /** Stops the learner at work; the comparison is then of those before it. */
  readonly signal?: AbortSignal | undefined;
}

/** The range that a search for Adam's learning rate usually covers: a power of ten to either side. */
const RATE_FACTORS = { 1: [1], 3: [0.1, 1, 10] } as const;

const schema = fields({
  epochs: whole(1, 1e6).optional(),
  batch: whole(2, 1e6).optional(),
  seed: whole(0, 2 ** 32 - 1).default(0),
  rates: z.literal([1, 3], { error: "1 or 3" }).default(3),
});

/**
 * Trains learners on the same images and scores them on the same held-out ones: the source's test images, else a fifth
 * of each class. Each learner runs in a process of its own, one after the other, so that its memory and time are its
 * own; the images are handed over in a file in the system's folder for temporary files.
 *
 * A learner that fails has a row that says why, and the others go on. Labels reach unsupervised learners only in
 * scoring, where their classes are matched one to one to the labels of the held-out images.
 *
 * ```ts
 * const comparison = await compareLearners(await openImages("mnist"), { learners: ["rowLstm", "kmeans"] });
 * for (const { learner, result } of comparison.rows) console.log(learner, result?.scores.accuracy);
 * ```
 *
 * The images lie in a temporary file meanwhile, which only this user can read; `withKeys` does not encrypt it, and has no effect
 * on learners, which run in other processes.
 *
 * @param opened as `openImages` gives it; images without labels take those of the folders that they lie in.
 * @throws {ArgumentError} when a learner is unknown or an option is wrong.
 * @throws {DataError} when labels are missing or do not fit the images, there is one class only, or a class has a
 *   single image.
 * @throws {DeviceError} when the device cannot be opened.
 */
export async function compareLearners(
  opened: ComparedImages,
  {
    learners = "default",
    device = "auto",
    modules = [],
    onStart,
    onRow,
    signal,
    ...given
  }: CompareOptions = {},
): Promise<LearnerComparison> {
  for (const module of modules) await import(module);
  const chosen = chooseLearners(learners);
  const { rates, seed, epochs, batch } = parseOptions(schema, given, "compareLearners");
  const { data, names, heldOut } = divide(opened, seed);
  const description = await nameOf(device);
  const options = { classes: names.length, device, seed, epochs, batch, rateFactors: RATE_FACTORS[rates] };
  const rows: ComparisonRow[] = [];
  const folder = await mkdtemp(join(tmpdir(), "skein-compare-"));
  const keep = atExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const path = join(folder, "images.safetensors");
    await writeData(path, data);
    for (const [place, definition] of chosen.entries()) {
      if (signal?.aborted) break;
      onStart?.(definition, place, chosen.length);
      const { name, about, supervised } = definition;
      const answer = await runInProcess({ learner: name, data: path, modules, options }, signal);
      if (answer === null) break;
      const row = { learner: name, about, supervised, ...answer };
      rows.push(row);
      onRow?.(row);
    }
  } finally {
    keep();
    await rm(folder, { recursive: true, force: true });
  }
  const { height, width, channels } = data.train.images;
  return {
    source: opened.train.source,
    images: { train: data.train.images.count, test: data.test.images.count, height, width, channels },
    heldOut,
    classes: names,
    ...{ seed, epochs: epochs ?? null, batch: batch ?? null },
    device: description,
    machine: { cpu: cpus()[0]?.model.trim() ?? "", cores: availableParallelism(), node: process.version },
    rows,
    finished: rows.length === chosen.length,
  };
}

/** What cannot be opened is found out before any learner begins. */
async function nameOf(choice: DeviceChoice): Promise<string> {
  using device = await openDevice(choice);
  return describeDevice(device.info);
}
