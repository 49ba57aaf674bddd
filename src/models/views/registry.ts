/**
 * Views by kind of picture: how a training image may change and still show the same thing. A clusterer takes for
 * unimportant whatever its views change, so the right ones depend on the pictures: turning keeps a texture, and makes a
 * nine of a six. Each file of this folder registers a preset; explicit settings go before it.
 */
import { ArgumentError } from "../../errors.js";
import type { AugmentationOptions } from "../augmentation.js";
import { AUTO } from "../schema.js";

/** The part of an ImageClusterer's options that fits a kind of picture. */
export interface ViewsOptions {
  readonly centre?: "none" | "content";
  /** More where heads find different classes: the lowest loss then has more to choose from. */
  readonly heads?: number;
  readonly augmentation?: AugmentationOptions;
  readonly objective?: {
    readonly contrastive?: number;
    readonly temperature?: number;
    readonly firstTargets?: number;
  };
}

/** Which features tell that two pictures are alike. */
export interface Likeness {
  /** Names of `ImageSorter`'s features. */
  readonly features: readonly string[];
  /**
   * Whether a feature counts by how often it finds a picture again that was changed a little. So it is where shapes
   * make the classes; of colours and textures this says how much pictures of one class differ, and nothing more.
   */
  readonly steady: boolean;
}

/** Of grey things whose classes are shapes: written digits, letters, clothes. */
export const GREY_SHAPES: Likeness = { features: ["hog", "coarse hog", "hog + pixels"], steady: true };

export interface ViewsPreset extends ViewsOptions {
  readonly name: string;
  /** One line for a list: which pictures it is for, and what its views change. */
  readonly about: string;
  /** What `ImageSorter` judges clusterings of such pictures by. Default all features, each as much as the others. */
  readonly likeness?: Likeness;
}

const presets = new Map<string, ViewsPreset>();

/** Has `views` of an ImageClusterer take a preset. @throws {ArgumentError} when the name is taken, or "auto". */
export function registerViews(preset: ViewsPreset): void {
  const { name } = preset;
  if (name === AUTO || presets.has(name)) {
    throw new ArgumentError(`registerViews: ${name} is taken already: give another name`);
  }
  presets.set(name, preset);
}

/** Whether there is a preset of that name. */
export const registeredViews = (name: string) => presets.has(name);

/** All registered presets. */
export function viewsPresets(): ViewsPreset[] {
  return [...presets.values()];
}

/** What clusterings of a preset's pictures are judged by; null for all features alike. */
export const likenessOf = (name: string): Likeness | null => presets.get(name)?.likeness ?? null;

/** What `views` takes, for messages. */
export const viewsNames = () => [AUTO, ...presets.keys()];

/** The options with a preset's under them: what was given stays. */
export function withViews<T extends object>(name: string, options: T & Partial<ViewsOptions>): T {
  const { name: _, about: __, likeness: ___, augmentation, objective, ...plain } = presets.get(name)!;
  return {
    ...plain,
    ...(defined(options) as T),
    views: name,
    augmentation: { ...augmentation, ...defined(options.augmentation) },
    objective: { ...objective, ...defined(options.objective) },
  };
}

const defined = (part: object | undefined) =>
  Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined));
