/** `skein cluster` without a method: a first result in seconds, then the network where it is worth it. */
import type { ImageSet } from "../../data/image_set.js";
import { clock, counted, duration, percent } from "../../format.js";
import {
  DEFAULT_CLUSTERS,
  ImageClusterer,
  ImageSorter,
  type ImageSorterOptions,
  type NetworkPlan,
  type NetworkTrial,
  type SortedImages,
} from "../../models/index.js";
import { unsortedPlace } from "../../models/unsorted.js";
import { DEFAULT_SHARDS, ownShards } from "../../parallel/index.js";
import { continuation } from "../about.js";
import { type Assignments, mostProbable } from "../assignments.js";
import { currentRanks, sharedSignal } from "../job.js";
import { trainingProgress } from "../progress.js";
import type { ClusterJob, ClusterLearner, ClusterOptions } from "./job.js";
import type { LearnedClasses } from "./learned.js";
import { joined } from "./method.js";
import { noteEarlyStop, noteShares, viewsText } from "./network.js";

/** Checks what was asked for. @throws {ArgumentError} */
export function autoLearner({
  clusters = DEFAULT_CLUSTERS,
  seed,
  minutes,
  preprocess,
}: ClusterOptions): ClusterLearner {
  const asked = {
    clusters,
    ...(seed !== undefined && { seed }),
    ...(minutes !== undefined && { minutes }),
    ...(preprocess !== undefined && { preprocess }),
  };
  // Says what is wrong before any image is read.
  new ImageSorter(asked);
  ownShards(DEFAULT_SHARDS, currentRanks());
  return { classes: clusters, learn: (job, train, test) => learn(asked, job, train, test) };
}

async function learn(
  asked: ImageSorterOptions & { readonly clusters: number },
  job: ClusterJob,
  train: ImageSet,
  test: ImageSet | null,
): Promise<LearnedClasses | null> {
  const { device, folder, interrupt, out, options, show } = job;
  const { signal } = interrupt;
  const { seed = 0 } = asked;
  const sorter = new ImageSorter(asked, device);
  const resumeWith = continuation(folder.path);
  let first: SortedImages | null = null;
  let progress: ReturnType<typeof trainingProgress> | null = null;
  try {
    const sorted = await sorter.fit(train, {
      ...{ signal, checkpoint: folder.checkpoint, collectives: currentRanks() },
      ...(options.resume && { resume: folder.checkpoint }),
      onFeatures: (name) => out.note(`looking at ${name}`),
      onFirst: (found) => {
        first = found;
        out.note(firstText(found));
      },
      onPlan: async (plan) => {
        out.note(planText(plan));
        // Without a network the first result is the last, whose table follows.
        if (plan.epochs === 0) return;
        out.note(viewsText(plan.views));
        await show(await learned(first!, { ...{ train, test, seed }, clusters: asked.clusters }));
        signal.throwIfAborted();
        interrupt.message =
          "Finishing the step and saving it; the first result stays. Press Ctrl-C again to stop at once.";
        progress = trainingProgress(out, signal, plan);
      },
      onProgress: (now) => progress?.update(now),
    });
    progress = stopped(progress);
    // Of several processes one may have been told to stop, and all stop.
    const { network } = sorted;
    if ((await sharedSignal(signal).ask()) || (network && !network.finished && network.plan.epochs > 0)) {
      out.warn(`The first result is in ${folder.path}. Go on with the network with\n  ${resumeWith}`);
      await sorter.close();
      return null;
    }
    // Without a network there is no checkpoint to go on from.
    interrupt.message = network?.finished
      ? `Stopping: training is done, its results are not written yet. Go on with\n  ${resumeWith}`
      : "Stopping.";
    if (sorted.network?.finished) noteEarlyStop(out, sorted.network.epochs, sorted.network.plan.epochs);
    out.note(choiceText(sorted));
    if (sorted.model instanceof ImageClusterer) noteShares(out, sorted.model);
    return await learned(sorted, { ...{ train, test, seed }, clusters: asked.clusters });
  } catch (error) {
    stopped(progress);
    await sorter.close();
    throw error;
  }
}

function stopped(progress: ReturnType<typeof trainingProgress> | null): null {
  progress?.stop();
  return null;
}

interface Asked {
  readonly train: ImageSet;
  readonly test: ImageSet | null;
  readonly seed: number;
  readonly clusters: number;
}

async function learned(
  sorted: SortedImages,
  { train, test, seed, clusters }: Asked,
): Promise<LearnedClasses> {
  const { model, first, tried, network, kept, seconds } = sorted;
  const firstName = `${first.features} with ${first.method}`;
  const start = performance.now();
  const own: Assignments = { clusters: sorted.clusters, confidence: sorted.confidence };
  const held = test && mostProbable(await model.predictProba(test), unsortedPlace(model));
  const trained = model instanceof ImageClusterer ? model : null;
  const config = trained
    ? trained.config
    : {
        features: first.features,
        method: first.method,
        seed,
        ...model.config,
      };
  return {
    ...{ model, clusters, seed, config },
    settings: {
      ...{ clusters, kept: kept === "network" ? "the network" : firstName },
      [`alike in a class, beyond chance: ${firstName}`]: percent(first.score, 1),
      ...(network && { "alike in a class, beyond chance: the network": networkText(network) }),
    },
    assignments: held ? joined(own, held) : own,
    trainingSeconds: seconds,
    predictionSeconds: (performance.now() - start) / 1000,
    network: trained && {
      lossHistory: trained.lossHistory,
      restarts: trained.restarts,
      selectedHead: trained.selectedHead,
    },
    ...(trained && { heads: await trained.predictHeads(train) }),
    choice: { kept, first, network, tried },
    remedyForEmpty: "ask for fewer classes (--clusters)",
  };
}

function firstText({ first, tried, seconds }: SortedImages): string {
  return (
    `first result after ${duration(seconds)}: ${first.features} with ${first.method}, the best of ${counted(tried.length, "way")} ` +
    `(${percent(first.score, 0)} of the images that look most alike share a class, beyond chance)`
  );
}

function planText({ epochs, steps, batch, seconds, fullSeconds, reason }: NetworkPlan): string {
  if (epochs === 0) {
    const full = fullSeconds > 0 ? `: all of it takes about ${clock(fullSeconds)}` : "";
    return `the network is left out, ${reason}${full}`;
  }
  const shorter = reason === null ? "" : ` (${reason})`;
  return `training the network takes about ${clock(seconds)}: ${counted(epochs, "epoch")}, ${counted(steps, "step")} of ${counted(batch, "image")}${shorter}`;
}

/** For the report: how good the network's classes were, or why there are none. */
function networkText({ plan, score }: NetworkTrial): string {
  if (score !== null) return percent(score, 1);
  return plan.reason !== null && plan.epochs === 0 ? `left out, ${plan.reason}` : "not finished";
}

function choiceText({ kept, first, network }: SortedImages): string {
  if (!network?.finished || network.score === null) return `kept: ${first.features} with ${first.method}`;
  const [a, b] = [percent(network.score, 1), percent(first.score, 1)];
  return kept === "network"
    ? `kept: the network: of the images that look most alike ${a} share a class, beyond chance, and ${b} in the first result`
    : `kept: the first result: of the images that look most alike ${b} share a class, beyond chance, and ${a} with the network`;
}
