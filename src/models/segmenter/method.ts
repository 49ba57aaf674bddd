/** Ways to find the regions of an image. Each file of `methods/` registers one. */
import type * as z from "zod";
import type { Device } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import type { ToOnnxOptions } from "../../onnx/export/export.js";
import type { TrainerState } from "../../train/index.js";
import type { FitOptions, FitResult } from "../image_training.js";
import type { ImageSize, Images } from "../images.js";
import type { ModelFile } from "../model_file.js";

/** What a method is told when it is made. */
export interface MethodOptions<S extends object = object> {
  /** K, the number of regions, at least 2. */
  readonly regions: number;
  readonly seed: number;
  /** As the method's `settings` checked them, every default filled in. */
  readonly settings: S;
}

/** Where a method computes. */
export interface MethodRun {
  readonly device: Device;
  /** Ends the work between two batches, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The parts of a model file that a method fills in. */
export type LearnedRegions = Pick<ModelFile, "details" | "state" | "arrays">;

/** A training at one moment. */
export interface KeptTraining {
  readonly learned: LearnedRegions;
  readonly training: TrainerState;
}

/** A training that was read from a checkpoint. */
export interface ResumedTraining extends KeptTraining {
  /** The file, for messages. */
  readonly path: string;
}

/** What a method learns with, beside images. */
export interface MethodFitOptions extends Omit<FitOptions, "checkpoint" | "resume" | "signal"> {
  /** The training to go on with, of the same configuration and images; null for a new one. */
  readonly resumed: ResumedTraining | null;
  /** Keeps the training in a checkpoint; null where none is asked for. Called after each epoch and when a signal ends it. */
  readonly keep: ((kept: KeptTraining) => Promise<void>) | null;
}

/** A method with its options, and what it learned. */
export interface RegionFinder {
  /** At which size images are looked at, for model files. */
  readonly size: ImageSize;
  /** Learns from all images, which may differ in size. A method that works image by image has none. */
  fit?(images: readonly Images[], run: MethodRun, options: MethodFitOptions): Promise<FitResult>;
  /**
   * The probability of each region at each pixel, [N, K, H, W], for images of one size with 1 or 3 channels. With two
   * regions the second is the foreground. No image is of one colour. Called after `fit` or `restore`, if there is one.
   */
  probabilities(images: Images, run: MethodRun): Promise<Float32Array<ArrayBuffer>>;
  /** What it learned, for a file. */
  learned?(): Promise<LearnedRegions>;
  /** Takes what `learned` gave. What does not fit is refused before any memory is taken. @throws {SkeinError} */
  restore?(learned: LearnedRegions, run: MethodRun): Promise<void>;
  /** Its network as an ONNX file, as `ImageSegmenter.toOnnx` says. Missing where it is none. */
  toOnnx?(options: ToOnnxOptions): Promise<Uint8Array>;
  /** Frees what it learned. Releasing twice is harmless. */
  release?(): void;
}

/** A way to find regions. */
export interface SegmentationMethod<S extends object = object> {
  readonly name: string;
  /** One line for a list: what it does, and what it is for. */
  readonly about: string;
  /** Whether it learns from all images before it can segment one. */
  readonly learns: boolean;
  /** Of a method that learns: the number of images from which on it does so well. */
  readonly leastImages?: number;
  /** The most regions that it finds. */
  readonly maxRegions: number;
  /** Checks the method's own settings and fills in defaults. */
  readonly settings: z.ZodType<S>;
  /** Makes one that has learned nothing yet. */
  create(options: MethodOptions<S>): RegionFinder;
}

const methods = new Map<string, SegmentationMethod>();

/** Has `method` of an ImageSegmenter take a name. @throws {ArgumentError} when the name is taken. */
export function registerSegmentationMethod<S extends object>(method: SegmentationMethod<S>): void {
  if (methods.has(method.name)) {
    throw new ArgumentError(`registerSegmentationMethod: ${method.name} is taken already: give another name`);
  }
  methods.set(method.name, method as unknown as SegmentationMethod);
}

/** All registered methods. */
export function segmentationMethods(): SegmentationMethod[] {
  return [...methods.values()];
}

/** The method of a name, or undefined. */
export const segmentationMethod = (name: string) => methods.get(name);
