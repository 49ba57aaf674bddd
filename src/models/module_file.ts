/** Parameters of any module as safetensors, by their names in the module tree. */
import { ModelFileError } from "../errors.js";
import { writeSafetensors } from "../io/safetensors.js";
import { readSafetensorsFiles } from "../io/safetensors_shards.js";
import {
  type AnyModule,
  type LoadOptions,
  type StateDict,
  StateDictError,
  type StateDictLayout,
  type StateDictOptions,
} from "../nn/index.js";
import { float32Tensors, storedTensors } from "./stored_tensors.js";

/**
 * Writes a module's parameters and states; an older file of that name survives a failure. With layout "torch", PyTorch's
 * module of the same names takes what `safetensors.torch.load_file` reads from it.
 * @throws {ModelFileError}
 */
export async function saveModule(
  module: AnyModule,
  path: string,
  { layout = "skein" }: StateDictOptions = {},
): Promise<void> {
  const tensors = new Map(storedTensors(await module.stateDict({ layout })));
  // Python's libraries look for "pt".
  await writeSafetensors(path, tensors, { format: layout === "torch" ? "pt" : "skein-state-dict" });
}

/** How names of a file become those of a module: beginnings and what takes their place, or a function; null leaves a tensor out. */
export type NameMapping = Readonly<Record<string, string>> | ((name: string) => string | null);

/** Options of {@link loadModule}. */
export interface LoadModuleOptions extends LoadOptions {
  /** Default: skein's in files that skein wrote, else PyTorch's. */
  readonly layout?: StateDictLayout;
  /** Names of the file as those of the module, such as `{ "module.": "" }`. */
  readonly names?: NameMapping;
  /** Told what was left out, and where float32 loses digits. */
  readonly onNote?: (note: string) => void;
}

/**
 * Reads parameters into a module that has its memory: from a file of safetensors, or from several with an index
 * (`model.safetensors.index.json`). Files are skein's (a model file holds a state dict, too) or PyTorch's; values of any
 * type become float32.
 * @throws {ModelFileError} when a file is damaged, or does not fit the module; then nothing was changed. What is missing,
 *   unexpected or of another shape is in its `cause`, a {@link StateDictError}.
 */
export async function loadModule(
  module: AnyModule,
  path: string,
  options: LoadModuleOptions = {},
): Promise<void> {
  const { state, layout } = await readStateDict(path, options);
  fitting(path, () => module.loadStateDict(state, { ...options, layout }));
}

/** A state dict from files, with the names of a module. @throws {ModelFileError} */
export async function readStateDict(
  path: string,
  { names, onNote, layout }: LoadModuleOptions,
): Promise<{ readonly state: StateDict; readonly layout: StateDictLayout }> {
  const { tensors, metadata } = await readSafetensorsFiles(path);
  const kept = new Map([...tensors].filter(([name]) => !name.endsWith("num_batches_tracked")));
  const state: StateDict = new Map();
  for (const [name, tensor] of float32Tensors(path, kept, onNote)) {
    const own = mapped(name, names);
    if (own === null) continue;
    if (state.has(own)) throw new ModelFileError(`${path}: two tensors become ${own}: give other names`);
    state.set(own, tensor);
  }
  return { state, layout: layout ?? (metadata.format?.startsWith("skein-") ? "skein" : "torch") };
}

function mapped(name: string, names: NameMapping = {}): string | null {
  if (typeof names === "function") return names(name);
  const begin = Object.keys(names).find((prefix) => name.startsWith(prefix));
  return begin === undefined ? name : names[begin]! + name.slice(begin.length);
}

/** Has what does not fit name the file. */
export function fitting<T>(path: string, load: () => T): T {
  try {
    return load();
  } catch (cause) {
    if (!(cause instanceof ModelFileError)) throw cause;
    const message = `${path}: ${cause.message}`;
    throw cause instanceof StateDictError
      ? new StateDictError(message, cause, { cause })
      : new ModelFileError(message, { cause });
  }
}
