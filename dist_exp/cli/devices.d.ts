import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
export declare function devices({ json }: CommonOptions, out: Output): Promise<number>;
