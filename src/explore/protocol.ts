/**
 * What the page of `skein explore` and its server say to each other. All addresses are relative to the page's own, whose
 * first part is the token: `http://127.0.0.1:PORT/TOKEN/`. Images are named by their number in the run, 0 to N - 1.
 *
 * | address | answer |
 * | --- | --- |
 * | `GET state` | `ExplorerState` |
 * | `GET columns` | `Columns`, as `encodeColumns` writes them |
 * | `GET map` | 2 N float32, little-endian: x and y of each image from 0 to 1; 503 with `ApiError` while it is computed |
 * | `GET thumbnails/IMAGE?side=64` | a WebP of at most that many pixels a side: 64, 128 or 256 |
 * | `GET images/IMAGE` | the picture as the browser can show it |
 * | `GET about/IMAGE` | `ImageAbout` |
 * | `POST names` of `number[]` | `string[]`, the images' names |
 * | `GET similar/IMAGE?count=60` | `SimilarImages` |
 * | `GET questions?count=20` | `Question[]`, the least certain first |
 * | `GET outliers` | `OutlierImage[]`, the worst first |
 * | `GET duplicates` | `DuplicatePictures[]`; 503 while they are looked for |
 * | `GET proposals` | `NameProposal[]` |
 * | `GET formats` | `ExportFormat[]` |
 * | `POST decide` of `DecisionRequest` | `ExplorerState` |
 * | `POST undo`, `POST redo` of `{}` | `ExplorerState` |
 * | `POST refit` of `{}` | `ExplorerState`; its end is an event |
 * | `POST export` of `ExportRequest` | `ExportResult` |
 * | `GET events` | server-sent events: each is an `ExplorerState` |
 *
 * What is refused answers with a status of 400 and more and an `ApiError`.
 */

export interface ApiError {
  /** A sentence with its remedy. */
  readonly error: string;
}

/** Work in the background. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** "thumbnails", "computing features", ... */
  readonly what: string;
}

export interface ClassState {
  /** -1: images of no class, always the last one. */
  readonly id: number;
  readonly name: string | null;
  /** Ignored ones are not counted. */
  readonly images: number;
}

/** A decision as the list of them shows it. */
export interface DecisionLine {
  readonly n: number;
  readonly time: string;
  readonly text: string;
  readonly undone: boolean;
}

export interface ExplorerState {
  /** Grows with every change of `columns`. */
  readonly revision: number;
  /** The folder's name. */
  readonly run: string;
  readonly source: string;
  readonly images: number;
  readonly classes: readonly ClassState[];
  /** Why nothing can be saved; null where it can. */
  readonly readOnly: string | null;
  /** What a person should know: images that vanished, decisions that do not fit any more, a cut line. */
  readonly notes: readonly string[];
  /** The last 50 decisions, the newest first. */
  readonly decisions: readonly DecisionLine[];
  readonly decisionCount: number;
  /** What undo and redo would do; null where there is nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
  /** Null where none runs. */
  readonly refit: Progress | null;
  /** Whether images lie where a re-fit puts them: corrections.jsonl alone, which commands read, does not say so. */
  readonly refitted: boolean;
  /** What is still made in the background. */
  readonly background: readonly Progress[];
}

/** Bits of `Columns.flags`. */
export const FLAG = { decided: 1, locked: 2, ignored: 4, outlier: 8, duplicate: 16, vanished: 32 } as const;

/** What is known of every image. */
export interface Columns {
  readonly revision: number;
  /** N ids; -1 for none. */
  readonly classOf: Int32Array;
  readonly confidence: Float32Array;
  /** The next best class; -1 where there is none. */
  readonly second: Int32Array;
  /** Bytes of the file; 0 where the image is none. */
  readonly bytes: Float32Array;
  readonly flags: Uint8Array;
}

const HEAD_BYTES = 8;
const BYTES_PER_IMAGE = 17;

/** Revision and N as uint32, then the columns one after the other, all little-endian. */
export function encodeColumns(columns: Columns): Uint8Array<ArrayBuffer> {
  const count = columns.classOf.length;
  const bytes = new Uint8Array(HEAD_BYTES + BYTES_PER_IMAGE * count);
  new Uint32Array(bytes.buffer, 0, 2).set([columns.revision, count]);
  let at = HEAD_BYTES;
  for (const { buffer, byteOffset, byteLength } of [
    columns.classOf,
    columns.confidence,
    columns.second,
    columns.bytes,
    columns.flags,
  ]) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** The inverse of `encodeColumns`. */
export function decodeColumns(buffer: ArrayBuffer): Columns {
  const [revision, count] = new Uint32Array(buffer, 0, 2) as unknown as [number, number];
  const start = (column: number) => HEAD_BYTES + 4 * column * count;
  return {
    revision,
    classOf: new Int32Array(buffer, start(0), count),
    confidence: new Float32Array(buffer, start(1), count),
    second: new Int32Array(buffer, start(2), count),
    bytes: new Float32Array(buffer, start(3), count),
    flags: new Uint8Array(buffer, start(4), count),
  };
}

export interface ImageAbout {
  readonly image: number;
  readonly name: string;
  /** Null where the image is no file, or is not there any more. */
  readonly file: {
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
    /** ISO 8601. */
    readonly modified: string;
  } | null;
  /** Of the classes with the highest confidence, the best first. */
  readonly classes: readonly { readonly id: number; readonly confidence: number }[];
  readonly outlier: readonly string[];
}

export interface SimilarImages {
  /** The nearest first, without the image itself. */
  readonly images: readonly number[];
  /** Cosine of the features. */
  readonly similarity: readonly number[];
}

/** Images that look alike, and the two classes that they may belong to. One answer is for all of them. */
export interface Question {
  /** The one in the middle first. */
  readonly images: readonly number[];
  readonly candidates: readonly [number, number];
  /** Of the first candidate, 0 to 1. */
  readonly confidence: number;
}

export interface OutlierImage {
  readonly image: number;
  readonly reasons: readonly { readonly reason: string; readonly text: string; readonly severity: number }[];
}

export interface DuplicatePictures {
  /** The one to keep first. */
  readonly members: readonly {
    readonly image: number;
    readonly kind: "kept" | "copy" | "similar" | "mirrored";
    readonly similarity: number;
  }[];
  /** Why the first is kept. */
  readonly reason: string;
  /** Whether a person chose it. */
  readonly decided: boolean;
}

export interface NameProposal {
  readonly class: number;
  readonly name: string;
  readonly confidence: number;
  /** Such as "in 41 of 52 file names, and in 2 of other classes". */
  readonly evidence: string;
}

/** A decision of the page: as in corrections.jsonl, but with numbers of images, and with new classes unnumbered. */
export type DecisionRequest =
  | { readonly kind: "name"; readonly class: number; readonly name: string }
  | { readonly kind: "merge"; readonly classes: readonly number[]; readonly into: number }
  /** `parts` is a number of parts, found by their features, or the images of each part that becomes a class of its own. */
  | {
      readonly kind: "split";
      readonly class: number;
      readonly parts: number | readonly (readonly number[])[];
    }
  /** To a class, to none (null), or to a new one of this name (null: unnamed). */
  | {
      readonly kind: "move";
      readonly images: readonly number[];
      readonly to: number | null | { readonly new: string | null };
    }
  | { readonly kind: "must-link"; readonly images: readonly number[] }
  | { readonly kind: "cannot-link"; readonly images: readonly [number, number] }
  | { readonly kind: "lock"; readonly images: readonly number[]; readonly locked: boolean }
  | { readonly kind: "ignore"; readonly images: readonly number[]; readonly ignored: boolean }
  /** The one to keep, and those that it stands for. */
  | { readonly kind: "keeper"; readonly image: number; readonly of: readonly number[] };

export interface ExportFormat {
  readonly name: string;
  /** One line. */
  readonly about: string;
}

export interface ExportRequest {
  readonly format: string;
  /** A path; relative ones are relative to the run's folder. */
  readonly out: string;
  /** Default all. */
  readonly classes?: readonly number[];
  readonly minConfidence?: number;
  readonly copy?: boolean;
  /** Says what would be written. */
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

export interface ExportResult {
  readonly files: number;
  readonly images: number;
  /** The first 50 paths. */
  readonly paths: readonly string[];
  readonly written: boolean;
}
