/** Tensors of one model in several safetensors files, as Hugging Face's libraries write them. */
import { excerpt, ModelFileError } from "../errors.js";
import { host } from "../host/host.js";
import { type FileSource, readBytes } from "./byte_source.js";
import { readSafetensors, type SafetensorsFile, type StoredTensor } from "./safetensors.js";

const INDEX = "model.safetensors.index.json";
const SINGLE = "model.safetensors";
/** Names of a million tensors take less. */
const MAX_INDEX_BYTES = 2 ** 27;

/**
 * Reads a safetensors file, its bytes, or the files that an index lists (`model.safetensors.index.json`). Of a folder it takes the
 * index or, where there is none, `model.safetensors`.
 *
 * @returns the tensors of all files, in their order, and the metadata of the first file.
 * @throws {ModelFileError} If a file cannot be read or breaks the format, or files and index differ.
 */
export async function readSafetensorsFiles(from: FileSource): Promise<SafetensorsFile> {
  if (typeof from !== "string") return readSafetensors(from);
  const found = (await host().fileIn(from, [INDEX, SINGLE])) ?? from;
  return found.endsWith(".json") ? readShards(found) : readSafetensors(found);
}

async function readShards(index: string): Promise<SafetensorsFile> {
  const places = await readIndex(index);
  const files = [...new Set(places.values())];
  const tensors = new Map<string, StoredTensor>();
  let metadata: Record<string, string> | undefined;
  const misplaced: string[] = [];
  for (const file of files) {
    const shard = await readSafetensors(host().beside(index, file));
    metadata ??= shard.metadata;
    for (const [name, tensor] of shard.tensors) {
      if (places.get(name) === file) tensors.set(name, tensor);
      else misplaced.push(`${excerpt(name)} in ${excerpt(file)} is not listed`);
    }
  }
  const missing = [...places].filter(([name]) => !tensors.has(name));
  const faults = [
    ...missing.map(([name, file]) => `${excerpt(name)} is not in ${excerpt(file)}`),
    ...misplaced,
  ];
  if (faults.length > 0) {
    throw new ModelFileError(
      `${index}: files and index differ (${faults.join("; ")}): copy all files of the model again`,
    );
  }
  return { tensors, metadata: metadata ?? {} };
}

/** The file of each tensor. */
async function readIndex(path: string): Promise<Map<string, string>> {
  const fail = (reason: string): never => {
    throw new ModelFileError(`${path} is not a usable index of safetensors files: ${reason}; copy it again`);
  };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(await readBytes(path, MAX_INDEX_BYTES)));
  } catch (cause) {
    if (cause instanceof ModelFileError) throw cause;
    throw new ModelFileError(`cannot read ${path}: ${excerpt((cause as Error).message)}; check the file`, {
      cause,
    });
  }
  const map = (value as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null || Array.isArray(map)) return fail("it has no weight_map");
  const entries = Object.entries(map as Record<string, unknown>);
  for (const [name, file] of entries) {
    // A name with a folder in it could lead out of the model's folder.
    if (typeof file !== "string" || file === "" || /^\.+$/.test(file) || /[/\\:\0]/.test(file)) {
      fail(
        `the file of ${excerpt(name)} is ${excerpt(String(JSON.stringify(file)))}, no name of a file beside it`,
      );
    }
  }
  return new Map(entries as [string, string][]);
}
