/** Changes to a run's assignments.csv. */
import { join } from "node:path";
import { readTable } from "../../data/table.js";
import { roundProbability } from "../../format.js";
import { type CsvValue, writeCsv } from "../../io/csv.js";
import type { ImageKey } from "../image_key.js";
import { ASSIGNMENTS, type ReviewRun } from "./review_run.js";

/** An image that joins a run. */
export interface AddedImage extends ImageKey {
  /** The id of its class; -1 for none. */
  readonly cluster: number;
  readonly confidence: number;
}

/** What `split` says of images that joined a run after it was made. */
export const ADDED = "added";

/**
 * Has the run's own rows, then those of `added`, and gives images of the run other names or contents; whole or not at all.
 * @param changed keys by the image's number in the run. @throws {SkeinError} when the file system refuses.
 */
export async function updateAssignments(
  { folder, images }: ReviewRun,
  changed: ReadonlyMap<number, ImageKey>,
  added: readonly AddedImage[],
): Promise<void> {
  const path = join(folder, ASSIGNMENTS);
  const table: string[][] = [];
  for await (const rows of readTable(path)) for (const { fields } of rows) table.push(fields);
  const first = table[0]!;
  // What was added since the run was read is in `added`.
  const rest = table.slice(1, 1 + images.length);
  // Runs of Skein 0.2 have no hashes.
  const columns = first.includes("hash") ? first : [...first, "hash"];
  const [name, hash] = [columns.indexOf("image"), columns.indexOf("hash")];
  function* rows(): Generator<CsvValue[]> {
    for (const [i, fields] of rest.entries()) {
      const key = changed.get(i) ?? images[i]!;
      yield columns.map((_, column) =>
        column === name ? key.path : column === hash ? key.hash : fields[column]!,
      );
    }
    for (const image of added) {
      const values: Record<string, CsvValue> = {
        image: image.path,
        split: ADDED,
        cluster: image.cluster,
        confidence: roundProbability(image.confidence),
        hash: image.hash,
        found: image.cluster,
        found_confidence: roundProbability(image.confidence),
      };
      yield columns.map((column) => values[column] ?? "");
    }
  }
  await writeCsv(path, columns, rows());
}
