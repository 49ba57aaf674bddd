/** `skein cluster` with the recurrent network: training that can be interrupted and resumed. */
import { existsSync } from "node:fs";
import { concat, type ImageSet } from "../../data/image_set.js";
import { clock, count, counted, percent } from "../../format.js";
import { secondsPerStep } from "../../models/image_clusterer/measure.js";
import {
  chooseViews,
  ImageClusterer,
  type ImageClustererOptions,
  parseConfig,
  type ViewsChoice,
} from "../../models/index.js";
import { checkedSteps, preparedSet } from "../../models/preprocessing.js";
import { ownShards, together } from "../../parallel/index.js";
import { continuation } from "../about.js";
import { mostProbable } from "../assignments.js";
import { currentRanks } from "../job.js";
import { readJsonObject } from "../options.js";
import type { Output } from "../output.js";
import { trainingProgress } from "../progress.js";
import { AUTO, type ClusterJob, type ClusterLearner, type ClusterOptions } from "./job.js";
import type { LearnedClasses } from "./learned.js";

/** Checks what was asked for. @throws {ArgumentError} */
export async function networkLearner(options: ClusterOptions): Promise<ClusterLearner> {
  const given = await configuration(options);
  ownShards(parseConfig(given).shards, currentRanks());
  return {
    classes: given.clusters === AUTO ? null : parseConfig(given).clusters,
    learn: (job, train, test) => learn(given, job, train, test),
  };
}

/** The configuration file, if there is one, with the command line's own values on top. */
async function configuration(options: ClusterOptions): Promise<ImageClustererOptions> {
  const { clusters, seed, epochs, batch, preprocess } = options;
  const file = options.config === undefined ? {} : await readJsonObject("--config", options.config);
  const flags = Object.entries({ clusters, seed, epochs, batch, preprocess }).filter(
    ([, value]) => value !== undefined,
  );
  const given = { ...file, ...Object.fromEntries(flags) } as ImageClustererOptions;
  parseConfig(given);
  return given;
}

async function learn(
  given: ImageClustererOptions,
  job: ClusterJob,
  train: ImageSet,
  test: ImageSet | null,
): Promise<LearnedClasses | null> {
  const { folder, device, interrupt, out } = job;
  const resumeWith = continuation(folder.path);
  const { seen, choice } = await together(currentRanks(), async () => {
    const seen = await preparedSet(train, checkedSteps(given.preprocess ?? []), interrupt.signal);
    return { seen, choice: (given.views ?? "auto") === "auto" ? chooseViews(seen) : null };
  });
  if (choice) out.note(viewsText(choice));
  const clusterer = new ImageClusterer({ ...given, ...(choice && { views: choice.views }) }, device);
  try {
    interrupt.message = "Finishing the step and saving it. Press Ctrl-C again to stop at once.";
    const finished = await trained(clusterer, { train, seen }, job).catch((error) => {
      if (existsSync(folder.checkpoint)) {
        out.warn(`The last checkpoint is kept, ${folder.checkpoint}: go on with\n  ${resumeWith}`);
      }
      throw error;
    });
    if (!finished) {
      out.warn(`Saved ${folder.checkpoint}. Go on with\n  ${resumeWith}`);
      await clusterer.close();
      return null;
    }
    noteShares(out, clusterer);
    noteEarlyStop(out, clusterer.history.length, clusterer.config.epochs);
    out.note(`trained in ${clock(clusterer.trainingSeconds)}`);
    interrupt.message = `Stopping: training is done, its results are not written yet. Go on with\n  ${resumeWith}`;
    const start = performance.now();
    const assignments = mostProbable(await clusterer.predictProba(test ? concat([train, test]) : train));
    const { config, lossHistory, restarts, selectedHead, trainingSeconds } = clusterer;
    const { clusters, seed, ...settings } = config;
    return {
      model: clusterer,
      ...{ clusters, seed, config, assignments, trainingSeconds },
      settings: { clusters, ...settings },
      predictionSeconds: (performance.now() - start) / 1000,
      heads: await clusterer.predictHeads(train),
      network: { lossHistory, restarts, selectedHead },
      remedyForEmpty: "train longer (--epochs), or ask for fewer classes (--clusters)",
    };
  } catch (error) {
    await clusterer.close();
    throw error;
  }
}

/** Which views the training takes where none are given, and why. */
export function viewsText({ views, reason }: ViewsChoice): string {
  return `views: ${views}, because ${reason}`;
}

/** Notes that a training ended before its last epoch. */
export function noteEarlyStop(out: Output, trained: number, planned: number): void {
  if (trained >= planned) return;
  out.note(
    `training ended after ${trained} of ${planned} epochs: the images no longer changed their classes`,
  );
}

/** Notes the sizes of the classes that the training found before it, where they are unequal. */
export function noteShares(out: Output, { classShares }: ImageClusterer): void {
  if (!classShares) return;
  const [largest, smallest] = [Math.max(...classShares), Math.min(...classShares)];
  out.note(`classes of unequal size: held to shares from ${percent(smallest, 1)} to ${percent(largest, 1)}`);
}

async function trained(
  clusterer: ImageClusterer,
  { train: images, seen }: { readonly train: ImageSet; readonly seen: ImageSet },
  { options, folder, device, interrupt, out }: ClusterJob,
): Promise<boolean> {
  const { signal } = interrupt;
  const config = clusterer.configFor(images);
  const { batch, epochs } = config;
  const steps = epochs * Math.max(1, Math.floor(images.count / batch));
  // The others wait for the one that measures.
  await together(currentRanks(), async () => {
    // What `fit` refuses it says itself; what is left of a training shows after its first steps.
    if (out.quiet || options.resume || images.count < clusterer.config.clusters) return;
    const each = await secondsPerStep(seen, config, device);
    out.note(
      `training takes about ${clock(steps * each)}: ${counted(steps, "step")} of ${count(batch)} images`,
    );
    signal.throwIfAborted();
  });
  const progress = trainingProgress(out, signal, { epochs, steps });
  try {
    const { finished } = await clusterer.fit(images, {
      onProgress: (now) => progress.update(now),
      signal,
      collectives: currentRanks(),
      checkpoint: folder.checkpoint,
      resume: options.resume ? folder.checkpoint : undefined,
    });
    return finished;
  } finally {
    progress.stop();
  }
}
