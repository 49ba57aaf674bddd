/** `skein export-images`: a run's images with their classes, for other tools. */
import { ArgumentError } from "../errors.js";
import { count, counted } from "../format.js";
import {
  classByName,
  type ExportResult,
  exportFormats,
  exportImages,
  exportText,
} from "../review/exports/index.js";
import { ReviewRun } from "../review/index.js";
import { VERSION } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";

export interface ExportImagesOptions {
  readonly format: string;
  readonly out?: string;
  readonly class?: readonly string[];
  readonly minConfidence?: number;
  readonly keepers?: boolean;
  readonly copy?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Paths that a dry run shows. */
const SHOWN = 20;

export async function exportRunImages(
  folder: string,
  options: ExportImagesOptions,
  out: Output,
): Promise<number> {
  const { format, out: path, class: classes, minConfidence, keepers, copy, dryRun, force } = options;
  const known = exportFormats().find(({ name }) => name === format);
  if (!known) {
    const names = exportFormats().map(({ name }) => name);
    throw new ArgumentError(`--format is ${format}: choose one of ${names.join(", ")}`);
  }
  if (path === undefined && known.output === "folder") {
    throw new ArgumentError(`--format ${format} is a folder of pictures: give its place with --out`);
  }
  if (path === undefined && (dryRun || options.json)) {
    throw new ArgumentError(`--${dryRun ? "dry-run" : "json"} is for an export to --out: give it, too`);
  }
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  const run = await ReviewRun.open(folder, { signal });
  const { state, refused, vanished } = run.replay();
  for (const note of run.corrections.notes) out.warn(note);
  for (const { decision, reason } of refused) out.warn(`decision ${decision.n} is left out: ${reason}`);
  if (vanished.length > 0) {
    out.warn(`${counted(vanished.length, "corrected image")} not in the run any more (${vanished[0]!.path})`);
  }
  const selection = {
    ...{ format, minConfidence, keepers },
    classes: classes?.map((text) => classByName(state, text)),
  };
  if (path === undefined) {
    const { text, leftOut } = exportText(run, selection, { state, signal });
    for await (const part of inPieces(text)) await out.data(part);
    noteLeftOut(out, leftOut);
    return EXIT.success;
  }
  const progress = countProgress(out, signal, dryRun ? "checking" : "writing", "image");
  const result = await exportImages(
    run,
    { ...selection, out: path, copy, dryRun, force },
    { state, signal, onProgress: progress.update },
  ).finally(() => progress.stop());
  if (options.json) {
    await out.data(
      `${JSON.stringify({ skein: VERSION, run: folder, format, out: path, ...result }, null, 2)}\n`,
    );
  } else {
    await out.result(textOf(path, result));
  }
  noteLeftOut(out, result.leftOut);
  return EXIT.success;
}

function textOf(path: string, { files, images, paths, written }: ExportResult): string {
  const sum = `${counted(images, "image")}, ${counted(files, "file")}`;
  if (written) return `${path}: ${sum}\n`;
  const more = files - Math.min(SHOWN, paths.length);
  return [
    ...paths.slice(0, SHOWN),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
    "",
    `${path} would have ${sum}; nothing was written`,
    "",
  ].join("\n");
}

function noteLeftOut(out: Output, leftOut: number): void {
  if (leftOut > 0)
    out.note(`${counted(leftOut, "image")} of no class left out: the format has no place for them.`);
}

/** Few writes for many short texts. */
async function* inPieces(text: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  for await (const part of text) {
    piece += part;
    if (piece.length < 2 ** 16) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
