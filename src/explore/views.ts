/** What is known of images beside their classes, from what the other process computed; loaded when it is first asked for. */
import { stat } from "node:fs/promises";
import { KMeans } from "../clustering/index.js";
import { openDevice } from "../device/node/index.js";
import type { DuplicateGroup } from "../review/duplicates/index.js";
import { currentBeliefs } from "../review/fit/beliefs.js";
import { type ClassBeliefs, ReviewGraph } from "../review/fit/index.js";
import { hostUnitRows } from "../review/fit/unit_rows.js";
import { type ReviewRun, ReviewState } from "../review/index.js";
import type { OutlierImage } from "../review/outliers/index.js";
import { tensor } from "../tensor/index.js";
import type { Analysis } from "./analysis/analysis.js";
import type { DerivedFolder } from "./analysis/derived.js";
import { readDuplicates } from "./analysis/duplicates.js";
import { requireFeatures } from "./analysis/features.js";
import { readMap } from "./analysis/map.js";
import { readNeighbours } from "./analysis/neighbours.js";
import { readOutliers } from "./analysis/outliers.js";
import { Refusal } from "./http/answers.js";
import type { SimilarImages } from "./protocol.js";

/** Files that are looked at at a time: half of Node's threads, so that decisions get to the disk. */
const AT_ONCE = 2;

interface UnitFeatures {
  readonly columns: number;
  readonly unit: Float32Array<ArrayBuffer>;
  readonly read: Uint8Array;
}

export class Views {
  /** Bytes of each image's file; 0 where it is none. */
  readonly bytes: Float32Array;
  /** N: 1 where the file is gone. */
  readonly vanished: Uint8Array;
  readonly #run: ReviewRun;
  readonly #derived: DerivedFolder;
  readonly #analysis: Analysis;
  #features: Promise<UnitFeatures> | null = null;
  #graph: Promise<ReviewGraph> | null = null;
  #found: ClassBeliefs | null = null;
  #outliers: readonly OutlierImage[] | null = null;
  #duplicates: readonly DuplicateGroup[] | null = null;

  constructor(run: ReviewRun, derived: DerivedFolder, analysis: Analysis) {
    this.#run = run;
    this.#derived = derived;
    this.#analysis = analysis;
    this.bytes = new Float32Array(run.images.length);
    this.vanished = new Uint8Array(run.images.length);
  }

  /** Looks at all files. @throws the reason of `signal`. */
  async measureFiles(signal: AbortSignal): Promise<void> {
    const { files } = this.#run;
    if (!files) return;
    let next = 0;
    const work = async () => {
      for (let image = next++; image < files.length; image = next++) {
        signal.throwIfAborted();
        const found = await stat(files[image]!).catch(() => null);
        this.bytes[image] = found?.size ?? 0;
        this.vanished[image] = found?.isFile() ? 0 : 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** Takes over what a step left. */
  async take(step: string): Promise<void> {
    if (step === "outliers") this.#outliers = await readOutliers(this.#derived);
    if (step === "duplicates") this.#duplicates = await readDuplicates(this.#derived);
    if (step === "neighbours") {
      const graph = await this.graph();
      const prior = { classOf: this.#run.base.classOf, confidence: this.#run.confidence };
      this.#found = currentBeliefs(graph, prior, new ReviewState(this.#run.base));
    }
  }

  /** What the run found, with the next best classes; null until look-alikes are known. */
  get found(): ClassBeliefs | null {
    return this.#found;
  }

  /** The worst first; none until they are known. */
  get knownOutliers(): readonly OutlierImage[] {
    return this.#outliers ?? [];
  }

  get knownDuplicates(): readonly DuplicateGroup[] {
    return this.#duplicates ?? [];
  }

  /** @throws {Refusal} where they are not known yet, as all below. */
  outliers(): readonly OutlierImage[] {
    this.#analysis.require("outliers");
    return this.knownOutliers;
  }

  duplicates(): readonly DuplicateGroup[] {
    this.#analysis.require("duplicates");
    return this.knownDuplicates;
  }

  /** x and y of each image, from 0 to 1. */
  async map(): Promise<Float32Array> {
    this.#analysis.require("map");
    const found = await readMap(this.#derived);
    if (!found) throw new Refusal(503, "the map was removed: start skein explore again");
    return found;
  }

  async graph(): Promise<ReviewGraph> {
    this.#analysis.require("neighbours");
    this.#graph ??= readNeighbours(this.#derived).then((found) => {
      if (!found) throw new Refusal(503, "the look-alikes were removed: start skein explore again");
      return new ReviewGraph(found);
    });
    return await this.#graph;
  }

  /** The images whose features point most nearly in the same direction, by comparing all. */
  async similar(image: number, count: number): Promise<SimilarImages> {
    const { unit, columns, read } = await this.#unitFeatures();
    if (!read[image]) throw new Refusal(404, "the image could not be read: nothing is known to be similar");
    const own = unit.subarray(image * columns, (image + 1) * columns);
    const images: number[] = [];
    const similarity: number[] = [];
    for (let other = 0, at = 0; other < read.length; other++) {
      let cosine = 0;
      for (let c = 0; c < columns; c++) cosine += own[c]! * unit[at++]!;
      if (other === image || !read[other]) continue;
      if (images.length === count && cosine <= similarity.at(-1)!) continue;
      let place = similarity.length;
      while (place > 0 && similarity[place - 1]! < cosine) place--;
      images.splice(place, 0, other);
      similarity.splice(place, 0, cosine);
      if (images.length > count) {
        images.pop();
        similarity.pop();
      }
    }
    return { images, similarity };
  }

  /** Images as `count` groups by their features (k-means, seed 0), the largest first. */
  async parts(images: readonly number[], count: number): Promise<number[][]> {
    const { unit, columns, read } = await this.#unitFeatures();
    const members = images.filter((image) => read[image]);
    if (members.length < count)
      throw new Refusal(400, `the class has ${members.length} images: give fewer parts`);
    const rows = new Float32Array(members.length * columns);
    members.forEach((image, i) => {
      rows.set(unit.subarray(image * columns, (image + 1) * columns), i * columns);
    });
    using device = await openDevice("native");
    using x = tensor(device, rows, [members.length, columns]);
    const labels = await new KMeans({ clusters: count, seed: 0 }).fitPredict(x);
    const parts = Array.from({ length: count }, (_, part) => members.filter((_, i) => labels[i] === part));
    return parts.filter((part) => part.length > 0).sort((a, b) => b.length - a.length);
  }

  async #unitFeatures(): Promise<UnitFeatures> {
    this.#analysis.require("features");
    this.#features ??= requireFeatures(this.#derived).then((found) => ({
      columns: found.columns,
      read: found.read,
      unit: hostUnitRows("explore", found),
    }));
    return await this.#features;
  }
}
