import { ArgumentError, ShapeError } from "../errors.js";

/** Scores of one label, as `classificationReport` gives them. */
export interface LabelScores {
  readonly label: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

/** How the classes compare with known labels; the parts have the shapes that src/metrics returns. */
export interface Evaluation {
  /** The label each class stands for (`clusteringAccuracy`); absent or -1 for a class that stands for none. */
  readonly mapping: ReadonlyMap<number, number>;
  /** Images by label (rows) and class (columns), row-major (`contingencyMatrix`). */
  readonly contingency: {
    readonly rowLabels: ArrayLike<number>;
    readonly columnLabels: ArrayLike<number>;
    readonly counts: ArrayLike<number>;
  };
  /** One entry per label, after mapping (`classificationReport`). */
  readonly perClass: readonly LabelScores[];
}

/** Everything a report shows, as plain data. N is `images.count`, K is `clusters`. */
export interface ReportInput {
  title: string;
  /** Where the images came from: a path or a data set's name. */
  source: string;
  createdAt: Date;
  /** The device that trained, in words. */
  device: string;
  seed: number;
  /** The configuration; nested objects are shown with dotted names. */
  settings: Readonly<Record<string, unknown>>;
  images: {
    readonly count: number;
    readonly height: number;
    readonly width: number;
    /** 1 grey, 3 RGB. */
    readonly channels: number;
    /** NHWC bytes. */
    readonly pixels: Uint8Array;
    readonly names: readonly string[] | null;
    /** The address of each image's file, relative to the page, for links to them. Default: none. */
    readonly files?: readonly string[] | null;
  };
  /** N classes, each 0 to K - 1. */
  assignments: Int32Array;
  /** N probabilities of the assigned class. */
  confidence: Float32Array;
  clusters: number;
  /** The number that each class is known by, and the name that a person gave it, by class. Default: its own number, no name. */
  classes?: readonly { readonly id: number; readonly name: string | null }[];
  /** The class of images that belong to none of the others, or null where there are no such images. */
  unsorted?: number | null;
  /** N known labels, which only the report sees, or null. */
  labels: Int32Array | null;
  /** `labelNames[label]`, or null where labels are numbers. */
  labelNames: readonly string[] | null;
  /** Results over a named part of the images, the most important first. */
  scores: readonly { readonly name: string; readonly split: string; readonly value: number }[];
  evaluation: Evaluation | null;
  /** The loss of each head at each recorded step. */
  history: readonly { readonly step: number; readonly losses: ArrayLike<number> }[];
  /** Heads that took over the weights of a better one. */
  restarts: readonly { readonly step: number; readonly head: number; readonly from: number }[];
  /** The head whose classes these are. */
  selectedHead: number;
  /** Places of some images in the plane (`featureMap`), xy as [n, 2], or null. */
  map: { readonly indices: Int32Array; readonly xy: Float32Array } | null;
  /** Groups of images that are equal in every pixel, by number. Default: none. */
  copies?: readonly (readonly number[])[];
  /** Signs that the clustering went wrong, worst first. Default: none. */
  findings?: readonly { readonly severity: "failed" | "doubtful" | "note"; readonly message: string }[];
  skipped: readonly { readonly name: string; readonly reason: string }[];
  trainingSeconds: number;
}

/**
 * Checks that the parts of a report fit each other.
 * @throws ShapeError for a length, ArgumentError for a class or an image number out of range.
 */
export function checkReportInput(input: ReportInput): void {
  const { images, assignments, confidence, clusters, labels, map } = input;
  const lengths: [string, number, number][] = [
    ["pixels", images.pixels.length, images.count * images.height * images.width * images.channels],
    ["assignments", assignments.length, images.count],
    ["confidence", confidence.length, images.count],
  ];
  if (images.names) lengths.push(["names", images.names.length, images.count]);
  if (labels) lengths.push(["labels", labels.length, images.count]);
  if (map) lengths.push(["map.xy", map.xy.length, map.indices.length * 2]);
  for (const [what, given, wanted] of lengths) {
    if (given !== wanted) {
      throw new ShapeError(`report: ${what} has ${given} values; ${images.count} images take ${wanted}.`);
    }
  }
  if (images.channels !== 1 && images.channels !== 3) {
    throw new ShapeError(`report: images have ${images.channels} channels; give 1 (grey) or 3 (RGB).`);
  }
  checkRange("assignments", assignments, clusters);
  if (map) checkRange("map.indices", map.indices, images.count);
}

function checkRange(what: string, values: Int32Array, end: number): void {
  const at = values.findIndex((value) => value < 0 || value >= end);
  if (at >= 0) {
    throw new ArgumentError(`report: ${what}[${at}] is ${values[at]}; it must be from 0 to ${end - 1}.`);
  }
}
