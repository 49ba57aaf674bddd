/** classes.json: which class of a run is which column of its model, and what people know the classes by. */
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { DataError, SkeinError } from "../../errors.js";
import { writeFileAtomically } from "../../io/atomic_file.js";

/** The file's name in the folder of a run. */
export const CLASSES = "classes.json";

const FORMAT = 1;
const id = z.int().min(0);

const schema = z.object({
  format: z.literal(FORMAT),
  /** What the images were read from: a path, absolute, or a data set's name. */
  source: z.string(),
  /** What names of images are relative to, absolute; null where images are no files of their own. */
  folder: z.string().nullable(),
  /** The id of each column of the model's probabilities; -1 for that of images which belong to none. */
  places: z.array(z.int().min(-1)),
  classes: z.array(z.object({ id, name: z.string().nullable() })),
  /** No class has had this id or a greater one. */
  nextId: id,
  /**
   * The last decision that `classes` and `places` already know of: merges, splits, names and new classes up to this one are not
   * applied again. 0 for none.
   */
  absorbed: z.int().min(0).default(0),
  /** Classes that were merged away, and what they became. */
  mergedInto: z.array(z.tuple([id, id])).default([]),
});

export type RunClasses = Readonly<Omit<z.infer<typeof schema>, "format">>;

/** @throws {SkeinError} when the file system refuses. */
export async function writeClasses(path: string, classes: RunClasses): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify({ format: FORMAT, ...classes }, null, 2)}\n`);
}

/**
 * Null where there is no such file: runs of Skein 0.2 have none.
 * @throws {DataError} where it is damaged, or of a later Skein.
 */
export async function readClasses(path: string): Promise<RunClasses | null> {
  const text = await readFile(path, "utf8").catch((error) => {
    if (error.code === "ENOENT") return null;
    throw new SkeinError(`${path} cannot be read: ${error.message}`, { cause: error });
  });
  if (text === null) return null;
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DataError(
    `${path} is damaged or of a later Skein (${issue!.path.join(".") || "file"}: ${issue!.message}): run skein cluster again, or update Skein`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
