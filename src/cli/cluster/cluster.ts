/** `skein cluster`: sorts images into classes nobody labelled, and writes down what it found. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { duplicateImages } from "../../data/duplicates.js";
import { imageFiles, imageNames } from "../../data/image_names.js";
import { concat, type ImageSet, imageBytes } from "../../data/image_set.js";
import { DEFAULT_IMAGE_SIZE } from "../../data/size_for.js";
import { openDevice } from "../../device/node/index.js";
import { ArgumentError } from "../../errors.js";
import { percent } from "../../format.js";
import { recommendedClusters, watchClustering } from "../../models/index.js";
import { checkedSteps, preparedSet } from "../../models/preprocessing.js";
import { together } from "../../parallel/index.js";
import { imageHashes, type ReviewClass, UNSORTED_CLASS } from "../../review/index.js";
import { continuation, describeDevice } from "../about.js";
import { type Assignments, numberedClasses } from "../assignments.js";
import { refuseWithoutEncoder } from "../encoding.js";
import { EXIT } from "../exit_codes.js";
import {
  describeImages,
  framesOf,
  limitOfFiles,
  noteCopies,
  noteUnlabelled,
  readImages,
  refuseOneImage,
  refuseSizeWithoutFiles,
  requireLabels,
  spread,
  warnOfSkipped,
} from "../images.js";
import { InterruptListener } from "../interrupt.js";
import { currentRanks, sharedExitCode } from "../job.js";
import type { Output } from "../output.js";
import { defaultRunFolder, RunFolder } from "../run_folder.js";
import { compareWithLabels } from "../scores.js";
import { Sorter } from "../sort_into.js";
import { folderNames } from "../sort_names.js";
import { autoLearner } from "./auto.js";
import { type ClusterRun, RunMemory } from "./cluster_run.js";
import { encoderLearner } from "./encoded.js";
import {
  AUTO,
  type ClusterJob,
  type ClusterLearner,
  type ClusterOptions,
  type ClusterRequest,
  type LearnersReading,
  NETWORK,
} from "./job.js";
import type { LearnedClasses } from "./learned.js";
import { methodLearner } from "./method.js";
import { networkLearner } from "./network.js";
import { firstClasses, foundClasses, PreviousRun } from "./previous.js";
import { classesNote, classTable, findingNotes, runJson, runText, writeRun } from "./run.js";

/** Stands for a number that is still to be chosen, while the rest of the request is checked. */
const FEWEST_CLASSES = 2;

/** The side of images in which signs of a failed clustering are looked for, where those of a run are copies: that of images which are read. */
const WATCHED_SIDE = DEFAULT_IMAGE_SIZE;

export async function cluster(source: string, request: ClusterRequest, out: Output): Promise<number> {
  const { clusters, ...others } = request;
  const chooses = clusters === AUTO;
  if (chooses && request.encoder !== undefined) {
    throw new ArgumentError(
      "--clusters auto looks at features that need no training, not at those of --encoder: give a number, or a method that finds its own, such as --method hdbscan",
    );
  }
  const options: ClusterOptions = {
    ...others,
    ...(clusters !== undefined && { clusters: chooses ? FEWEST_CLASSES : clusters }),
  };
  const { sortInto, labels } = options;
  const ranks = currentRanks();
  const speaks = ranks.rank === 0;
  const learner = await together(ranks, async () => {
    const checked = await learnerFor(options);
    if (sortInto !== undefined) await Sorter.check(sortInto, [source]);
    if (labels !== undefined) await requireLabels(labels);
    return checked;
  });
  using interrupt = new InterruptListener(out);
  // What can fail at once does so before the images are read, which may take long.
  using device = await together(ranks, () => openDevice(options.device));
  const folder = await RunFolder.shared(ranks, () => openRunFolder(source, options));
  const show = async () => {};
  let sorter: Sorter | null = null;
  try {
    const previous = await together(ranks, () =>
      speaks ? PreviousRun.open(folder, options, out, interrupt.signal) : null,
    );
    const early = speaks && !chooses && previous === null ? learner.classes : null;
    sorter = await together(ranks, () =>
      early === null ? null : openSorter({ source, options }, numberedClasses(early), false),
    );
    const job = { source, options, chooses, device, folder, previous, interrupt, out, show };
    return await run(job, learner, sorter);
  } finally {
    await learner.release?.();
    await sorter?.discard();
    await folder.close();
  }
}

/** What only the training of the network takes: asking for one of them asks for the network. */
const OF_THE_NETWORK = ["epochs", "batch", "config"] as const;

async function learnerFor(options: ClusterOptions): Promise<ClusterLearner> {
  const { method, features, minutes, encoder } = options;
  if (currentRanks().size > 1 && (encoder !== undefined || (method !== undefined && method !== NETWORK))) {
    throw new ArgumentError(
      `several processes share the training of the network, and --${encoder === undefined ? "method" : "encoder"} asks for another way: start one process`,
    );
  }
  if (encoder !== undefined) return encoderLearner(options);
  refuseWithoutEncoder(options);
  const given = OF_THE_NETWORK.find((name) => options[name] !== undefined);
  const fixed = method !== undefined ? "method" : features !== undefined ? "features" : given;
  if (minutes !== undefined && fixed !== undefined) {
    throw new ArgumentError(
      `--minutes is shared out where the way to sort is chosen, and --${fixed} fixes it: leave one out`,
    );
  }
  if (method === NETWORK && features !== undefined) {
    throw new ArgumentError(
      `--features are for methods without training, and --method ${NETWORK} trains: leave one out`,
    );
  }
  if (method === NETWORK || (fixed !== undefined && fixed === given)) return await networkLearner(options);
  return fixed === undefined ? autoLearner(options) : methodLearner(options);
}

async function openSorter(
  { source, options: { sortInto, copy } }: Pick<ClusterJob, "source" | "options">,
  classes: readonly ReviewClass[],
  unsorted: boolean,
): Promise<Sorter | null> {
  if (sortInto === undefined) return null;
  const manner = copy ? "copy" : "link";
  const none = { id: UNSORTED_CLASS, name: null };
  const names = folderNames(unsorted ? [...classes, none] : classes);
  return await Sorter.open(sortInto, { manner, sources: [source], clusters: names.length, names });
}

async function openRunFolder(source: string, { out, force, resume }: ClusterOptions): Promise<RunFolder> {
  if (out !== undefined) return RunFolder.open(out, { force, resume });
  const folder = defaultRunFolder(source, new Date());
  return resume ? RunFolder.open(folder, { resume }) : RunFolder.create(folder);
}

/** What is known before anything is learned. */
async function begin(asked: ClusterJob, checked: ClusterLearner) {
  const { source, device, interrupt, out } = asked;
  const readingStart = performance.now();
  const reads = await checked.reads?.(asked);
  const { train, test } = await imagesOf(asked, reads?.opening);
  const readingSeconds = (performance.now() - readingStart) / 1000;
  refuseOneImage(train, asked.options.frames);
  out.note(`${source}: ${describeImages({ ...train, ...reads?.size }, test)}`);
  noteUnlabelled(out, train);
  const copies = reads?.copies(train) ?? duplicateImages(train);
  noteCopies(out, copies);
  out.note(`device: ${describeDevice(device.info)}`);

  const job = asked.chooses ? await withNumber(asked, train) : asked;
  const learner = asked.chooses ? await learnerFor(job.options) : checked;
  const images = test ? concat([train, test]) : train;
  const contentOf = reads ? (file: string) => reads.contentOf(file) : undefined;
  const hashes = await imageHashes(images, imageFiles(images), { contentOf, signal: interrupt.signal });
  return { job, learner, reads, readingSeconds, train, test, images, copies, hashes };
}

async function run(asked: ClusterJob, checked: ClusterLearner, sorter: Sorter | null): Promise<number> {
  const { source, device, folder, previous, interrupt, out } = asked;
  const { signal } = interrupt;
  const ranks = currentRanks();
  // A signal that one process heard before another ends what they do by themselves on all alike.
  const begun = await together(ranks, () => begin(asked, checked));
  const { job, learner, reads, readingSeconds, train, test, images, copies, hashes } = begun;
  const { options } = job;
  const parts = { train: train.count, test: test?.count ?? 0 };
  const memory = new RunMemory();
  const names = imageNames({ train, test });
  const resultOf = async (learned: LearnedClasses): Promise<ClusterRun> => {
    const { heads, model } = learned;
    const found = foundClasses(learned, { source, images, names, hashes });
    const { classes, changes, assignments, beneath } = previous
      ? await memory.of(model, "names", () => previous.continued({ found, learned, images, out }))
      : firstClasses(learned, found);
    const watched = denseClasses(assignments.clusters.subarray(0, train.count), classes.classes);
    const side = reads?.size ? { side: WATCHED_SIDE } : {};
    const watch = { ...watched, device, signal, ...side, ...(heads && { others: heads }) };
    return {
      ...{ source, learned, images, size: reads?.size ?? images, copies, parts, readingSeconds },
      ...{ assignments, beneath, classes, changes, previous, names, hashes, memory },
      device: device.info,
      comparisons: compare(images, parts, assignments),
      findings: await memory.of(model, "findings", () => watchClustering(train, watched.labels, watch)),
      createdAt: new Date(),
    };
  };
  const report = options.report;
  const show = async (learned: LearnedClasses) => {
    const first = await resultOf(learned);
    out.note(classTable(first).trimEnd());
    try {
      const files = await writeRun(first, folder, { report, out, signal });
      out.note(`${folder.path}: ${files.join(", ")}`);
      await heard(signal);
    } catch (error) {
      if (signal.aborted) {
        out.warn(`The first result is in ${folder.path}; the network was not trained. ${howToGoOn(job)}`);
      }
      throw error;
    }
  };
  const learned = await learner.learn({ ...job, ...(ranks.rank === 0 && { show }) }, train, test);
  if (learned === null) return await sharedExitCode(signal);
  const finish = async () => {
    let opened: Sorter | null = sorter;
    try {
      signal.throwIfAborted();
      const result = await resultOf(learned);
      const unsorted = result.assignments.clusters.includes(UNSORTED_CLASS);
      opened ??= await openSorter(job, result.classes.classes, unsorted);
      const files = await writeRun(result, folder, { report, out, signal });
      await sort(job, opened, result);
      await heard(signal);
      await rm(folder.checkpoint, { force: true });
      interrupt.message = "Stopping: the run is finished, only its summary is missing.";
      if (options.json) await out.data(`${JSON.stringify(runJson(result))}\n`);
      else await out.result(runText(result, folder.path, files));
      warnOfSkipped(out, images.skipped);
      const note = classesNote(learned);
      if (note !== null) out.note(note);
      for (const line of findingNotes(result)) out.note(line);
    } catch (error) {
      // Where there is a checkpoint, the answer to the signal said how to go on with it.
      if (signal.aborted && existsSync(folder.model) && !existsSync(folder.checkpoint)) {
        out.warn(`${folder.path} has a part of the results. ${howToGoOn(job)}`);
      }
      throw error;
    } finally {
      await opened?.discard();
      await learned.model.close();
    }
  };
  // All processes learned the same; the first one writes it down. The others hear signals until it has: one that
  // ended them would end it as well.
  await together(ranks, () => (ranks.rank === 0 ? finish() : learned.model.close()));
  return EXIT.success;
}

/** Classes by their place in the list, as those who look at a clustering take them. */
function denseClasses(ids: Int32Array, classes: readonly ReviewClass[]) {
  const places = new Map(classes.map(({ id }, place) => [id, place]));
  return {
    labels: ids.map((id) => places.get(id) ?? UNSORTED_CLASS),
    clusters: classes.length,
    ids: classes.map(({ id }) => id),
  };
}

/** The job with the number of classes that `chooseImageClusters` recommends first. */
async function withNumber(job: ClusterJob, images: ImageSet): Promise<ClusterJob> {
  const { device, interrupt, out, options } = job;
  const { seed = 0, features, preprocess = [] } = options;
  out.note("comparing numbers of classes, which skein choose shows");
  const weights = features && Object.fromEntries(features.map((name) => [name, 1]));
  const { signal } = interrupt;
  const seen = await preparedSet(images, checkedSteps(preprocess), signal);
  const first = await recommendedClusters(seen, {
    ...{ device, seed, signal },
    ...(weights && { features: weights }),
  });
  out.note(
    `classes: ${first.clusters}, with confidence ${percent(first.confidence)} (skein choose shows why)`,
  );
  return { ...job, options: { ...options, clusters: first.clusters } };
}

async function imagesOf(
  { source, options, interrupt, out }: ClusterJob,
  wanted: LearnersReading["opening"] = {},
): Promise<{ train: ImageSet; test: ImageSet | null }> {
  const { size, maxPixels, range, frames, labels, limit } = options;
  const opening = {
    ...(size === undefined ? wanted : { channels: wanted.channels, reader: wanted.reader, ...size }),
    ...{ maxPixels, range, frames: framesOf(frames), labels },
    limit: await limitOfFiles(limit, labels),
  };
  const { train, test } = await readImages(source, opening, out, interrupt.signal);
  refuseSizeWithoutFiles(train, size !== undefined);
  if (limit === undefined) return { train, test };
  return { train: spread(train, limit), test: test && spread(test, limit) };
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
  { options, interrupt, out }: ClusterJob,
  sorter: Sorter | null,
  { images, names, assignments, classes: { classes } }: ClusterRun,
) {
  if (sorter === null) return;
  const places = new Map([...classes.map(({ id }) => id), UNSORTED_CLASS].map((id, place) => [id, place]));
  const files = imageFiles(images);
  const { height, width, channels, pixels } = images;
  const bytes = imageBytes(images);
  for (const [i, cluster] of assignments.clusters.entries()) {
    interrupt.signal.throwIfAborted();
    const raster = { height, width, channels, pixels: pixels.subarray(i * bytes, (i + 1) * bytes) };
    await sorter.add(places.get(cluster)!, files ? { file: files[i]! } : { name: names[i]!, raster });
  }
  await sorter.finish();
  out.note(`sorted into ${options.sortInto}`);
}

/** Throws where a signal came while a report was drawn, which leaves the event loop no time to hear it. */
async function heard(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/** What to do about results that a signal left in the folder. */
function howToGoOn({ folder, options }: ClusterJob): string {
  if (existsSync(folder.checkpoint)) return `Go on with\n  ${continuation(folder.path)}`;
  // The folder may have corrections by now, which --previous does not replace.
  if (options.previous !== undefined) return "Start again with another --out";
  return `Start again with\n  ${continuation(folder.path, "--force")}`;
}
