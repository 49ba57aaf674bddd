/** What the page and its worker say to each other. */

/** To the worker. */
export type Request =
  /** Sort these images; `stop` ends it. */
  | { readonly kind: "sort"; readonly files: readonly File[]; readonly clusters: number }
  | { readonly kind: "stop" }
  /** The kept model as a file. */
  | { readonly kind: "model" }
  /** Open the digit model at this address. */
  | { readonly kind: "open-digits"; readonly address: string }
  /** Which digit a drawing shows. */
  | { readonly kind: "digit"; readonly drawing: ImageBitmap };

/** The classes of the images that could be read. */
export interface Sorting {
  /** Places of the images among the files that were given. */
  readonly places: readonly number[];
  readonly clusters: Int32Array;
  readonly confidence: Float32Array;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** What the classes are from. */
  readonly kept: "features" | "network";
  readonly seconds: number;
  /** Whether nothing follows. */
  readonly final: boolean;
}

/** From the worker. */
export type Answer =
  | { readonly kind: "device"; readonly name: string }
  /** `share` is 0 to 1, or null where it is not known. */
  | { readonly kind: "progress"; readonly text: string; readonly share: number | null }
  | { readonly kind: "sorted"; readonly sorting: Sorting }
  | { readonly kind: "stopped" }
  | { readonly kind: "model"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "digits-open" }
  | { readonly kind: "digit"; readonly probabilities: Float32Array }
  | { readonly kind: "failed"; readonly during: Request["kind"]; readonly message: string };
