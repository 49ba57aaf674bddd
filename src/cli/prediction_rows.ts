/** Rows of predictions: the most probable classes of an image, as the tables of `skein predict` have them. */
import { ArgumentError } from "../errors.js";
import type { Matrix, PredictingModel } from "../models/index.js";
import { round } from "./assignments.js";
import type { KnownClasses } from "./known_classes.js";

/** @throws {ArgumentError} where more classes of an image are asked for than there are. */
export function requireTop(top: number, { columns }: KnownClasses): void {
  if (top > columns.length) {
    throw new ArgumentError(`--top is ${top}: this model has ${columns.length} classes`);
  }
}

/** Found classes are numbers, learned ones have names; -1 is an image that belongs to no class. */
export function shownClasses({ supervised, classNames }: PredictingModel, classes: KnownClasses): Shown {
  return {
    key: supervised ? "label" : "cluster",
    idOf: (column) => (supervised ? classNames[column]! : classes.columns[column]!.id),
    nameOf: classes.isNamed ? (column) => classes.columns[column]!.name : null,
  };
}

export interface Ranked {
  readonly cluster: number;
  readonly confidence: number;
}

/** The most probable classes of a row, best first. */
export function ranked({ columns, data }: Matrix, row: number, top: number): Ranked[] {
  return Array.from(data.subarray(row * columns, (row + 1) * columns), (confidence, cluster) => ({
    cluster,
    confidence: round(confidence),
    exact: confidence,
  }))
    .sort((a, b) => b.exact - a.exact)
    .slice(0, top);
}

/** How a class is written: a found one by its number, and its name where some have one; a learned one by its name. */
export interface Shown {
  readonly key: string;
  idOf(column: number): string | number;
  readonly nameOf: ((column: number) => string | null) | null;
}

/** image, cluster, confidence, name, cluster_2, confidence_2, name_2, ... */
export function csvHeader({ key, nameOf }: Shown, top: number): string[] {
  const titles = [key, "confidence", ...(nameOf ? ["name"] : [])];
  const ranks = Array.from({ length: top }, (_, i) => (i === 0 ? "" : `_${i + 1}`));
  return ["image", ...ranks.flatMap((suffix) => titles.map((title) => `${title}${suffix}`))];
}

export function csvLine(
  image: string,
  best: readonly Ranked[],
  { idOf, nameOf }: Shown,
): (string | number)[] {
  const fields = best.flatMap(({ cluster, confidence }) => [
    idOf(cluster),
    confidence,
    ...(nameOf ? [nameOf(cluster) ?? ""] : []),
  ]);
  return [image, ...fields];
}

export function jsonLine(
  image: string,
  best: readonly Ranked[],
  top: number,
  { key, idOf, nameOf }: Shown,
  decided: boolean,
) {
  const ranks = best.map(({ cluster, confidence }) => ({
    ...{ [key]: idOf(cluster), confidence },
    ...(nameOf && { name: nameOf(cluster) }),
  }));
  return { image, ...ranks[0], ...(decided && { decided }), ...(top > 1 && { top: ranks }) };
}
