import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
export interface VerifyOptions extends CommonOptions {
    readonly filter?: string;
    readonly seed: number;
}
export declare function verify(options: VerifyOptions, out: Output): Promise<number>;
