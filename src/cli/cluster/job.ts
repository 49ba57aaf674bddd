/** What `skein cluster` is asked for, and what it works with. */
import type { ImageSet } from "../../data/image_set.js";
import type { SourceOptions } from "../../data/source.js";
import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import type { FeatureReduction, ImageSize } from "../../models/index.js";
import type { EncodingOptions } from "../encoding.js";
import type { InterruptListener } from "../interrupt.js";
import type { ReadingOptions } from "../options.js";
import type { Output } from "../output.js";
import type { RunFolder } from "../run_folder.js";
import type { LearnedClasses } from "./learned.js";
import type { PreviousRun } from "./previous.js";

export interface ClusterOptions extends ReadingOptions, EncodingOptions {
  readonly features?: readonly string[];
  readonly method?: string;
  readonly reduce?: FeatureReduction;
  readonly clusters?: number;
  readonly minutes?: number;
  readonly seed?: number;
  readonly epochs?: number;
  readonly batch?: number;
  readonly config?: string;
  readonly device: DeviceChoice;
  readonly out?: string;
  /** The folder of a run whose classes go on. */
  readonly previous?: string;
  readonly preprocess?: string;
  readonly labels?: string;
  readonly sortInto?: string;
  readonly copy?: boolean;
  readonly report: boolean;
  readonly resume?: boolean;
  readonly force?: boolean;
}

/** The same, where the number of classes may be one to choose. */
export interface ClusterRequest extends Omit<ClusterOptions, "clusters"> {
  readonly clusters?: number | typeof AUTO;
}

/** What stands for a number of classes that the images decide. */
export const AUTO = "auto";

/** The method that trains the recurrent network, and nothing else. */
export const NETWORK = "network";

/** How a learner reads image files. */
export interface LearnersReading {
  /** What `openImages` is given, but for what was asked for. */
  readonly opening: Pick<SourceOptions, "height" | "width" | "channels" | "reader">;
  /** What images were read in, where a run is handed smaller copies of them; null where it is handed themselves. */
  readonly size: ImageSize | null;
  /** Groups of images that were equal as they were read, as `duplicateImages` gives them. */
  copies(images: ImageSet): readonly (readonly number[])[];
  /** The SHA-256 of a file's bytes, where it is known. */
  contentOf(path: string): Buffer | undefined;
}

/** What learns the classes: the recurrent network, features and a method, or a pretrained network's features. */
export interface ClusterLearner {
  /** The number of classes, where it is known before. */
  readonly classes: number | null;
  /** How it reads image files; is called before they are. */
  reads?(job: ClusterJob): Promise<LearnersReading>;
  /** Gives back what `reads` opened. */
  release?(): Promise<void>;
  /** Null when a signal ended the training. What it resolves with is the caller's to close. */
  learn(job: ClusterJob, train: ImageSet, test: ImageSet | null): Promise<LearnedClasses | null>;
}

/** What a run works with. */
export interface ClusterJob {
  readonly source: string;
  /** Of `AUTO`, `clusters` is the least number that there is, until `run` has chosen. */
  readonly options: ClusterOptions;
  readonly chooses: boolean;
  readonly device: Device;
  readonly folder: RunFolder;
  /** The run whose classes go on, or null. */
  readonly previous: PreviousRun | null;
  readonly interrupt: InterruptListener;
  readonly out: Output;
  /** Writes a result that is not yet the last. */
  show(learned: LearnedClasses): Promise<void>;
}
