/** `skein cluster --encoder ...`: features of a pretrained network, and a clustering method. */
import type { ImageSet } from "../../data/image_set.js";
import { ArgumentError } from "../../errors.js";
import { clusteringMethods } from "../../estimators/registry.js";
import { counted } from "../../format.js";
import { stepsTo } from "../../models/encoder/preprocessing.js";
import {
  type Cells,
  checkEncodedClustering,
  clusterEncoded,
  type EncodedClustering,
  type FeatureCache,
  FileEncoder,
  type ImageEncoder,
  type Matrix,
  openEncoder,
} from "../../models/index.js";
import { unsortedPlace } from "../../models/unsorted.js";
import { mostProbable, ownClasses } from "../assignments.js";
import { encoderSource, openCache, watchEncoding } from "../encoding.js";
import { countProgress } from "../progress.js";
import type { ClusterJob, ClusterLearner, ClusterOptions } from "./job.js";
import type { LearnedClasses } from "./learned.js";
import { joined } from "./method.js";

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
  checkEncodedClustering({ ...{ method, reduction, clusters }, pooling: options.pooling });
  let opened: Opened | null = null;
  return {
    classes: null,
    async reads(job) {
      opened = await openReading(job);
      return opened.files;
    },
    learn: (job, train, test) => learn(opened!, job, train, test),
    async release() {
      opened?.encoder.release();
      await opened?.cache?.close();
    },
  };
}

/** What computes the features of a run. */
interface Opened {
  readonly encoder: ImageEncoder;
  readonly cache: FeatureCache | null;
  readonly files: FileEncoder;
  readonly watch: ReturnType<typeof watchEncoding>;
}

async function openReading({ options, device, interrupt, out }: ClusterJob): Promise<Opened> {
  const encoder = await openEncoder({ ...encoderSource(options), onNote: (note) => out.note(note) }, device);
  const { layer, pooling, features } = encoder;
  out.note(`encoder: ${counted(features, "feature")} of ${layer}${pooling === "none" ? "" : `, ${pooling}`}`);
  const cache = openCache(options, out);
  interrupt.message = cache
    ? "Finishing some images; features that are there are kept, and the same command goes on with them. Press Ctrl-C again to stop at once."
    : "Finishing some images. Press Ctrl-C again to stop at once.";
  const watch = watchEncoding();
  const files = new FileEncoder(encoder, {
    ...{ preprocess: options.preprocess, cache, signal: interrupt.signal, onProgress: watch.update },
  });
  return { encoder, cache, files, watch };
}

async function learn(
  { encoder, cache, files, watch }: Opened,
  { options, interrupt, out }: ClusterJob,
  train: ImageSet,
  test: ImageSet | null,
): Promise<LearnedClasses> {
  const { clusters, seed = 0 } = options;
  const asked = { method: options.method, reduction: options.reduce };
  const { name: method, reduction } = checkEncodedClustering({ ...asked, pooling: encoder.pooling });
  const { signal } = interrupt;
  const read = files.size ?? train;
  const { enlarged } = stepsTo(encoder.preprocessing, read);
  if (enlarged > 1) out.note(`images of ${read.height} x ${read.width} are enlarged for the encoder`);
  const progress = files.size ? null : countProgress(out, signal, "encoding", "image");
  watch.listen(progress?.update);
  let found: EncodedClustering;
  try {
    const encoded = await files.encoded(train);
    progress?.stop();
    out.note(watch.text(cache));
    found = await clusterEncoded(encoded, encoder, {
      ...{ ...asked, seed, signal },
      ...(clusters !== undefined && { clusters }),
      onStep: (step) => {
        if (step === "cluster") out.note(`sorting: ${method}`);
      },
    });
  } finally {
    progress?.stop();
  }
  const { model, labels, shares, features } = found;
  try {
    const start = performance.now();
    const unsorted = unsortedPlace(model);
    const own = ownClasses(labels, shares, unsorted);
    const held = test && mostProbable(await model.predictProba(test), unsorted);
    const { layer, pooling } = encoder;
    const reads = `${read.height} x ${read.width}`;
    const settings = { encoder: options.encoder, layer, pooling, reads, reduction, method, seed };
    return {
      model,
      clusters: model.classNames.length - (unsorted === null ? 0 : 1),
      ...{ seed, settings, trainingSeconds: model.trainingSeconds },
      config: { ...settings, sha256: encoder.hash, preprocessing: encoder.preprocessing },
      assignments: held ? joined(own, held) : own,
      predictionSeconds: (performance.now() - start) / 1000,
      network: null,
      ...(test === null && { features: meansOfCells(features, encoder.cells) }),
      remedyForEmpty: "ask for fewer classes (--clusters)",
    };
  } catch (error) {
    await model.close();
    throw error;
  }
}

/** The features that the map of the report places: of maps of cells their means. */
function meansOfCells(features: Matrix, cells: Cells | null): Matrix {
  if (cells === null) return features;
  const { rows, columns, data } = features;
  const each = cells.rows * cells.columns;
  const channels = columns / each;
  const means = new Float32Array(rows * channels);
  for (let i = 0; i < data.length; i++) {
    means[Math.floor(i / columns) * channels + (i % channels)]! += data[i]! / each;
  }
  return { rows, columns: channels, data: means };
}
