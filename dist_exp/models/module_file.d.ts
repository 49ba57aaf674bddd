import type { AnyModule, LoadOptions } from "../nn/index.js";
/** Writes a module's parameters and states; an older file of that name survives a failure. @throws {ModelFileError} */
export declare function saveModule(module: AnyModule, path: string): Promise<void>;
/**
 * Reads parameters into a module that has its memory. A model file holds a state dict, too.
 * @throws {ModelFileError} when the file is damaged, or does not fit the module; then nothing was changed.
 */
export declare function loadModule(module: AnyModule, path: string, options?: LoadOptions): Promise<void>;
