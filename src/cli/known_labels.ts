/** Which label of a set of images each class stands for, where that is known before. */
import * as z from "zod";
import type { ImageSet } from "../data/image_set.js";
import { ArgumentError } from "../errors.js";
import { UNMAPPED } from "../metrics/labels.js";
import { classesOfLabels } from "../models/known_labels.js";
import { readJsonObject } from "./options.js";
import { labelName } from "./scores.js";

/**
 * Matches classes and labels by name; a label without a name is called by its number.
 * @throws {DataError} when the images have a label that the model has no class for.
 */
export function knownLabels(
  classNames: readonly string[],
  { labels, labelNames }: ImageSet,
): ReadonlyMap<number, number> {
  const places = classesOfLabels(classNames, labels!, labelNames);
  const labelOf = new Map([...places].map(([label, place]) => [place, label]));
  return new Map(classNames.map((_, place) => [place, labelOf.get(place) ?? UNMAPPED]));
}

const runSchema = z.object({
  classes: z.array(z.object({ cluster: z.int(), label: z.string().nullable() })),
});

/**
 * Which label each class stood for in the run that wrote `path`, a metrics.json, matched by name.
 * @throws {ArgumentError} when the file is none of a run that knew labels, or none of its labels is one of the images'.
 */
export async function labelsOfRun(
  path: string,
  { labels, labelNames }: ImageSet,
): Promise<ReadonlyMap<number, number>> {
  const { data } = runSchema.safeParse(await readJsonObject("--mapping", path));
  if (data === undefined) {
    throw new ArgumentError(
      `--mapping ${path} holds no labels of classes: give the metrics.json of a run of skein cluster with --labels`,
    );
  }
  const labelOf = new Map([...new Set(labels!)].map((label) => [labelName(labelNames, label), label]));
  const mapping = new Map(
    data.classes.map(({ cluster, label }) => [cluster, labelOf.get(label ?? "") ?? UNMAPPED]),
  );
  if ([...mapping.values()].some((label) => label !== UNMAPPED)) return mapping;
  throw new ArgumentError(
    `--mapping ${path} has none of these images' labels (such as ${[...labelOf.keys()][0]}): give the run whose labels are called alike`,
  );
}
