import { noImages } from "../../data/folder.js";
import { imageNames } from "../../data/image_names.js";
import { concat, type ImageSet } from "../../data/image_set.js";
import { bySize, ownSizeImages } from "../../data/own_size.js";
import { openDevice } from "../../device/node/index.js";
import { counted, duration } from "../../format.js";
import type { Images } from "../../models/images.js";
import { type ImageSegmenter, segmentationMethods } from "../../models/segmenter/index.js";
import { segmenterInput } from "../../models/segmenter/input.js";
import { ShownMasks } from "../../report/shown_masks.js";
import { describeDevice } from "../about.js";
import {
  describeImages,
  limitOfFiles,
  noteUnlabelled,
  readImages,
  requireLabels,
  spread,
  warnOfSkipped,
} from "../images.js";
import { InterruptListener } from "../interrupt.js";
import type { Output } from "../output.js";
import { countProgress, trainingProgress } from "../progress.js";
import { SegmentFolder } from "./folder.js";
import { openSegmenter } from "./model.js";
import type { SegmentOptions } from "./options.js";
import { runJson, runText, type SegmentRun, writeRun } from "./run.js";
import { checkRegions, checkSorting, sortCutOuts } from "./sort.js";
import { TrueMasks } from "./truth.js";
import { type SegmentedImage, SegmentWriter } from "./writer.js";

export async function segment(source: string, options: SegmentOptions, out: Output): Promise<number> {
  checkSorting(options);
  if (options.labels !== undefined) await requireLabels(options.labels);
  const run = await segmented(source, options, out);
  const sorted = await sortCutOuts(run, options, out);
  if (options.json) await out.data(`${JSON.stringify({ ...runJson(run), ...sorted.json })}\n`);
  return sorted.code;
}

/** Segments the images and writes all that is known of them. */
async function segmented(source: string, options: SegmentOptions, out: Output): Promise<SegmentRun> {
  using interrupt = new InterruptListener(out);
  interrupt.message = "Stopping: nothing is kept, since masks appear all together.";
  const { signal } = interrupt;
  using device = await openDevice(options.device);
  const segmenter = await openSegmenter(options, device);
  let folder: SegmentFolder | null = null;
  try {
    checkRegions(options, segmenter.config.regions);
    const truth =
      options.truth === undefined ? null : await TrueMasks.open(options.truth, segmenter.config.regions);
    folder =
      options.out === undefined
        ? await SegmentFolder.create(source, new Date())
        : await SegmentFolder.open(options.out, options.force);
    const { images, names } = await imagesOf(source, options, out, signal);
    truth?.check(names, options.limit === undefined, out);
    out.note(`device: ${describeDevice(device.info)}`);
    const start = performance.now();
    if (options.model === undefined) await learn(segmenter, images, options, out, signal);
    const trained = performance.now();
    const writer = new SegmentWriter(folder, names, segmenter.config.regions, segmenter.regionNames, signal);
    const shown = new ShownMasks();
    const found = await findRegions({ segmenter, images, names, writer, shown, truth, options, out, signal });
    const run: SegmentRun = {
      ...{ source, segmenter, images, names, folder: folder.path, device: device.info },
      ...{ rows: writer.rows, cutOuts: writer.cutOuts, pictures: writer.pictures, shown, ...found },
      truth: truth?.scores() ?? null,
      seconds: { training: (trained - start) / 1000, segmenting: (performance.now() - trained) / 1000 },
      createdAt: new Date(),
    };
    warnOfMasks(out, run.rows);
    await writer.finish();
    await writeRun(run, folder, { report: options.report, out });
    signal.throwIfAborted();
    const files = await folder.finish();
    interrupt.message = "Stopping: the masks are written.";
    if (!options.json) await out.result(runText(run, files));
    warnOfSkipped(out, run.skipped);
    return run;
  } finally {
    await folder?.close();
    await segmenter.close();
  }
}

/** Names, labels and range of the images; the pixels of files are read again, each at its own size. */
async function imagesOf(
  source: string,
  options: SegmentOptions,
  out: Output,
  signal: AbortSignal,
): Promise<{ readonly images: ImageSet; readonly names: readonly string[] }> {
  const { maxPixels, range, labels, limit } = options;
  const opening = { maxPixels, range, labels, limit: await limitOfFiles(limit, labels) };
  const opened = await readImages(source, opening, out, signal);
  const few = (set: ImageSet) => (limit === undefined ? set : spread(set, limit));
  const [train, test] = [few(opened.train), opened.test && few(opened.test)];
  const images = test ? concat([train, test]) : train;
  const fixed = images.names === null;
  out.note(
    `${source}: ${fixed ? describeImages(images) : `${counted(images.count, "image")}, each at its own size`}`,
  );
  noteUnlabelled(out, images);
  return { images, names: imageNames({ train, test }) };
}

/** Bytes of images that a method learns from at most: all are in memory. */
const LEARNED_BYTES = 2 ** 30;

async function learn(
  segmenter: ImageSegmenter,
  images: ImageSet,
  { maxPixels }: SegmentOptions,
  out: Output,
  signal: AbortSignal,
): Promise<void> {
  const { method } = segmenter.config;
  const { learns, leastImages = 0 } = segmentationMethods().find(({ name }) => name === method)!;
  if (!learns) return;
  const read: Parameters<typeof bySize>[0][number][] = [];
  let bytes = 0;
  for await (const batch of ownSizeImages(images, { maxPixels, signal })) {
    for (const image of batch.images) {
      bytes += image.pixels.length;
      read.push(image);
    }
    if (bytes > LEARNED_BYTES) break;
  }
  const of =
    read.length < images.count
      ? `the first ${counted(read.length, "image")} of ${images.count}`
      : counted(read.length, "image");
  out.note(`${method} learns from ${of}`);
  if (read.length < leastImages) {
    out.warn(
      `${method} learns well from ${leastImages} images or more: give more, or choose a --method that looks at each image by itself.`,
    );
  }
  const start = performance.now();
  let progress: ReturnType<typeof trainingProgress> | null = null;
  try {
    await segmenter.fit(bySize(read), {
      signal,
      onProgress: (now) => {
        progress ??= trainingProgress(out, signal, now);
        progress.update(now);
      },
    });
  } finally {
    (progress as ReturnType<typeof trainingProgress> | null)?.stop();
  }
  signal.throwIfAborted();
  out.note(`learned in ${duration((performance.now() - start) / 1000)}`);
}

interface Work {
  readonly segmenter: ImageSegmenter;
  readonly images: ImageSet;
  readonly names: readonly string[];
  readonly writer: SegmentWriter;
  readonly shown: ShownMasks;
  readonly truth: TrueMasks | null;
  readonly options: SegmentOptions;
  readonly out: Output;
  readonly signal: AbortSignal;
}

async function findRegions({ segmenter, images, names, writer, shown, truth, options, out, signal }: Work) {
  const { regions, alpha, preprocess } = segmenter.config;
  const skipped = [...images.skipped];
  let [oneColour, transparent, done] = [0, 0, 0];
  const progress = countProgress(out, signal, "segmenting", "image");
  try {
    progress.update(0, images.count);
    for await (const batch of ownSizeImages(images, { maxPixels: options.maxPixels, signal })) {
      skipped.push(...batch.skipped);
      const masked = new Map<number, SegmentedImage>();
      for (const group of bySize(batch.images)) {
        const found = await segmenter.segment(group as Images, { signal });
        oneColour += found.oneColour.length;
        transparent += found.transparent.length;
        const { height, width } = group;
        const { channels, pixels } = segmenterInput("segment", group as Images).images;
        const [size, bytes] = [height * width, height * width * channels];
        for (const [n, row] of group.rows.entries()) {
          const name = names[batch.places[row]!]!;
          masked.set(row, {
            ...{ name, height, width, channels, regions },
            pixels: pixels.subarray(n * bytes, (n + 1) * bytes),
            mask: found.masks.subarray(n * size, (n + 1) * size),
            confidence: found.confidence[n]!,
          });
        }
      }
      for (const [row, place] of batch.places.entries()) {
        signal.throwIfAborted();
        const image = masked.get(row)!;
        await writer.add(place, image);
        await truth?.add(image.name, { height: image.height, width: image.width, masks: image.mask });
        shown.add(image);
        progress.update(++done, images.count);
      }
    }
  } finally {
    progress.stop();
  }
  if (done === 0) throw noImages(images.source, skipped);
  noteFound(out, { oneColour, transparent, asMask: alpha === "mask", changed: preprocess.length > 0 });
  return { skipped, oneColour, transparent };
}

function noteFound(
  out: Output,
  found: { oneColour: number; transparent: number; asMask: boolean; changed: boolean },
): void {
  const { oneColour, transparent, asMask, changed } = found;
  if (oneColour > 0) {
    const which = `${counted(oneColour, "image")} of one colour${changed ? " after the steps of --preprocess" : ""}`;
    out.note(`${which}: nothing stands in front there, the mask is empty.`);
  }
  if (transparent === 0) return;
  const has = `${counted(transparent, "image")} with transparent pixels`;
  out.note(
    asMask
      ? `${has}: the alpha channel is the mask.`
      : `${has}: segmented on white; --alpha mask takes the alpha channel as the mask.`,
  );
}

/** A share of the image from which on nothing is left of the background. */
const ALL = 0.98;
/** Images that are counted together at least. */
const FEW = 4;

/** Says where most masks show nothing, or everything: the method does not suit the images. */
function warnOfMasks(out: Output, rows: SegmentRun["rows"]): void {
  const shares = rows.flatMap(({ share }) => share ?? []);
  if (shares.length < FEW) return;
  for (const [what, number] of [
    ["empty", shares.filter((share) => share === 0).length],
    ["all foreground", shares.filter((share) => share >= ALL).length],
  ] as const) {
    if (number <= shares.length / 2) continue;
    out.warn(
      `The mask is ${what} in ${number} of ${shares.length} images: look at report.html, and try another --method, or images that show more around the object.`,
    );
  }
}
