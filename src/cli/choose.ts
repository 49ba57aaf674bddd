/** `skein choose`: how many classes images have. */

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { criteriaOf } from "../clustering/selection/criterion.js";
import { type DeviceChoice, openDevice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { imageFeatures } from "../estimators/registry.js";
import { digits, percent } from "../format.js";
import { ensureFolder } from "../io/atomic_file.js";
import { removeEmpty } from "../io/node/remove_empty.js";
import { chooseImageClusters, type ImageClusterChoice } from "../models/choose_image_clusters.js";
import { checkedSteps, preparedSet } from "../models/preprocessing.js";
import { describeDevice, VERSION } from "./about.js";
import { EXIT } from "./exit_codes.js";
import {
  describeImages,
  framesOf,
  readImages,
  refuseSizeWithoutFiles,
  spread,
  warnOfSkipped,
} from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { namesOf, refuseTwice } from "./names.js";
import type { ReadingOptions } from "./options.js";
import type { Output } from "./output.js";
import { table } from "./table.js";

export interface ChooseCommandOptions extends ReadingOptions {
  readonly from?: number;
  readonly to?: number;
  readonly features?: string;
  readonly methods?: string;
  readonly seed?: number;
  readonly device: DeviceChoice;
  readonly out?: string;
  readonly force?: boolean;
  readonly preprocess?: string;
}

/** Recommendations that the text shows. */
const SHOWN = 3;

export async function choose(source: string, options: ChooseCommandOptions, out: Output): Promise<number> {
  const { from, to, seed, out: page } = options;
  // What can fail at once does so before the images are read, which may take long.
  const features = options.features === undefined ? undefined : weightsOf(options.features);
  const steps = checkedSteps(options.preprocess ?? []);
  const methods = options.methods === undefined ? undefined : methodsOf(options.methods);
  if (from !== undefined && to !== undefined && to < from) {
    throw new ArgumentError(`--to is ${to}, --from ${from}: give a --to that is not below --from`);
  }
  if (page !== undefined && existsSync(page) && !options.force) {
    throw new ArgumentError(`${page} exists: choose another --out, or replace it with --force`);
  }
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  using device = await openDevice(options.device);
  const made = page === undefined ? [] : await ensureFolder(dirname(page));
  try {
    const { size, maxPixels, range, frames, limit } = options;
    const opening = { ...size, maxPixels, range, frames: framesOf(frames), limit };
    const opened = await readImages(source, opening, out, signal);
    refuseSizeWithoutFiles(opened.train, size !== undefined);
    const images = limit === undefined ? opened.train : spread(opened.train, limit);
    out.note(`${source}: ${describeImages(images)}`);
    out.note(`device: ${describeDevice(device.info)}`);
    const choice = await chooseImageClusters(await preparedSet(images, steps, signal), {
      ...{ device, signal },
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(seed !== undefined && { seed }),
      ...(features && { features }),
      ...(methods && { methods }),
      onProgress: (done, all, title) => {
        if (out.interactive) out.note(`${title}${all > 1 ? ` (${done + 1} of ${all})` : ""} ...`);
      },
    });
    if (page !== undefined) {
      // Plots take long to load, and are needed only here.
      const { writeChoiceReport } = await import("../report/choice_report.js");
      await writeChoiceReport(page, { source, images, choice, seed: seed ?? 0, createdAt: new Date() });
    }
    signal.throwIfAborted();
    if (options.json) await out.data(`${JSON.stringify(jsonOf(source, choice))}\n`);
    else await out.result(textOf(choice) + (page === undefined ? "" : `\n${page}\n`));
    warnOfSkipped(out, images.skipped);
    return EXIT.success;
  } finally {
    await removeEmpty(made);
  }
}

/** "hog,lbp:0.3" as weights by name. */
function weightsOf(text: string): Record<string, number> {
  const weights = namesOf("--features", text).map((part): [string, number] => {
    const [name = "", weight = "1", ...more] = part.split(":").map((piece) => piece.trim());
    if (name === "" || !/^\d*\.?\d+$/.test(weight) || !(Number(weight) > 0) || more.length > 0) {
      throw new ArgumentError(
        `--features has ${part}: give names, each with a weight above 0 at most, as lbp:0.3`,
      );
    }
    imageFeatures.get(name);
    return [name, Number(weight)];
  });
  refuseTwice(
    "--features",
    weights.map(([name]) => name),
  );
  return Object.fromEntries(weights);
}

function methodsOf(text: string): string[] {
  const names = namesOf("--methods", text);
  refuseTwice("--methods", names);
  criteriaOf(names);
  return names;
}

function textOf({ ks, criteria, recommended, rows, features }: ImageClusterChoice): string {
  const curves = criteria.filter(({ values }) => values !== null);
  const cell = (value: number, taken: boolean) =>
    `${Number.isFinite(value) ? digits(value) : "-"}${taken ? " *" : "  "}`;
  const values = table(
    ["K", ...curves.map(({ title }) => title)],
    ks.map((k, i) => [
      String(k),
      ...curves.map(({ values, choices }) => cell(values![i]!, choices[0] === k)),
    ]),
  );
  const choices = table(
    ["<criterion", "<takes", "<what it looks at"],
    criteria.map(({ title, choices: own, about, note }) => [
      title,
      own.join(", ") || "none",
      note === null ? about : `${about}. ${note}`,
    ]),
  );
  return [values, choices, `${recommendation(recommended, judgedBy(rows.length, features))}\n`].join("\n");
}

function judgedBy(images: number, features: ImageClusterChoice["features"]): string {
  return `judged by ${Object.keys(features).join(" and ")} of ${images} images`;
}

function recommendation(recommended: ImageClusterChoice["recommended"], judged: string): string {
  if (recommended.length === 0) {
    return `Recommended: none, ${judged}. No criterion has a reason for a number in this range.`;
  }
  const shown = recommended
    .slice(0, SHOWN)
    .map(({ clusters, confidence }) => `${clusters} (confidence ${percent(confidence, 0)})`);
  return `Recommended: ${shown.join(", then ")}; ${judged}.`;
}

function jsonOf(
  source: string,
  { ks, criteria, recommended, rows, features, components }: ImageClusterChoice,
) {
  return {
    ...{ skein: VERSION, source, images: rows.length, features, components, ks, recommended },
    criteria: criteria.map(({ values, ...criterion }) => ({
      ...criterion,
      values: values?.map((value) => (Number.isFinite(value) ? value : null)) ?? null,
    })),
  };
}
