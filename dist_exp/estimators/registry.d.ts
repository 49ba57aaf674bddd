import type { Clusterer, Estimator, EstimatorState, Transformer } from "./estimator.js";
/** How an estimator is made again from its state. */
export interface EstimatorKind {
    readonly kind: string;
    /**
     * Makes an estimator of what `state()` gave.
     * @throws {SkeinError} where options or arrays are not what such an estimator keeps.
     */
    restore(state: EstimatorState): Estimator;
}
/** An image feature that can be asked for by name, such as "hog". */
export interface FeatureDefinition {
    readonly name: string;
    /** One line for a list. */
    readonly about: string;
    create(options: {
        readonly seed: number;
    }): Transformer;
}
/** A clustering method that can be asked for by name, such as "ward". */
export interface MethodDefinition {
    readonly name: string;
    /** One line for a list. */
    readonly about: string;
    /** Whether it is told K; others find their own number of clusters, and get none. */
    readonly takesClusters: boolean;
    create(options: {
        readonly clusters: number;
        readonly seed: number;
    }): Clusterer;
}
/** Names of one sort of thing, in the order in which they were registered. */
declare class Registry<T extends {
    readonly name: string;
}> {
    #private;
    private readonly what;
    constructor(what: string);
    add(definition: T): void;
    find(name: string): T | undefined;
    get(name: string): T;
    all(): T[];
}
/** Image features by name. */
export declare const imageFeatures: Registry<FeatureDefinition>;
/** Clustering methods by name. */
export declare const clusteringMethods: Registry<MethodDefinition>;
/** Has files of this kind read. */
export declare function registerEstimator(kind: EstimatorKind): void;
/** @throws {ArgumentError} if the kind is unknown, {SkeinError} if the state is not one of that kind. */
export declare function restoreEstimator(kind: string, state: EstimatorState): Estimator;
export {};
