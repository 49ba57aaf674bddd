/** Pipelines of features and a method that are asked for by name. */
import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import { Pipeline } from "./pipeline.js";
/** What a pipeline by name is made of. */
export interface PipelineByName {
    /** Names of image features, at least one. */
    readonly features: readonly string[];
    /** The name of a clustering method. */
    readonly method: string;
    /** K, of methods that take it. */
    readonly clusters?: number | undefined;
    /** Default 0. */
    readonly seed?: number | undefined;
}
/** K of methods that take it, where none is given. */
export declare const DEFAULT_CLUSTERS = 10;
/** The features that images get where none are named: shapes, and colours where there are some. */
export declare function defaultFeatures(channels: number): readonly string[];
/**
 * Checks names and K before any image is read.
 * @throws {ArgumentError} for an unknown name, a feature named twice, or K for a method that finds its own.
 */
export declare function checkPipelineByName({ features, method, clusters }: PipelineByName): void;
/**
 * Makes a pipeline of registered features and a registered clustering method.
 *
 * Several features stand side by side, each divided by its root mean squared distance to its mean, so that none drowns
 * the others.
 * @throws {ArgumentError} as `checkPipelineByName`.
 */
export declare function pipelineByName(given: PipelineByName, device?: Device | DeviceChoice): Pipeline;
