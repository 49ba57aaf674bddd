/** `skein cluster --encoder ...`: features of a pretrained network, and a clustering method. */
import type { ImageSet } from "../../data/image_set.js";
import { ArgumentError } from "../../errors.js";
import { clusteringMethods } from "../../estimators/registry.js";
import { counted } from "../../format.js";
import { stepsTo } from "../../models/encoder/preprocessing.js";
import {
  checkEncodedClustering,
  clusterEncoded,
  type EncodedClustering,
  type ImageEncoder,
  openEncoder,
} from "../../models/index.js";
import { mostProbable, ownClasses, unsortedPlace } from "../assignments.js";
import { encoderSource, openCache, watchEncoding } from "../encoding.js";
import { countProgress } from "../progress.js";
import type { ClusterJob, ClusterLearner, ClusterOptions } from "./job.js";
import { joined } from "./method.js";
import type { LearnedClasses } from "./run.js";

/** What asks for other ways to sort. */
const OTHERS = ["features", "epochs", "batch", "config", "minutes", "resume"] as const;

/** Checks what was asked for. @throws {ArgumentError} */
export function encoderLearner(options: ClusterOptions): ClusterLearner {
  const { method, clusters, reduce: reduction } = options;
  const other = OTHERS.find((name) => options[name] !== undefined);
  if (other !== undefined) {
    throw new ArgumentError(
      `--encoder sorts by the features of its network, and --${other} is for other ways: leave one out`,
    );
  }
  if (method !== undefined && !clusteringMethods.find(method)) {
    const names = clusteringMethods.all().map(({ name }) => name);
    throw new ArgumentError(`--method is ${method}: with --encoder give one of ${names.join(", ")}`);
  }
  checkEncodedClustering({ method, reduction, ...(clusters !== undefined && { clusters }) });
  let encoder: ImageEncoder | null = null;
  return {
    classes: null,
    async reads({ device, out }) {
      encoder = await openEncoder({ ...encoderSource(options), onNote: (note) => out.note(note) }, device);
      const { layer, pooling, features } = encoder;
      out.note(
        `encoder: ${counted(features, "feature")} of ${layer}${pooling === "none" ? "" : `, ${pooling}`}`,
      );
      const { channels, ...size } = encoder.readSize;
      return { ...size, channels: channels === 1 ? 1 : 3 };
    },
    learn: (job, train, test) => learn(encoder!, job, train, test),
    release: () => encoder?.release(),
  };
}

async function learn(
  encoder: ImageEncoder,
  { options, interrupt, out }: ClusterJob,
  train: ImageSet,
  test: ImageSet | null,
): Promise<LearnedClasses> {
  const { clusters, seed = 0, preprocess, method = "kmeans", reduce: reduction = "umap" } = options;
  const { signal } = interrupt;
  const { enlarged } = stepsTo(encoder.preprocessing, train);
  if (enlarged > 1) out.note(`images of ${train.height} x ${train.width} are enlarged for the encoder`);
  const cache = openCache(options, out);
  const progress = countProgress(out, signal, "encoding", "image");
  const watch = watchEncoding(progress.update);
  interrupt.message = cache
    ? "Finishing some images; features that are there are kept, and the same command goes on with them. Press Ctrl-C again to stop at once."
    : "Finishing some images. Press Ctrl-C again to stop at once.";
  let found: EncodedClustering;
  try {
    found = await clusterEncoded(train, encoder, {
      ...{ method, seed, reduction, cache, signal, onProgress: watch.update },
      ...(clusters !== undefined && { clusters }),
      ...(preprocess !== undefined && { preprocess }),
      onStep: (step) => {
        if (step === "encoder") return;
        progress.stop();
        if (step === "cluster") out.note(`sorting: ${method}`);
      },
    });
  } finally {
    progress.stop();
    await cache?.close();
  }
  out.note(watch.text(cache));
  const { model, labels, shares, features } = found;
  try {
    const start = performance.now();
    const unsorted = unsortedPlace(model);
    const own = ownClasses(labels, shares, unsorted);
    const held = test && mostProbable(await model.predictProba(test), unsorted);
    const { layer, pooling } = encoder;
    const settings = { encoder: options.encoder, layer, pooling, reduction, method, seed };
    return {
      model,
      clusters: model.classNames.length - (unsorted === null ? 0 : 1),
      ...{ seed, settings, trainingSeconds: model.trainingSeconds },
      config: { ...settings, sha256: encoder.hash, preprocessing: encoder.preprocessing },
      assignments: held ? joined(own, held) : own,
      predictionSeconds: (performance.now() - start) / 1000,
      network: null,
      ...(test === null && { features }),
      remedyForEmpty: "ask for fewer classes (--clusters)",
    };
  } catch (error) {
    await model.close();
    throw error;
  }
}
