/** The folder of a run with pictures, as `skein cluster` leaves it, without a model. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { hashOf } from "../base.js";

export interface RunImage {
  readonly name: string;
  readonly class: number;
  readonly confidence: number;
}

/** Pictures of 6 x 4 pixels, and the run of them in `runFolder`. */
export async function writeRun(
  runFolder: string,
  photos: string,
  images: readonly RunImage[],
  names: readonly (string | null)[],
  decisions: readonly object[] = [],
): Promise<void> {
  mkdirSync(runFolder, { recursive: true });
  for (const { name } of images) {
    mkdirSync(join(photos, name, ".."), { recursive: true });
    const colour = { r: name.length, g: 80, b: 120 };
    await sharp({ create: { width: 6, height: 4, channels: 3, background: colour } }).toFile(
      join(photos, name),
    );
  }
  const rows = images.map(
    ({ name, class: id, confidence }, i) => `${name},all,${id},${confidence},${hashOf(i)}`,
  );
  writeFileSync(
    join(runFolder, "assignments.csv"),
    `${["image,split,cluster,confidence,hash", ...rows].join("\n")}\n`,
  );
  const classes = {
    ...{ format: 1, source: photos, folder: photos },
    ...{
      places: names.map((_, id) => id),
      classes: names.map((name, id) => ({ id, name })),
      nextId: names.length,
    },
  };
  writeFileSync(join(runFolder, "classes.json"), JSON.stringify(classes));
  const time = "2026-11-28T00:00:00.000Z";
  writeFileSync(
    join(runFolder, "corrections.jsonl"),
    decisions.map((decision, i) => `${JSON.stringify({ n: i + 1, time, ...decision })}\n`).join(""),
  );
}
