import type { FileKind } from "./formats.js";
export type SharpFactory = typeof import("sharp").default;
/** @throws {DataError} where sharp is not installed, or not for this machine. */
export declare function loadSharp(): Promise<SharpFactory>;
/**
 * Why a kind of file is not read, or null where it is. Formats such as HEIC depend on how the libvips that sharp uses
 * was built; the one that npm installs is without them.
 */
export declare function remedyFor({ remedy, libvips }: FileKind): Promise<string | null>;
/**
 * Sets sharp, whose settings are the whole process's, for many small images, and back when the last run ends: threads
 * within one image gain nothing over several images at a time, no image is met twice, and glibc's malloc fragments
 * badly under both.
 */
export declare function tuned<T>(run: () => Promise<T>): Promise<T>;
