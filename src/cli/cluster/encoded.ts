/** `skein cluster --encoder ...`: features of a pretrained network, and a clustering method. */
import type { ImageSet } from "../../data/image_set.js";
import { ArgumentError } from "../../errors.js";
import { clusteringMethods } from "../../estimators/registry.js";
import { counted, duration, megabytes } from "../../format.js";
import { stepsTo } from "../../models/encoder/preprocessing.js";
import {
  checkEncodedClustering,
  clusterEncoded,
  type EncodedClustering,
  type EncodeProgress,
  type FeatureCache,
  type ImageEncoder,
  openEncoder,
  openFeatureCache,
} from "../../models/index.js";
import { mostProbable, ownClasses, unsortedPlace } from "../assignments.js";
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
      encoder = await openEncoder({ ...sourceOf(options), onNote: (note) => out.note(note) }, device);
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

/** FILE.onnx, or NETWORK=FILE.safetensors. */
function sourceOf({ encoder = "", layer, pooling }: ClusterOptions) {
  const named = /^(\w+)=(.+)$/.exec(encoder);
  const common = { ...(layer !== undefined && { layer }), ...(pooling !== undefined && { pooling }) };
  if (named) return { network: named[1]!, safetensors: named[2]!, ...common };
  if (!/\.(safetensors|index\.json)$/i.test(encoder)) return { onnx: encoder, ...common };
  throw new ArgumentError(
    `--encoder is ${encoder}, which holds parameters alone: name their network before it, as resnet18=${encoder}`,
  );
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
  const watch = watched(progress.update);
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

function openCache({ cache }: ClusterOptions, out: ClusterJob["out"]): FeatureCache | null {
  if (cache === false) return null;
  const opened = openFeatureCache({ plain: cache === true, onNote: (note) => out.note(note) });
  if (!opened)
    out.note(
      "features are not kept on the disk, because the run's files are encrypted (--cache keeps them, in the clear)",
    );
  return opened;
}

/** Hands progress on, and says in the end how fast the network read. */
function watched(update: (done: number, all: number) => void) {
  let last: EncodeProgress = { done: 0, all: 0, cached: 0, rate: 0 };
  const start = performance.now();
  let seconds = 0;
  return {
    update(now: EncodeProgress) {
      last = now;
      seconds = (performance.now() - start) / 1000;
      update(now.done, now.all);
    },
    text(cache: FeatureCache | null): string {
      const { all, cached } = last;
      const read = all - cached;
      const rate = read > 0 ? `: ${(read / seconds).toFixed(1)} images a second` : "";
      const kept = cache ? `; ${megabytes(cache.bytes)} in ${cache.folder}` : "";
      return `features after ${duration(seconds)}${rate}, ${cached} of ${all} from the cache${kept}`;
    },
  };
}
