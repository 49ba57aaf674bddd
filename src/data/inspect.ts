/** What an image file is, before any decoding: its format and samples, or why it is not read. */
import { HEAD_BYTES, identify, SUPPORTED_FORMATS } from "./formats.js";
import { type ImageBytes, openBytes } from "./image_bytes.js";
import type { ImageInput } from "./image_files.js";
import type { SampleType } from "./samples.js";
import { remedyFor } from "./sharp.js";
import { readTiffFacts, tiffSamples } from "./tiff.js";

export const DAMAGED = "the file is truncated or damaged: copy or export it again";

export interface Inspected {
  readonly format: string;
  readonly type: SampleType | "uint8";
}

/** A file of a kind that is not read; the message is the reason. */
class Refusal extends Error {}

/**
 * Looks at a file's first bytes, and at what a TIFF says about its page.
 * @throws {Refusal} where it is not read; the file system's errors.
 */
export async function inspect(input: ImageInput, page = 0): Promise<Inspected> {
  const file = await openBytes(input);
  try {
    return await inspectFile(file, page);
  } finally {
    await file.close();
  }
}

async function inspectFile(file: ImageBytes, page: number): Promise<Inspected> {
  const head = await file.read(0, HEAD_BYTES);
  const kind = identify(head);
  if (kind === null) throw new Refusal(`the content is none of ${SUPPORTED_FORMATS}, whatever the name says`);
  const remedy = await remedyFor(kind);
  if (remedy !== null) throw new Refusal(remedy);
  const format = kind.name;
  if (format === "PNG") return { format, type: head[24] === 16 ? "uint16" : "uint8" };
  if (format !== "TIFF") return { format, type: "uint8" };
  const facts = await readTiffFacts(file, page);
  if (facts === null) throw new Refusal(DAMAGED);
  const samples = tiffSamples(facts);
  if ("refusal" in samples) throw new Refusal(samples.refusal);
  return { format, type: samples.type };
}

/** What is wrong with a file before any decoding, or null. */
export async function fileTrouble(input: ImageInput): Promise<string | null> {
  try {
    const file = await openBytes(input);
    try {
      if (file.size === 0) return "the file is empty (0 bytes)";
      await inspectFile(file, 0);
      return null;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "no such file (or its name is not valid UTF-8)";
    if (code === "EACCES") return "the file may not be read: check its permissions";
    return message;
  }
}
