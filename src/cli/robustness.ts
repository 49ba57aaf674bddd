/** `skein robustness`: how easily a model is fooled. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { percent } from "../format.js";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";
import { removeEmpty } from "../io/node/remove_empty.js";
import type { PredictingModel } from "../models/index.js";
import {
  type RobustnessConfig,
  type RobustnessResult,
  robustness,
  robustnessJson,
  type Tested,
} from "../robustness/index.js";
import { DEFAULT_ALPHA, planRobustness } from "../robustness/options.js";
import { certifiedRadii, medianRadius } from "../robustness/scores.js";
import { fewestDraws } from "../robustness/smoothing.js";
import { VERSION } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { describeImages, limitOfFiles, readImages, requireLabels, spread, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { loadSorter } from "./load_sorter.js";
import { namesOf } from "./names.js";
import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
import { type CountProgress, countProgress } from "./progress.js";
import { table } from "./table.js";

export interface RobustnessCommandOptions extends CommonOptions {
  readonly attacks?: string;
  readonly eps?: string;
  readonly steps?: number;
  readonly stepSize?: number;
  readonly changes?: string;
  readonly certify?: number;
  readonly sigma?: number;
  readonly draws?: number;
  readonly firstDraws?: number;
  readonly alpha?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly seed?: number;
  readonly device: DeviceChoice;
  readonly labels?: string;
  readonly maxPixels?: number;
  readonly limit?: number;
}

const FILES = ["robustness.json", "robustness.html"] as const;
const NONE = "none";

export async function testRobustness(
  model: string,
  source: string,
  options: RobustnessCommandOptions,
  out: Output,
): Promise<number> {
  // What can fail at once does so before anything is read, which may take long.
  const config = configOf(options);
  checkDrawsOf(options);
  planRobustness(config);
  if (options.labels !== undefined) await requireLabels(options.labels);
  const { out: folder } = options;
  const made = folder === undefined ? [] : await claim(folder, options.force ?? false);
  try {
    return await run(model, source, config, options, out);
  } finally {
    await removeEmpty(made);
  }
}

async function run(
  model: string,
  source: string,
  config: RobustnessConfig,
  options: RobustnessCommandOptions,
  out: Output,
): Promise<number> {
  const { out: folder } = options;
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  const loaded = await loadSorter(model, options.device);
  try {
    const images = await imagesOf(loaded, source, options, out, signal);
    out.note(`${source}: ${describeImages(images)}`);
    using progress = new PartProgress(out, signal);
    const result = await robustness(loaded, images, { ...config, signal, onProgress: progress.update });
    progress.stop();
    const about = { skein: VERSION, createdAt: new Date(), model, source };
    const json = { ...about, createdAt: about.createdAt.toISOString(), ...robustnessJson(result) };
    if (folder !== undefined) {
      await writeFileAtomically(join(folder, FILES[0]), `${JSON.stringify(json, null, 2)}\n`);
      // Plots take long to load, and are needed only here.
      const { writeRobustnessReport } = await import("../report/robustness_report.js");
      await writeRobustnessReport(join(folder, FILES[1]), { ...about, names: images.names, result });
    }
    if (options.json) await out.data(`${JSON.stringify(json)}\n`);
    else await out.result(textOf(result) + (folder ? `\n${folder}: ${FILES.join(", ")}\n` : ""));
    for (const { part, reason } of result.skipped) out.warn(`${part} left out: ${reason}.`);
    warnOfSkipped(out, images.skipped);
    return EXIT.success;
  } finally {
    await loaded.close();
  }
}

/** A bar for each part of the work, one after the other. */
class PartProgress {
  #part = "";
  #bar: CountProgress | null = null;

  /** @param signal one listener waits for it, however many parts there are. */
  constructor(
    readonly out: Output,
    signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.stop(), { once: true });
  }

  readonly update = (part: string, done: number, all: number): void => {
    if (part !== this.#part) {
      this.stop();
      this.#part = part;
      this.#bar = countProgress(this.out, new AbortController().signal, part, "image");
    }
    this.#bar?.update(done, all);
  };

  stop(): void {
    this.#bar?.stop();
    this.#bar = null;
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}

/** @throws {ArgumentError} when a number of --eps is none. */
function configOf(options: RobustnessCommandOptions): RobustnessConfig {
  const { attacks, changes, eps, steps, stepSize, certify, sigma, draws, firstDraws, alpha, seed } = options;
  return {
    attacks:
      attacks === NONE
        ? null
        : {
            ...(attacks !== undefined && { names: namesOf("--attacks", attacks) }),
            ...(eps !== undefined && { epsilons: namesOf("--eps", eps).map(epsilon) }),
            ...(steps !== undefined && { steps }),
            ...(stepSize !== undefined && { stepSize }),
          },
    changes:
      changes === NONE ? null : { ...(changes !== undefined && { names: namesOf("--changes", changes) }) },
    certificate:
      certify === 0
        ? null
        : {
            ...(certify !== undefined && { images: certify }),
            ...(sigma !== undefined && { sigma }),
            ...(draws !== undefined && { n: draws }),
            ...(firstDraws !== undefined && { n0: firstDraws }),
            ...(alpha !== undefined && { alpha }),
          },
    ...(seed !== undefined && { seed }),
  };
}

/** @throws {ArgumentError} when --draws are too few for --alpha. */
function checkDrawsOf({ draws, alpha = DEFAULT_ALPHA, certify }: RobustnessCommandOptions): void {
  const fewest = fewestDraws(alpha);
  if (draws === undefined || draws >= fewest || certify === 0) return;
  throw new ArgumentError(
    `--draws is ${draws}: with --alpha ${alpha} fewer than ${fewest} draws certify no image: give at least ${fewest}`,
  );
}

function epsilon(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+(e-?\d+)?$/i.test(text) || !(value >= 0 && value <= 1)) {
    throw new ArgumentError(`--eps has ${text}: give numbers from 0 to 1, such as 0.02,0.1`);
  }
  return value;
}

/** Makes the folder, and returns what was made for it. @throws {ArgumentError} where earlier results may not be replaced. */
async function claim(folder: string, force: boolean): Promise<string[]> {
  const earlier = FILES.find((name) => existsSync(join(folder, name)));
  if (earlier !== undefined && !force) {
    throw new ArgumentError(
      `${folder} holds the ${earlier} of an earlier run: choose another --out, or replace it with --force`,
    );
  }
  return await ensureFolder(folder);
}

/** The images in the model's size: those that the source sets apart for tests, else all. */
async function imagesOf(
  { imageSize }: PredictingModel,
  source: string,
  { labels, limit, maxPixels }: RobustnessCommandOptions,
  out: Output,
  signal: AbortSignal,
) {
  const { height, width, channels, range = "full" } = imageSize;
  const decoding = { height, width, channels: channels as 1 | 3, maxPixels, range };
  const opening = { ...decoding, labels, limit: await limitOfFiles(limit, labels) };
  const { train, test } = await readImages(source, opening, out, signal);
  const images = test ?? train;
  return limit === undefined ? images : spread(images, limit);
}

function textOf({ clean, attacks, changes, certificate, classes }: RobustnessResult): string {
  const share = (value: number | null) => (value === null ? "-" : percent(value));
  const row = ({ name, level, flipRate, accuracy, perClass }: Tested) => {
    const worst = perClass.reduce((a, b) => ((b.flipRate ?? -1) > (a.flipRate ?? -1) ? b : a));
    const flips =
      worst.flipRate === null || worst.flipRate === 0
        ? "-"
        : `${classes[worst.class]}, ${share(worst.flipRate)}`;
    return [name, String(level), share(flipRate), share(accuracy), flips];
  };
  const header = (name: string, level: string) => [name, level, "flip rate", "accuracy", "most flips"];
  const parts = [`Accuracy without change: ${share(clean.accuracy)}\n`];
  if (attacks.length > 0) parts.push(table(header("<attack", "eps"), attacks.map(row)));
  if (changes.length > 0) parts.push(table(header("<change", "level"), changes.map(row)));
  if (certificate) {
    const { sigma, n, alpha, images, abstained } = certificate;
    const radii = certifiedRadii(images);
    const median = medianRadius(images);
    parts.push(
      `Certified ${radii.length} of ${images.length} images (${abstained} abstained), sigma ${sigma}, ${n} draws, alpha ${alpha}` +
        `${median === null ? "" : `: median radius ${median.toFixed(3)}, largest ${radii.at(-1)!.toFixed(3)}`}\n`,
    );
  }
  return parts.join("\n");
}
