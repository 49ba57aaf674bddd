/** The settings of `skein cluster` that matter, for its help and for docs/clustering.md, whose test compares the two. */
import { parseConfig } from "../../models/index.js";

export interface Setting {
  /** Where it stands in the file that --config names. */
  readonly name: string;
  readonly about: string;
}

/** Of some thirty settings, those that a user may have a reason to change; the most important first. */
export const SETTINGS: readonly Setting[] = [
  { name: "clusters", about: "number of classes; too many divide classes, too few join them" },
  { name: "views", about: "what changes no class, by kind of picture; skein cluster says which it chose" },
  { name: "seed", about: "another one trains in another way: classes that stay are in the images" },
  { name: "epochs", about: "passes over the images; more where the loss still falls at the end" },
  { name: "batch", about: "images of one step: at least five for each class" },
  {
    name: "augmentation.rotation",
    about: "degrees that change no class: 0 where direction matters, 180 from above",
  },
  {
    name: "augmentation.flip",
    about: "0.5 where a mirror image is of the same class: no letters, no digits",
  },
  { name: "augmentation.brightness", about: "0.3 where light or shade differs within a class" },
  { name: "objective.contrastive", about: "0.3 where classes follow brightness or colour instead of shape" },
  { name: "objective.prior", about: "the classes' sizes: asked of the images, uniform, or a list of shares" },
];

/** A setting's default, as JSON: that of the preset of views "digits", where the preset decides. */
export function defaultOf(name: string): string {
  const value = name
    .split(".")
    .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], parseConfig());
  return JSON.stringify(value);
}

/** A line for each setting. */
export function settingsHelp(): string {
  const names = SETTINGS.map(({ name }) => `${name} (${defaultOf(name)})`);
  const width = names.reduce((most, name) => Math.max(most, name.length), 0);
  return SETTINGS.map(({ about }, i) => `  ${names[i]!.padEnd(width)} ${about}`).join("\n");
}
