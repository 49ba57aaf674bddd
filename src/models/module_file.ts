/** Parameters of any module as safetensors, by their names in the module tree. */
import { excerpt, ModelFileError } from "../errors.js";
import { type SafetensorsFile, writeSafetensors } from "../io/safetensors.js";
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
  /**
   * Default: what the file says. Of a file that does not say, PyTorch's, unless only skein's fits; where both fit, `onNote` is
   * told.
   */
  readonly layout?: StateDictLayout;
  /** Names of the file as those of the module, such as `{ "module.": "" }`. */
  readonly names?: NameMapping;
  /** Told what is left out of a file, values that are not finite or lose digits as float32, and a layout that was a guess. */
  readonly onNote?: (note: string) => void;
}

/**
 * Reads parameters into a module that has its memory: from a file of safetensors, from several with an index
 * (`model.safetensors.index.json`), or from a folder with either. Files are skein's or PyTorch's; values of any type become
 * float32.
 * @throws {ModelFileError} when a file is damaged, or does not fit the module; then nothing was changed. What is missing,
 *   unexpected or of another shape is in its `cause`, a {@link StateDictError}.
 */
export async function loadModule(
  module: AnyModule,
  path: string,
  options: LoadModuleOptions = {},
): Promise<void> {
  const stored = await readStateDict(path, options);
  const layout = layoutFor(module, stored, options);
  fitting(path, () => module.loadStateDict(stored.state, { ...options, layout }));
}

/** A state dict from files, with the names of a module. @throws {ModelFileError} */
export async function readStateDict(path: string, options: LoadModuleOptions): Promise<StoredStateDict> {
  return stateDictOf(path, await readSafetensorsFiles(path), options);
}

/** A state dict, and the order of its axes. */
export interface StoredStateDict {
  readonly state: StateDict;
  readonly layout: StateDictLayout;
  /** Whether the layout is a guess. Default false. */
  readonly guessed?: boolean;
}

/** The state dict in safetensors that were read, with the names of a module. @throws {ModelFileError} */
export function stateDictOf(
  path: string,
  { tensors, metadata }: SafetensorsFile,
  { names, onNote, layout }: LoadModuleOptions,
): StoredStateDict {
  const kept = new Map([...tensors].filter(([name]) => !name.endsWith(COUNTER)));
  const state: StateDict = new Map();
  const left: string[] = [];
  for (const [name, tensor] of float32Tensors(path, kept, onNote)) {
    const own = mapped(name, names);
    if (own === null) left.push(name);
    else if (state.has(own)) throw new ModelFileError(`${path}: two tensors become ${own}: give other names`);
    else state.set(own, tensor);
  }
  const counters = tensors.size - kept.size;
  if (counters > 0) onNote?.(`left out: ${counters} of ${COUNTER}, which no layer here uses`);
  if (left.length > 0) onNote?.(`left out, as names says: ${left.map((name) => excerpt(name)).join(", ")}`);
  const { format } = metadata;
  const guessed = layout === undefined && format !== "pt" && !format?.startsWith("skein-");
  return { state, layout: layout ?? (format?.startsWith("skein-") ? "skein" : "torch"), guessed };
}

/** Batches that PyTorch's batch norm has seen. */
const COUNTER = "num_batches_tracked";

/**
 * The layout in which a state dict is loaded. A guess gives way to skein's where only that fits; where both fit, and differ,
 * `onNote` is told.
 */
export function layoutFor(
  module: AnyModule,
  { state, layout, guessed = false }: StoredStateDict,
  { onNote, ...options }: LoadModuleOptions,
): StateDictLayout {
  const fits = (layout: StateDictLayout) => {
    try {
      module.checkStateDict(state, { ...options, layout });
      return true;
    } catch (error) {
      if (error instanceof StateDictError) return false;
      throw error;
    }
  };
  if (!guessed || !fits("skein")) return layout;
  if (!fits(layout)) return "skein";
  const differ = module.namedParameters().some(({ parts }) => parts.some(({ torchAxes }) => torchAxes));
  if (differ) {
    onNote?.(
      "the file does not say whether its axes are in PyTorch's order or in skein's, and both fit: PyTorch's is taken; give the layout if it is skein's",
    );
  }
  return layout;
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
