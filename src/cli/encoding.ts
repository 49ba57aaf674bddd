/** Encoders as commands open them, and what they say of reading images. */
import { ArgumentError } from "../errors.js";
import { duration, megabytes } from "../format.js";
import { type EncodeProgress, type FeatureCache, openFeatureCache, type Pooling } from "../models/index.js";
import type { Output } from "./output.js";

/** Options of an encoder, of several commands. */
export interface EncodingOptions {
  readonly encoder?: string;
  readonly layer?: string;
  readonly pooling?: Pooling;
  readonly cache?: boolean;
}

/** What only an encoder takes. */
const OF_AN_ENCODER = ["layer", "pooling", "reduce", "cache"] as const;

/** @throws {ArgumentError} naming an option that only an encoder takes. */
export function refuseWithoutEncoder(options: EncodingOptions & { readonly reduce?: unknown }): void {
  const alone = OF_AN_ENCODER.find((name) => options[name] !== undefined);
  if (alone === undefined) return;
  throw new ArgumentError(
    `--${options[alone] === false ? "no-" : ""}${alone} is for the features of a pretrained network: give its file as --encoder`,
  );
}

/** What `openEncoder` takes for FILE.onnx, or NETWORK=FILE.safetensors. @throws {ArgumentError} */
export function encoderSource({ encoder = "", layer, pooling }: EncodingOptions) {
  // A path of an ONNX file may have an equals sign, too.
  const named = /\.onnx$/i.test(encoder) ? null : /^(\w+)=(.+)$/.exec(encoder);
  const common = { ...(layer !== undefined && { layer }), ...(pooling !== undefined && { pooling }) };
  if (named) return { network: named[1]!, safetensors: named[2]!, ...common };
  if (!/\.(safetensors|index\.json)$/i.test(encoder)) return { onnx: encoder, ...common };
  throw new ArgumentError(
    `--encoder is ${encoder}, which holds parameters alone: name their network before it, as resnet18=${encoder}`,
  );
}

/** Where features are kept, unless nobody wants them kept. */
export function openCache({ cache }: EncodingOptions, out: Output): FeatureCache | null {
  if (cache === false) return null;
  const opened = openFeatureCache({ plain: cache === true, onNote: (note) => out.note(note) });
  if (!opened)
    out.note(
      "features are not kept on the disk, because the run's files are encrypted (--cache keeps them, in the clear)",
    );
  return opened;
}

/** Hands progress on, and says in the end how fast the network read. */
export function watchEncoding() {
  let hear: ((done: number, all: number) => void) | undefined;
  let last: EncodeProgress = { done: 0, all: 0, cached: 0, rate: 0 };
  const start = performance.now();
  let seconds = 0;
  return {
    update(now: EncodeProgress) {
      last = now;
      seconds = (performance.now() - start) / 1000;
      hear?.(now.done, now.all);
    },
    listen(update: typeof hear) {
      hear = update;
    },
    text(cache: FeatureCache | null): string {
      const { all, cached } = last;
      const read = all - cached;
      const rate = read > 0 ? `: ${(read / seconds).toFixed(1)} images a second` : "";
      const kept = cache ? `; ${megabytes(cache.bytes)} in ${cache.folder}` : "";
      return `features after ${duration(seconds)}${rate}, ${cached} of ${all} from the cache${kept}`;
    },
  };
}
