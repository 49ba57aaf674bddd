/** `skein duplicates`: images that are nearly the same. */

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { imageFiles, imageNames } from "../data/image_names.js";
import type { ImageSet } from "../data/image_set.js";
import { type DeviceChoice, openDevice } from "../device/node/index.js";
import { ArgumentError, DataError } from "../errors.js";
import { count, counted } from "../format.js";
import { ensureFolder } from "../io/atomic_file.js";
import { writeCsv } from "../io/csv.js";
import { removeEmpty } from "../io/node/remove_empty.js";
import { type DuplicateGroup, findDuplicates, KeeperChoice } from "../review/duplicates/index.js";
import { VERSION } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { readImages, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { namesOf, refuseTwice } from "./names.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";

export interface DuplicatesCommandOptions {
  readonly similarity?: number;
  readonly mirrored: boolean;
  readonly keep?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly device: DeviceChoice;
  readonly maxPixels?: number;
  readonly limit?: number;
  readonly json?: boolean;
}

/** Groups that the text shows in full. */
const SHOWN = 20;

export async function duplicates(
  source: string,
  options: DuplicatesCommandOptions,
  out: Output,
): Promise<number> {
  const { out: file, similarity, mirrored, maxPixels, limit } = options;
  const rules = options.keep === undefined ? undefined : namesOf("--keep", options.keep);
  if (rules) refuseTwice("--keep", rules);
  const keepers = await KeeperChoice.open(rules, { maxPixels });
  if (file !== undefined && existsSync(file) && !options.force) {
    throw new ArgumentError(`${file} exists: choose another --out, or replace it with --force`);
  }
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  using device = await openDevice(options.device);
  const made = file === undefined ? [] : await ensureFolder(dirname(file));
  try {
    const reading = { height: 32, width: 32, fit: "fill" as const, channels: 3 as const, maxPixels, limit };
    const opened = await readImages(source, reading, out, signal);
    const images = opened.train;
    const files = imageFiles(images);
    if (files === null || opened.test) {
      throw new DataError(
        `${source} holds no image files to compare: give a folder of images, or a CSV of paths`,
      );
    }
    const names = imageNames(opened);
    const progress = countProgress(out, signal, "comparing", "image");
    const groups = await findDuplicates(images, { files, names }, device, {
      ...{ mirrored, keepers, signal },
      ...(similarity !== undefined && { similarity }),
      onProgress: progress.update,
    }).finally(() => progress.stop());
    signal.throwIfAborted();
    if (file !== undefined) await writeGroups(file, groups, names);
    if (options.json) await out.data(`${JSON.stringify(jsonOf(source, images, groups, names), null, 2)}\n`);
    else await out.result(textOf(images, groups, names) + (file === undefined ? "" : `\n${file}\n`));
    warnOfSkipped(out, images.skipped);
    return EXIT.success;
  } finally {
    await removeEmpty(made);
  }
}

async function writeGroups(
  path: string,
  groups: readonly DuplicateGroup[],
  names: readonly string[],
): Promise<void> {
  const columns = ["group", "image", "keep", "kind", "similarity", "reason"];
  const rows = groups.flatMap(({ members, reason }, group) =>
    members.map(({ image, kind, similarity }) => [
      group + 1,
      names[image]!,
      kind === "kept" ? 1 : 0,
      kind,
      similarity > 0 ? similarity.toFixed(4) : "",
      kind === "kept" ? reason : "",
    ]),
  );
  await writeCsv(path, columns, rows);
}

function jsonOf(
  source: string,
  images: ImageSet,
  groups: readonly DuplicateGroup[],
  names: readonly string[],
) {
  return {
    skein: VERSION,
    source,
    images: images.count,
    skipped: images.skipped,
    groups: groups.map(({ members, reason }) => ({
      reason,
      members: members.map(({ image, kind, similarity }) => ({ image: names[image]!, kind, similarity })),
    })),
  };
}

function textOf(images: ImageSet, groups: readonly DuplicateGroup[], names: readonly string[]): string {
  const spare = groups.reduce((sum, { members }) => sum + members.length - 1, 0);
  if (groups.length === 0) return `${counted(images.count, "image")}, none nearly the same as another\n`;
  const lines = groups
    .slice(0, SHOWN)
    .flatMap(({ members, reason }, group) => [
      `group ${group + 1}`,
      ...members.map(({ image, kind, similarity }) =>
        kind === "kept"
          ? `  keep      ${names[image]} (${reason})`
          : `  ${kind.padEnd(9)} ${names[image]} (${similarity > 0 ? similarity.toFixed(3) : "through others"})`,
      ),
    ]);
  if (groups.length > SHOWN) lines.push(`and ${counted(groups.length - SHOWN, "more group")}`);
  lines.push(
    "",
    `${counted(images.count, "image")}: ${counted(groups.length, "group")} with ${count(spare)} to spare`,
  );
  return `${lines.join("\n")}\n`;
}
