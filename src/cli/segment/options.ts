/** What `skein segment` is asked for. */
import type { RangeOption } from "../../data/samples.js";
import type { DeviceChoice } from "../../device/node/index.js";
import type { CommonOptions, PixelSize } from "../options.js";

export interface SegmentOptions extends CommonOptions {
  readonly method?: string;
  /** A file that an earlier run wrote. */
  readonly model?: string;
  readonly regions?: number;
  readonly alpha?: "flatten" | "mask";
  readonly preprocess?: string;
  readonly seed?: number;
  readonly config?: string;
  readonly device: DeviceChoice;
  readonly out?: string;
  readonly force?: boolean;
  readonly truth?: string;
  readonly cluster?: number | "auto";
  readonly classify?: string;
  readonly labels?: string;
  readonly size?: PixelSize;
  readonly maxPixels?: number;
  readonly range?: RangeOption;
  readonly limit?: number;
  readonly report: boolean;
}
