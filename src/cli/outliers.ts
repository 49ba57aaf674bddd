/** `skein outliers`: images that do not fit among the others. */

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { imageNames } from "../data/image_names.js";
import { concat, type ImageSet } from "../data/image_set.js";
import type { Device } from "../device/index.js";
import { type DeviceChoice, openDevice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { counted } from "../format.js";
import { ensureFolder } from "../io/atomic_file.js";
import { writeCsv } from "../io/csv.js";
import { removeEmpty } from "../io/node/remove_empty.js";
import { ReviewRun } from "../review/index.js";
import { findOutliers, type OutlierImage, reasonsOf, runOutliers } from "../review/outliers/index.js";
import { isRunFolder } from "../review/run/is_run_folder.js";
import { VERSION } from "./about.js";
import { round } from "./assignments.js";
import { EXIT } from "./exit_codes.js";
import { readImages, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { namesOf, refuseTwice } from "./names.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";

export interface OutliersCommandOptions {
  readonly reasons?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly device: DeviceChoice;
  readonly maxPixels?: number;
  readonly limit?: number;
  readonly json?: boolean;
}

/** Images that the text shows. */
const SHOWN = 20;

/** What was looked at, and what was found. */
interface Found {
  readonly count: number;
  readonly names: readonly string[];
  readonly skipped: ImageSet["skipped"];
  readonly outliers: readonly OutlierImage[];
}

export async function outliers(
  source: string,
  options: OutliersCommandOptions,
  out: Output,
): Promise<number> {
  const { out: file } = options;
  const reasons = options.reasons === undefined ? undefined : namesOf("--reasons", options.reasons);
  if (reasons) refuseTwice("--reasons", reasons);
  reasonsOf(reasons);
  if (file !== undefined && existsSync(file) && !options.force) {
    throw new ArgumentError(`${file} exists: choose another --out, or replace it with --force`);
  }
  const ofRun = isRunFolder(source);
  if (ofRun && options.limit !== undefined) {
    throw new ArgumentError("--limit is for a source of images: leave it out, a run is looked at as a whole");
  }
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  using device = await openDevice(options.device);
  const made = file === undefined ? [] : await ensureFolder(dirname(file));
  try {
    const progress = countProgress(out, signal, "measuring", "image");
    const asked = {
      ...{ signal, onProgress: progress.update },
      ...(reasons && { reasons }),
      ...(options.maxPixels !== undefined && { maxPixels: options.maxPixels }),
    };
    const found = await (ofRun
      ? ofRunFolder(source, device, asked)
      : ofImages(source, device, options, asked, out)
    ).finally(() => progress.stop());
    signal.throwIfAborted();
    if (file !== undefined) await writeOutliers(file, found);
    if (options.json) await out.data(`${JSON.stringify(jsonOf(source, found), null, 2)}\n`);
    else await out.result(textOf(found) + (file === undefined ? "" : `\n${file}\n`));
    warnOfSkipped(out, found.skipped);
    return EXIT.success;
  } finally {
    await removeEmpty(made);
  }
}

type Asked = NonNullable<Parameters<typeof findOutliers>[2]> & { readonly signal: AbortSignal };

async function ofImages(
  source: string,
  device: Device,
  { maxPixels, limit }: OutliersCommandOptions,
  asked: Asked,
  out: Output,
): Promise<Found> {
  const opened = await readImages(source, { height: 32, width: 32, maxPixels, limit }, out, asked.signal);
  const images = opened.test ? concat([opened.train, opened.test]) : opened.train;
  const outliers = await findOutliers(images, device, asked);
  return { count: images.count, names: imageNames(opened), skipped: images.skipped, outliers };
}

async function ofRunFolder(folder: string, device: Device, asked: Asked): Promise<Found> {
  const run = await ReviewRun.open(folder, asked);
  const { outliers, looked, skipped } = await runOutliers(run, device, asked);
  return { count: looked, names: run.images.map(({ path }) => path), skipped, outliers };
}

async function writeOutliers(path: string, { outliers, names }: Found): Promise<void> {
  const rows = outliers.flatMap(({ image, reasons }) =>
    reasons.map(({ reason, severity, score, threshold, text }) => [
      names[image]!,
      reason,
      round(severity),
      Number(score.toPrecision(6)),
      Number(threshold.toPrecision(6)),
      text,
    ]),
  );
  await writeCsv(path, ["image", "reason", "severity", "score", "threshold", "text"], rows);
}

function jsonOf(source: string, { count, names, skipped, outliers }: Found) {
  return {
    skein: VERSION,
    source,
    images: count,
    skipped,
    outliers: outliers.map(({ image, reasons, severity }) => ({ image: names[image]!, severity, reasons })),
  };
}

function textOf({ count, names, outliers }: Found): string {
  if (outliers.length === 0) return `${counted(count, "image")}, none odd among the others\n`;
  const lines = outliers
    .slice(0, SHOWN)
    .flatMap(({ image, reasons }) => [
      names[image]!,
      ...reasons.map(({ reason, severity, text }) => `  ${severity.toFixed(2)}  ${reason}: ${text}`),
    ]);
  if (outliers.length > SHOWN) lines.push(`and ${counted(outliers.length - SHOWN, "more image")}`);
  const byReason = new Map<string, number>();
  for (const { reason } of outliers.flatMap(({ reasons }) => reasons)) {
    byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  }
  const counts = [...byReason].sort(([, a], [, b]) => b - a).map(([reason, n]) => `${reason} ${n}`);
  lines.push("", `${counted(count, "image")}: ${counted(outliers.length, "outlier")} (${counts.join(", ")})`);
  return `${lines.join("\n")}\n`;
}
