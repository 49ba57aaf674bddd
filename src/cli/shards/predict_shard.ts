/** The results of one shard: read, decoded and predicted as a stream, so that no more than two batches are in memory. */
import { createHash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import type { ImageSet, SkippedFile } from "../../data/image_set.js";
import { npyHeader } from "../../data/npy.js";
import { type Shard, type ShardBatch, type ShardFacts, shardBatches } from "../../data/shards/index.js";
import { DataError } from "../../errors.js";
import { temporaryName, writeFileAtomically } from "../../io/atomic_file.js";
import { formatRow } from "../../io/csv.js";
import type { PredictingModel } from "../../models/index.js";
import type { KnownClasses } from "../known_classes.js";
import { csvHeader, csvLine, ranked, type Shown, shownClasses } from "../prediction_rows.js";
import type { ShardRecord, ShardResults } from "./results.js";

/** What is predicted, and how. */
export interface ShardWork {
  readonly model: PredictingModel;
  readonly classes: KnownClasses;
  readonly results: ShardResults;
  readonly top: number;
  /** Whether features are written, too. */
  readonly features: boolean;
  readonly maxPixels?: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Writes `NAME.csv`, with features `NAME.npy`, and in the end the record.
 * @throws {DataError} where the shard is damaged or another than its manifest says: then nothing of it is written.
 */
export async function predictShard(shard: Shard, work: ShardWork): Promise<ShardRecord> {
  const { model, classes, results, top, features, maxPixels, signal } = work;
  const { height, width, channels, range = "full" } = model.imageSize;
  const size = { height, width, channels: channels as 1 | 3 };
  const shown = shownClasses(model, classes);
  const skipped: SkippedFile[] = [];
  const totals = classes.columns.map(() => ({ images: 0, confidence: 0 }));
  const hash = createHash("sha256");
  const mark = await results.clear(shard.name);
  let rows = 0;
  let facts: ShardFacts | undefined;
  await using spool = features ? await Rows.open(results.file(temporaryName(mark))) : null;

  async function* lines(): AsyncGenerator<string> {
    const hashed = (text: string) => {
      hash.update(text);
      return text;
    };
    yield hashed(formatRow(csvHeader(shown, top)));
    const onEnd = (found: ShardFacts) => {
      facts = found;
    };
    const decoding = { ...size, range, onEnd, signal, ...(maxPixels !== undefined && { maxPixels }) };
    for await (const batch of shardBatches(shard, decoding)) {
      for (const file of batch.skipped) skipped.push(file);
      if (batch.count === 0) continue;
      const images: ImageSet = { ...size, ...batch, labels: null, labelNames: null, source: shard.path };
      yield hashed(await rowsOf(batch, images, { classes, model, shown, top, totals, shard, signal }));
      await spool?.add(await model.transform(images));
      rows += batch.count;
    }
  }

  const table = `${shard.name}.csv`;
  await writeFileAtomically(results.file(table), lines(), { plain: true, mark });
  const files: Record<string, string> = { [table]: hash.digest("hex") };
  if (spool) {
    const name = `${shard.name}.npy`;
    files[name] = await spool.write(results.file(name), mark);
  }
  const done = { shard: facts!, rows, skipped, classes: totals, files };
  await results.finish(shard, done);
  return done;
}

interface RowContext extends Pick<ShardWork, "classes" | "model" | "top" | "signal"> {
  readonly shown: Shown;
  readonly shard: Shard;
  /** Gets what the rows add to each class. */
  readonly totals: { images: number; confidence: number }[];
}

async function rowsOf({ names, hashes }: ShardBatch, images: ImageSet, context: RowContext): Promise<string> {
  const { classes, model, shown, top, totals, shard, signal } = context;
  const asked = { images, names, files: null, source: shard.path, hashes };
  const { probabilities } = await classes.joined(await model.predictProba(images), asked, signal);
  let text = "";
  for (const [i, name] of names.entries()) {
    const best = ranked(probabilities, i, top);
    const total = totals[best[0]!.cluster]!;
    total.images++;
    total.confidence += best[0]!.confidence;
    text += formatRow(csvLine(name, best, shown));
  }
  return text;
}

/** Rows of float32 whose number is known in the end: in a temporary file without a name. */
class Rows {
  #rows = 0;
  #columns = 0;
  readonly #file: FileHandle;
  readonly #path: string;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  static async open(path: string): Promise<Rows> {
    const file = await open(path, "wx+");
    // Gone with the process, however that ends; Windows keeps the name until the end.
    await rm(path).catch(() => {});
    return new Rows(file, path);
  }

  async add({
    rows,
    columns,
    data,
  }: {
    readonly rows: number;
    readonly columns: number;
    readonly data: Float32Array;
  }) {
    if (this.#rows > 0 && columns !== this.#columns) {
      throw new DataError(`features have ${columns} columns after ${this.#columns}`);
    }
    this.#columns = columns;
    this.#rows += rows;
    await this.#file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /** Writes an .npy file; returns its SHA-256. */
  async write(path: string, mark: string): Promise<string> {
    const hash = createHash("sha256");
    const [file, shape] = [this.#file, [this.#rows, this.#columns]];
    async function* content(): AsyncGenerator<Uint8Array> {
      const header = npyHeader(shape);
      hash.update(header);
      yield header;
      for (let at = 0; ; ) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(2 ** 20), 0, 2 ** 20, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        const part = buffer.subarray(0, bytesRead);
        hash.update(part);
        yield part;
      }
    }
    await writeFileAtomically(path, content(), { plain: true, mark });
    return hash.digest("hex");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}
