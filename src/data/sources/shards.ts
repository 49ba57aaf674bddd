/** A folder of shards with its manifest, as `writeShards` leaves it. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DataError, excerpt } from "../../errors.js";
import { decodeImages, limited, noImages } from "../folder.js";
import type { OpenedFile } from "../image_files.js";
import { createImageSet, type ImageSet, type SkippedFile } from "../image_set.js";
import { numberClasses } from "../labels.js";
import { MANIFEST } from "../shards/manifest.js";
import { openShards } from "../shards/open_shards.js";
import { readShard } from "../shards/read_shard.js";
import { requireKnown } from "../shards/shard_batches.js";
import { registerSourceFormat, type SourceOptions } from "./format.js";

registerSourceFormat({
  title: "a folder of shards",
  accepts: async ({ kind, path }) =>
    kind === "folder" ? await hasManifest(path) : kind === "file" && basename(path) === MANIFEST,
  open: async (path, options) => ({ train: await loadShards(path, options), test: null }),
});

const hasManifest = (folder: string) =>
  stat(join(folder, MANIFEST)).then(
    (found) => found.isFile(),
    () => false,
  );

/** Decodes the images of all shards in their order, called by their original paths, with the labels that all of them have. */
async function loadShards(source: string, options: SourceOptions): Promise<ImageSet> {
  const { signal, onFound } = options;
  const { shards, images: total } = await openShards(source);
  const labels = new Map<string, string | null>();
  const skipped: SkippedFile[] = [];
  /** The first image of each shard, and the number of all. */
  const begins = [0];
  for (const shard of shards) {
    const hash = createHash("sha256");
    let [bytes, images] = [0, 0];
    const onBytes = (part: Uint8Array) => {
      hash.update(part);
      bytes += part.length;
    };
    for await (const { name, trouble, label } of readShard(shard.path, { onBytes, signal })) {
      images++;
      if (labels.has(name)) {
        throw new DataError(`${source} has ${excerpt(name)} in two shards: write the shards again.`);
      }
      if (trouble === null) labels.set(name, label);
      else skipped.push({ name, reason: trouble });
    }
    requireKnown(shard, { sha256: hash.digest("hex"), bytes, images });
    begins.push(labels.size);
    onFound?.(labels.size + skipped.length, total ?? undefined);
  }
  if (labels.size === 0) throw noImages(source, skipped);
  const all = [...labels.keys()];
  const places = limited([...all.keys()], options.limit);
  const files = {
    names: places.map((place) => all[place]!),
    folder: null,
    async *open(wanted: Iterable<number>): AsyncGenerator<OpenedFile, void, undefined> {
      const numbers = new Map([...wanted].map((number) => [places[number]!, number]));
      const some = [...numbers.keys()];
      for (const [i, { path }] of shards.entries()) {
        let place = begins[i]!;
        if (!some.some((one) => one >= place && one < begins[i + 1]!)) continue;
        for await (const { image } of readShard(path, { signal })) {
          if (image === null) continue;
          const number = numbers.get(place++);
          if (number !== undefined) yield { place: number, input: image };
        }
      }
    },
  };
  const set = await decodeImages(files, source, options, skipped);
  // An image of several frames has its label for each of them.
  const own = set.names!.map((name) => labels.get(name) ?? labels.get(name.replace(/#\d+$/, "")) ?? null);
  const labelled = own.some((label) => label !== null);
  const again = options.frames !== "all" && { archive: files };
  return createImageSet({ ...set, ...again, ...(labelled && numberClasses(own)) });
}
