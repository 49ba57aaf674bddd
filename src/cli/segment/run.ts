/** What `skein segment` leaves: files about all images, and the summary on stdout. */
import { join } from "node:path";
import type { ImageSet, SkippedFile } from "../../data/image_set.js";
import type { DeviceInfo } from "../../device/index.js";
import { count, counted, duration, percent } from "../../format.js";
import { writeFileAtomically } from "../../io/atomic_file.js";
import type { ImageSegmenter } from "../../models/segmenter/index.js";
import type { ShownMasks } from "../../report/shown_masks.js";
import { describeDevice, VERSION } from "../about.js";
import type { Output } from "../output.js";
import { table } from "../table.js";
import { COMMAND, type SegmentFolder } from "./folder.js";
import type { TruthScores } from "./truth.js";
import type { RegionRow, SegmentWriter } from "./writer.js";

export interface SegmentRun {
  readonly source: string;
  readonly segmenter: ImageSegmenter;
  /** Names and labels; the pixels are those of small copies. */
  readonly images: ImageSet;
  readonly names: readonly string[];
  readonly folder: string;
  readonly device: DeviceInfo;
  readonly rows: readonly RegionRow[];
  readonly cutOuts: SegmentWriter["cutOuts"];
  /** The files of masks, by which a later run knows them. */
  readonly pictures: readonly string[];
  readonly shown: ShownMasks;
  readonly skipped: readonly SkippedFile[];
  readonly oneColour: number;
  readonly transparent: number;
  readonly truth: TruthScores | null;
  readonly seconds: { readonly training: number; readonly segmenting: number };
  readonly createdAt: Date;
}

/** Writes the model, metrics.json and the page. */
export async function writeRun(
  run: SegmentRun,
  folder: SegmentFolder,
  { report, out }: { report: boolean; out: Output },
): Promise<void> {
  await run.segmenter.save(join(folder.work, "model.safetensors"));
  await writeFileAtomically(join(folder.work, "metrics.json"), `${JSON.stringify(runJson(run), null, 2)}\n`);
  if (!report) return;
  out.note("drawing the report");
  const { writeSegmentationReport } = await import("../../report/segmentation_report.js");
  await writeSegmentationReport(join(folder.work, "report.html"), {
    ...{ source: run.source, createdAt: run.createdAt, device: describeDevice(run.device) },
    settings: run.segmenter.config,
    images: run.rows.length,
    empty: emptyOnes(run).length,
    meanShare: meanShare(run),
    scores: scoresOf(run),
    shown: run.shown,
    skipped: run.skipped,
    seconds: run.seconds.training + run.seconds.segmenting,
  });
}

const emptyOnes = ({ rows }: SegmentRun) => rows.filter(({ share }) => share === 0);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The foreground's mean share of an image; null where regions have no names. */
function meanShare({ rows, segmenter }: SegmentRun): number | null {
  return segmenter.regionNames ? mean(rows.map(({ share }) => share ?? 0)) : null;
}

/** Scores against true masks, by title; of two regions those of the foreground. */
function scoresOf({ truth, segmenter }: SegmentRun): readonly (readonly [title: string, value: number])[] {
  if (truth === null) return [];
  const { scores } = truth;
  const all = [
    ["pixel accuracy", scores.pixelAccuracy],
    ["mean IoU", scores.meanIou],
    ["mean Dice", scores.meanDice],
    ["mean boundary F1", scores.meanBoundaryF1],
  ] as const;
  if (!segmenter.regionNames || scores.classes < 2) return all;
  return [
    ["foreground IoU, mean over images", scores.imageIou[1]!],
    ["foreground IoU, all pixels", scores.iou[1]!],
    ["foreground Dice", scores.dice[1]!],
    ["foreground boundary F1", scores.boundaryF1[1]!],
    ...all,
  ];
}

/** metrics.json, which is also what `--json` prints. */
export function runJson(run: SegmentRun): Record<string, unknown> {
  const { segmenter, images, rows, device, truth, seconds } = run;
  const scores = truth && {
    images: truth.images.length,
    withoutTruth: truth.without,
    ...Object.fromEntries(
      Object.entries(truth.scores)
        .filter(([name]) => name !== "iouOfImages" && name !== "mapping")
        .map(([name, value]) => [
          name,
          typeof value === "number" ? value : Array.from(value as Float64Array),
        ]),
    ),
    ...(truth.scores.mapping && { mapping: Object.fromEntries(truth.scores.mapping) }),
    iouOfImages: iouOfImages(truth),
  };
  return {
    ...{ command: COMMAND, skein: VERSION, createdAt: run.createdAt.toISOString(), source: run.source },
    images: { count: rows.length, skipped: run.skipped.length, channels: images.channels },
    device: { kind: device.kind, name: device.name, ...device.details },
    versions: { node: process.version, platform: `${process.platform}-${process.arch}` },
    config: segmenter.config,
    seconds: { ...seconds, perImage: seconds.segmenting / rows.length },
    pictures: run.pictures,
    empty: emptyOnes(run).map(({ name }) => name),
    oneColour: run.oneColour,
    transparent: run.transparent,
    meanShare: meanShare(run),
    meanConfidence: mean(rows.map(({ confidence }) => confidence)),
    scores,
    skipped: run.skipped,
  };
}

/** The IoU of each class, by the image's name. */
function iouOfImages({ scores, images }: TruthScores): Record<string, number[]> {
  const row = (i: number) => scores.iouOfImages.subarray(i * scores.classes, (i + 1) * scores.classes);
  return Object.fromEntries(images.map((name, i) => [name, Array.from(row(i))]));
}

/** The summary for people. */
export function runText(run: SegmentRun, files: readonly string[]): string {
  const { rows, segmenter, seconds, truth } = run;
  const { method, regions } = segmenter.config;
  const share = meanShare(run);
  const empty = emptyOnes(run).length;
  const facts = [
    ["images", count(rows.length)],
    ["method", `${method}, ${regions} regions`],
    ...(share === null ? [] : [["foreground, mean share", percent(share, 1)]]),
    ...(share === null ? [] : [["without a foreground", count(empty)]]),
    ["mean confidence", percent(mean(rows.map(({ confidence }) => confidence)), 1)],
    [
      "time",
      `${duration(seconds.segmenting)}, ${(seconds.segmenting / rows.length).toPrecision(2)} s an image`,
    ],
  ];
  const parts = [table(["<", ""], facts as string[][])];
  if (truth !== null) {
    const scores = scoresOf(run).map(([title, value]) => [
      title,
      Number.isNaN(value) ? "-" : value.toFixed(4),
    ]);
    parts.push(table([`<against ${counted(truth.images.length, "true mask")}`, ""], scores));
  }
  if (run.skipped.length > 0) parts.push(`${counted(run.skipped.length, "file")} skipped\n`);
  parts.push(`${run.folder}: ${files.join(", ")}\n`);
  return parts.join("\n");
}
