/** Steps of preprocessing in the configurations of models: what training does to images, prediction repeats. */
import * as z from "zod";
import { createImageSet, type ImageSet } from "../data/image_set.js";
import { pixelMemory } from "../data/memory.js";
import {
  parseSteps,
  preprocess,
  preprocessedSize,
  type StepConfig,
  type StepOptions,
} from "../preprocess/index.js";
import { refuseDropping } from "../preprocess/preprocess.js";
import type { ImageSize, Images } from "./images.js";

const schema = z.custom<string | readonly StepOptions[]>(
  (steps) => typeof steps === "string" || Array.isArray(steps),
  { error: 'a list of preprocessing steps, such as ["grey", "otsu"]' },
);

/** A type with a name, which declarations of configurations then give in place of what it stands for. */
export interface PreprocessingSetting
  extends z.ZodPipe<
    z.ZodDefault<z.ZodCustom<string | readonly StepOptions[], string | readonly StepOptions[]>>,
    z.ZodTransform<readonly StepConfig[], string | readonly StepOptions[]>
  > {}

/** The setting `preprocess`: steps as `parseSteps` takes them; every default filled in where it is read. Default none. */
export const preprocessing: PreprocessingSetting = schema.default([]).transform(checkedSteps);

/** @throws {ArgumentError} as `parseSteps`, and for steps that leave out images. */
export function checkedSteps(steps: string | readonly StepOptions[]): readonly StepConfig[] {
  const checked = parseSteps(steps);
  refuseDropping(checked);
  return checked;
}

/** Images after the steps; the same ones where there are none. @throws {DataError} when a step does not take them. */
export async function prepared(
  images: Images,
  steps: readonly StepConfig[],
  signal?: AbortSignal,
): Promise<Images> {
  if (steps.length === 0) return images;
  const { count, height, width, channels, pixels } = await preprocess(images, steps, {
    allocate: pixelMemory,
    signal,
  });
  return { ...images, count, height, width, channels, pixels };
}

/** The same for a set, which keeps names and labels. */
export async function preparedSet(
  images: ImageSet,
  steps: readonly StepConfig[],
  signal?: AbortSignal,
): Promise<ImageSet> {
  const { height, width, channels, pixels } = await prepared(images, steps, signal);
  return createImageSet({
    ...images,
    ...{ height, width },
    channels: channels as 1 | 3,
    pixels: pixels as Uint8Array,
  });
}

/** The size of images after the steps. @throws {DataError} when a step does not take images of that size. */
export function preparedSize<T extends ImageSize>(size: T, steps: readonly StepConfig[]): T {
  return { ...size, ...preprocessedSize(steps, size) };
}
