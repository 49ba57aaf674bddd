/** `skein cluster --features ... --method ...`: features that need no training, and a clustering method. */
import type { ImageSet } from "../../data/image_set.js";
import { ArgumentError, DataError } from "../../errors.js";
import { clusteringMethods } from "../../estimators/registry.js";
import { counted, duration } from "../../format.js";
import { checkPipelineByName, defaultFeatures, pipelineByName } from "../../models/index.js";
import { checkedSteps, preparedSize } from "../../models/preprocessing.js";
import { unsortedPlace } from "../../models/unsorted.js";
import { type Assignments, mostProbable, ownClasses } from "../assignments.js";
import { type ClusterJob, type ClusterLearner, type ClusterOptions, NETWORK } from "./job.js";
import type { LearnedClasses } from "./learned.js";

/** Options of the recurrent network's training. */
const TRAINING = ["epochs", "batch", "config", "resume"] as const;

/** Checks what was asked for. @throws {ArgumentError} */
export function methodLearner(options: ClusterOptions): ClusterLearner {
  const { method, features } = options;
  if (method === undefined) {
    throw new ArgumentError("--features needs a method that sorts them: give --method, too");
  }
  const training = TRAINING.find((name) => options[name] !== undefined);
  if (training !== undefined) {
    throw new ArgumentError(
      `--${training} is for the recurrent network, and --method ${method} trains none: leave one out`,
    );
  }
  if (!clusteringMethods.find(method)) {
    const names = [NETWORK, ...clusteringMethods.all().map(({ name }) => name)].join(", ");
    throw new ArgumentError(`--method is ${method}: give one of ${names}`);
  }
  checkPipelineByName({ ...options, method, features: features ?? defaultFeatures(1) });
  return { classes: null, learn: (job, train, test) => learn(method, job, train, test) };
}

async function learn(
  method: string,
  { options, device, interrupt, out }: ClusterJob,
  train: ImageSet,
  test: ImageSet | null,
): Promise<LearnedClasses> {
  const { clusters, seed = 0, preprocess } = options;
  const read = preparedSize(train, checkedSteps(preprocess ?? []));
  const features = options.features ?? defaultFeatures(read.channels);
  const { signal } = interrupt;
  if (clusters !== undefined && train.count < clusters) {
    const images = counted(train.count, "image");
    throw new DataError(
      `${images} cannot be sorted into ${clusters} classes: give more images, or a smaller --clusters`,
    );
  }
  const pipeline = pipelineByName({ features, method, clusters, seed, preprocess }, device);
  try {
    const titles: Record<string, string> = { features: features.join(", "), cluster: method };
    await pipeline.fit(train, { signal, onStep: (step) => out.note(`learning: ${titles[step] ?? step}`) });
    const { trainingSeconds } = pipeline;
    out.note(`learned in ${duration(trainingSeconds)}`);
    const start = performance.now();
    const unsorted = unsortedPlace(pipeline);
    const fitted = ownClasses(pipeline.labels, await pipeline.predictProba(train), unsorted);
    const held = test && mostProbable(await pipeline.predictProba(test), unsorted);
    const config = { features, method, seed, ...pipeline.config };
    return {
      model: pipeline,
      clusters: pipeline.classNames.length - (unsorted === null ? 0 : 1),
      ...{ seed, config, trainingSeconds },
      settings: config,
      assignments: held ? joined(fitted, held) : fitted,
      predictionSeconds: (performance.now() - start) / 1000,
      network: null,
      remedyForEmpty: "ask for fewer classes (--clusters)",
    };
  } catch (error) {
    await pipeline.close();
    throw error;
  }
}

export function joined(a: Assignments, b: Assignments): Assignments {
  return {
    clusters: Int32Array.from([...a.clusters, ...b.clusters]),
    confidence: Float32Array.from([...a.confidence, ...b.confidence]),
  };
}
