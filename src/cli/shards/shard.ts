/** `skein shard`: images of any source as tar files of equally many. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { openImageSource, writeShards } from "../../data/shards/index.js";
import { ArgumentError } from "../../errors.js";
import { counted } from "../../format.js";
import { ensureFolder, removeTemporaries } from "../../io/atomic_file.js";
import { Lock } from "../../io/node/lock.js";
import { liesIn } from "../../io/node/real_paths.js";
import { EXIT } from "../exit_codes.js";
import { noteOthers, noteRepeated, requireLabels, warnOfSkipped } from "../images.js";
import { InterruptListener } from "../interrupt.js";
import type { CommonOptions } from "../options.js";
import type { Output } from "../output.js";
import { countProgress } from "../progress.js";

export interface ShardOptions extends CommonOptions {
  readonly out: string;
  readonly size?: number;
  readonly labels?: string;
  readonly shuffleSeed?: number;
  readonly shuffle: boolean;
  readonly force?: boolean;
}

const isFile = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

export async function shard(sources: readonly string[], options: ShardOptions, out: Output): Promise<number> {
  const { out: folder, size, labels, shuffle, shuffleSeed, force } = options;
  if (!shuffle && shuffleSeed !== undefined) {
    throw new ArgumentError(
      "--shuffle-seed is for a new order and --no-shuffle keeps the old one: give one of them",
    );
  }
  for (const source of sources) {
    if (await liesIn(folder, source))
      throw new ArgumentError(`--out ${folder} lies in ${source}, which is read: choose another folder`);
    // Folders beside the shards are not touched; archives there may have their names.
    if ((await isFile(source)) && (await liesIn(source, folder)))
      throw new ArgumentError(
        `${source}, which is read, lies in --out ${folder}, where shards are replaced: choose another folder`,
      );
  }
  if (labels !== undefined) await requireLabels(labels);
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  interrupt.message = "Stopping. The same command goes on from here.";
  await ensureFolder(folder);
  const lock = await Lock.acquire(join(folder, ".skein.lock"), folder);
  const progress = countProgress(out, signal, "writing", "image");
  try {
    await removeTemporaries(folder);
    const source = await openImageSource(sources, {
      temporary: folder,
      signal,
      ...(labels !== undefined && { labels }),
    });
    try {
      noteRepeated(out, source.repeated);
      noteOthers(out, source.others);
      const { manifest, kept } = await writeShards(source, folder, {
        ...(size !== undefined && { size }),
        shuffleSeed: shuffle ? (shuffleSeed ?? 0) : null,
        ...(force && { force }),
        onProgress: progress.update,
        signal,
      });
      progress.stop();
      const before = kept > 0 ? `, ${kept} of them written before` : "";
      out.note(
        `${counted(manifest.images, "image")} in ${counted(manifest.shards.length, "shard")}${before}: ${folder}`,
      );
      warnOfSkipped(out, source.skipped);
    } finally {
      await source.close();
    }
  } finally {
    progress.stop();
    lock.release();
  }
  return EXIT.success;
}
