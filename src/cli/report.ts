/** `skein report`: the page of a run, with what people corrected since. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { createImageSet } from "../data/image_set.js";
import { readTable } from "../data/table.js";
import type { DeviceInfo } from "../device/index.js";
import type { DeviceChoice } from "../device/node/index.js";
import { DataError } from "../errors.js";
import { counted } from "../format.js";
import type { ImageClusterer } from "../models/index.js";
import { ASSIGNMENTS, METRICS, RunImages } from "../review/index.js";
import { RunMemory } from "./cluster/cluster_run.js";
import { type PageRun, writePage } from "./cluster/page.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import { loadSorter } from "./load_sorter.js";
import { openRun } from "./open_run.js";
import type { Output } from "./output.js";
import { compareWithLabels } from "./scores.js";

export interface ReportOptions {
  readonly out?: string;
  readonly device: DeviceChoice;
}

export async function report(folder: string, options: ReportOptions, out: Output): Promise<number> {
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  const { run, state } = await openRun(folder, out, signal);
  const known = await metricsOf(join(folder, METRICS));
  const model = await loadSorter(run.model, options.device);
  try {
    const wanted = Array.from(run.images.keys()).filter((image) => !state.ignored[image]);
    const opened = await RunImages.open(run, model.imageSize, signal);
    const { images: read, numbers } = await opened.read(wanted, signal);
    if (numbers.length === 0) {
      throw new DataError(`no image of ${folder} can be read: bring back ${run.classes.source}`);
    }
    const lost = wanted.length - numbers.length;
    if (lost > 0) out.warn(`${counted(lost, "image")} cannot be read any more, and are left out`);
    const names = numbers.map((image) => run.images[image]!.path);
    const { labels, labelNames } = await labelsOf(join(folder, ASSIGNMENTS), numbers);
    const isFiles = run.classes.folder !== null;
    const images = createImageSet({
      ...read,
      ...{ labels, labelNames, skipped: known.skipped, source: known.source },
      ...(isFiles && { names, folder: run.classes.folder }),
    });
    const clusters = Int32Array.from(numbers, (image) => state.classOf[image]!);
    const placeOf = new Map(names.map((name, place) => [name, place]));
    const page: PageRun = {
      ...{ source: known.source, device: known.device, images, names },
      assignments: {
        clusters,
        confidence: Float32Array.from(numbers, (image) =>
          state.decided[image] ? 1 : run.confidence[image]!,
        ),
      },
      classes: { ...run.classes, classes: [...state.classes.values()].sort((a, b) => a.id - b.id) },
      comparisons: labels && { all: compareWithLabels(labels, clusters), train: null, heldOut: null },
      findings: known.findings,
      copies: known.copies
        .map((group) => group.flatMap((name) => placeOf.get(name) ?? []))
        .filter((group) => group.length > 1),
      memory: new RunMemory(),
      createdAt: new Date(),
      learned: {
        ...{ model, seed: known.seed, settings: known.settings, network: known.network },
        trainingSeconds: known.seconds.training,
      },
    };
    const path = options.out ?? join(folder, "report.html");
    out.note("drawing the report");
    await writePage(page, path, signal);
    await out.result(`${path}\n`);
    return EXIT.success;
  } finally {
    await model.close();
  }
}

const metricsSchema = z.object({
  source: z.string(),
  device: z.looseObject({ kind: z.string(), name: z.string() }),
  seed: z.number(),
  config: z.record(z.string(), z.unknown()).default({}),
  settings: z.record(z.string(), z.unknown()).optional(),
  seconds: z.object({ training: z.number() }),
  findings: z.array(z.custom<PageRun["findings"][number]>()).default([]),
  copies: z.array(z.array(z.string())).default([]),
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })).default([]),
  history: z.custom<ImageClusterer["lossHistory"]>().optional(),
  restarts: z.custom<ImageClusterer["restarts"]>().optional(),
  selectedHead: z.number().optional(),
});

/** What the run wrote down. @throws {DataError} where it is damaged. */
async function metricsOf(path: string) {
  if (!existsSync(path)) throw new DataError(`${path} is gone: run skein cluster again`);
  const parsed = metricsSchema.safeParse(
    await readFile(path, "utf8")
      .then(JSON.parse)
      .catch(() => null),
  );
  if (!parsed.success) throw new DataError(`${path} is damaged: run skein cluster again`);
  const { device, settings, config, history, restarts, selectedHead, ...known } = parsed.data;
  const { kind, name, ...details } = device;
  return {
    ...known,
    settings: settings ?? config,
    device: { kind, name, details } as unknown as DeviceInfo,
    network: history && { lossHistory: history, restarts: restarts ?? [], selectedHead: selectedHead ?? 0 },
  } as typeof known & Pick<PageRun["learned"], "settings" | "network"> & { readonly device: DeviceInfo };
}

/** The column of labels, of some of the images. */
async function labelsOf(path: string, numbers: readonly number[]) {
  let place = -1;
  const all: string[] = [];
  for await (const rows of readTable(path)) {
    for (const { fields } of rows) {
      if (all.length === 0 && place < 0) {
        place = fields.indexOf("label");
        if (place < 0) return { labels: null, labelNames: null };
      } else all.push(fields[place]!);
    }
  }
  const texts = numbers.map((image) => all[image]!);
  const labelNames = [...new Set(texts.filter((text) => text !== ""))].sort();
  const labels = Int32Array.from(texts, (text) => labelNames.indexOf(text));
  return { labels, labelNames };
}
