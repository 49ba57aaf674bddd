/** `skein cluster`: sorts images into classes nobody labelled, and writes down what it found. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { concat, type ImageSet, imageBytes } from "../data/image_set.js";
import type { RangeOption } from "../data/samples.js";
import type { Device } from "../device/index.js";
import { type DeviceChoice, openDevice } from "../device/node/index.js";
import { clock } from "../format.js";
import { ImageClusterer, type ImageClustererOptions, parseConfig } from "../models/index.js";
import { continuation, describeDevice } from "./about.js";
import { type Assignments, mostProbable } from "./assignments.js";
import { type ClusterRun, runJson, runText, writeRun } from "./cluster_run.js";
import { EXIT, type Interrupted } from "./exit_codes.js";
import {
  describeImages,
  imageFiles,
  imageName,
  limitOfFiles,
  readImages,
  refuseSizeWithoutFiles,
  requireLabels,
  spread,
  warnOfSkipped,
} from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { type CommonOptions, type PixelSize, readJsonObject } from "./options.js";
import type { Output } from "./output.js";
import { trainingProgress } from "./progress.js";
import { defaultRunFolder, RunFolder } from "./run_folder.js";
import { compareWithLabels } from "./scores.js";
import { Sorter } from "./sort_into.js";

export interface ClusterOptions extends CommonOptions {
  readonly clusters?: number;
  readonly seed?: number;
  readonly epochs?: number;
  readonly batch?: number;
  readonly config?: string;
  readonly device: DeviceChoice;
  readonly out?: string;
  readonly size?: PixelSize;
  readonly maxPixels?: number;
  readonly range?: RangeOption;
  readonly limit?: number;
  readonly labels?: string;
  readonly sortInto?: string;
  readonly copy?: boolean;
  readonly report: boolean;
  readonly resume?: boolean;
  readonly force?: boolean;
}

export async function cluster(source: string, options: ClusterOptions, out: Output): Promise<number> {
  const given = await configuration(options);
  const { sortInto, labels } = options;
  if (sortInto !== undefined) await Sorter.check(sortInto, [source]);
  if (labels !== undefined) await requireLabels(labels);
  using interrupt = new InterruptListener(out);
  // What can fail at once does so before the images are read, which may take long.
  using device = await openDevice(options.device);
  const folder = await openRunFolder(source, options);
  let sorter: Sorter | null = null;
  try {
    if (sortInto !== undefined) {
      const { clusters } = parseConfig(given);
      const manner = options.copy ? "copy" : "link";
      sorter = await Sorter.open(sortInto, { manner, clusters, sources: [source] });
    }
    return await run({ source, options, given, device, folder, sorter, interrupt, out });
  } finally {
    await sorter?.discard();
    await folder.close();
  }
}

async function openRunFolder(source: string, { out, force, resume }: ClusterOptions): Promise<RunFolder> {
  if (out !== undefined) return RunFolder.open(out, { force, resume });
  const folder = defaultRunFolder(source, new Date());
  return resume ? RunFolder.open(folder, { resume }) : RunFolder.create(folder);
}

interface Job {
  readonly source: string;
  readonly options: ClusterOptions;
  /** What the user asked for, checked. */
  readonly given: ImageClustererOptions;
  readonly device: Device;
  readonly folder: RunFolder;
  /** Null where nothing is to be sorted. */
  readonly sorter: Sorter | null;
  readonly interrupt: InterruptListener;
  readonly out: Output;
}

async function run(job: Job): Promise<number> {
  const { source, options, given, device, folder, interrupt, out } = job;
  const { signal } = interrupt;
  const readingStart = performance.now();
  const { train, test } = await imagesOf(job);
  const readingSeconds = (performance.now() - readingStart) / 1000;
  out.note(`${source}: ${describeImages(train, test)}`);
  out.note(`device: ${describeDevice(device.info)}`);

  const clusterer = new ImageClusterer(given, device);
  try {
    const resumeWith = continuation(folder.path);
    interrupt.message = "Finishing the step and saving it. Press Ctrl-C again to stop at once.";
    const finished = await learn(clusterer, train, job).catch((error) => {
      if (existsSync(folder.checkpoint)) {
        out.warn(`The last checkpoint is kept, ${folder.checkpoint}: go on with\n  ${resumeWith}`);
      }
      throw error;
    });
    if (!finished) {
      out.warn(`Saved ${folder.checkpoint}. Go on with\n  ${resumeWith}`);
      return (signal.reason as Interrupted).exitCode;
    }
    out.note(`trained in ${clock(clusterer.trainingSeconds)}`);
    interrupt.message = `Stopping: training is done, its results are not written yet. Go on with\n  ${resumeWith}`;

    const images = test ? concat([train, test]) : train;
    const predictionStart = performance.now();
    const assignments = mostProbable(await clusterer.predictProba(images));
    signal.throwIfAborted();
    const parts = { train: train.count, test: test?.count ?? 0 };
    const result: ClusterRun = {
      source,
      clusterer,
      device: device.info,
      images,
      parts,
      assignments,
      comparisons: compare(images, parts, assignments),
      seconds: { reading: readingSeconds, prediction: (performance.now() - predictionStart) / 1000 },
      createdAt: new Date(),
    };
    const files = await writeRun(result, folder, { report: options.report, out, signal });
    await sort(job, images, assignments);
    // A signal that came while the report was drawn, which leaves the event loop no time, is heard here.
    await setImmediate();
    signal.throwIfAborted();
    await rm(folder.checkpoint, { force: true });
    interrupt.message = "Stopping: the run is finished, only its summary is missing.";
    if (options.json) await out.data(`${JSON.stringify(runJson(result))}\n`);
    else await out.result(runText(result, folder.path, files));
    warnOfSkipped(out, images.skipped);
    noteEmptyClasses(out, assignments, clusterer.config.clusters);
    return EXIT.success;
  } finally {
    await clusterer.close();
  }
}

/** The configuration file, if there is one, with the command line's own values on top. */
async function configuration(options: ClusterOptions): Promise<ImageClustererOptions> {
  const { clusters, seed, epochs, batch } = options;
  const file = options.config === undefined ? {} : await readJsonObject("--config", options.config);
  const flags = Object.entries({ clusters, seed, epochs, batch }).filter(([, value]) => value !== undefined);
  const given = { ...file, ...Object.fromEntries(flags) } as ImageClustererOptions;
  parseConfig(given);
  return given;
}

async function imagesOf({
  source,
  options,
  interrupt,
  out,
}: Job): Promise<{ train: ImageSet; test: ImageSet | null }> {
  const { size, maxPixels, range, labels, limit } = options;
  const opening = { ...size, maxPixels, range, labels, limit: limitOfFiles(limit, labels) };
  const { train, test } = await readImages(source, opening, out, interrupt.signal);
  refuseSizeWithoutFiles(train, size !== undefined);
  if (limit === undefined) return { train, test };
  return { train: spread(train, limit), test: test && spread(test, limit) };
}

async function learn(clusterer: ImageClusterer, images: ImageSet, { options, folder, interrupt, out }: Job) {
  const { signal } = interrupt;
  const { batch, epochs } = clusterer.configFor(images.count);
  const steps = epochs * Math.max(1, Math.floor(images.count / batch));
  const progress = trainingProgress(out, signal, { epochs, steps });
  try {
    const { finished } = await clusterer.fit(images, {
      onProgress: (now) => progress.update(now),
      signal,
      checkpoint: folder.checkpoint,
      resume: options.resume ? folder.checkpoint : undefined,
    });
    return finished;
  } finally {
    progress.stop();
  }
}

/** Scores of each part whose labels are known: the images held out, those learned from, and all. */
function compare({ labels }: ImageSet, { train }: ClusterRun["parts"], { clusters }: Assignments) {
  if (labels === null) return null;
  const all = compareWithLabels(labels, clusters);
  if (train === labels.length) return { all, train: null, heldOut: null };
  return {
    all,
    train: compareWithLabels(labels.subarray(0, train), clusters.subarray(0, train)),
    heldOut: compareWithLabels(labels.subarray(train), clusters.subarray(train)),
  };
}

async function sort(
  { source, options, sorter, interrupt, out }: Job,
  images: ImageSet,
  assigned: Assignments,
) {
  if (sorter === null) return;
  const files = await imageFiles(images, source);
  const { height, width, channels, pixels } = images;
  const bytes = imageBytes(images);
  for (const [i, cluster] of assigned.clusters.entries()) {
    interrupt.signal.throwIfAborted();
    const raster = { height, width, channels, pixels: pixels.subarray(i * bytes, (i + 1) * bytes) };
    await sorter.add(cluster, files ? { file: files[i]! } : { name: imageName(images, i), raster });
  }
  await sorter.finish();
  out.note(`sorted into ${options.sortInto}`);
}

/** Empty classes are the sign of a training that went wrong, or of a number of classes that does not fit. */
function noteEmptyClasses(out: Output, assignments: Assignments, clusters: number): void {
  const empty = clusters - new Set(assignments.clusters).size;
  if (empty === 0) return;
  out.note(
    `${empty} of ${clusters} classes are empty: train longer (--epochs), or ask for fewer classes (--clusters).`,
  );
}
