/** Formats that a run's images are exported in. Each file of formats/ registers its own. */
import { ArgumentError } from "../../errors.js";
import type { ExportImage, ExportSet } from "./export_set.js";

/** A file of an export: a picture, or a text. Paths are relative to the export, with forward slashes. */
export type ExportEntry =
  | { readonly path: string; readonly image: ExportImage }
  | { readonly path: string; readonly text: Iterable<string> | AsyncIterable<string> };

interface FormatFacts {
  readonly name: string;
  /** One line for a list. */
  readonly about: string;
  /** Whether images of no class are part of it. */
  readonly unsorted: boolean;
}

/** A folder of pictures. */
export interface FolderFormat extends FormatFacts {
  readonly output: "folder";
  /** All files, each path once. */
  plan(set: ExportSet): Iterable<ExportEntry> | AsyncIterable<ExportEntry>;
}

/** A file of text. */
export interface FileFormat extends FormatFacts {
  readonly output: "file";
  /** Why images of this run cannot be exported so. Default: all can. */
  refuse?(set: ExportSet): string | null;
  text(set: ExportSet): Iterable<string> | AsyncIterable<string>;
}

export type ExportFormat = FolderFormat | FileFormat;

const formats = new Map<string, ExportFormat>();

/** @throws {ArgumentError} when the name is taken. */
export function registerExportFormat(format: ExportFormat): void {
  if (formats.has(format.name)) {
    throw new ArgumentError(`registerExportFormat: ${format.name} is registered already: give another name`);
  }
  formats.set(format.name, format);
}

/** All formats, in the order in which they are told of. */
export const exportFormats = (): ExportFormat[] => [...formats.values()];

/** @throws {ArgumentError} when there is none of this name. */
export function exportFormat(name: string): ExportFormat {
  const found = formats.get(name);
  if (found) return found;
  throw new ArgumentError(`there is no format ${name}: formats are ${[...formats.keys()].join(", ")}`);
}
