import type { Study } from "./study.js";
/** What a criterion says of each K, and which it would take. */
export interface Judgement {
    /** One value for each K of the study; null for a criterion that has no curve. */
    readonly values: Float64Array | null;
    /** The numbers of clusters that it would take, best first; none where the data give it no reason. */
    readonly choices: readonly number[];
    /** One sentence where there is something to know, such as why there is no choice. */
    readonly note: string | null;
}
export interface Criterion {
    /** The name that users ask for it by: "silhouette". */
    readonly name: string;
    /** What a person calls it: "Davies-Bouldin". */
    readonly title: string;
    /** One line for a list. */
    readonly about: string;
    /** Whether higher or lower values are better. */
    readonly better: "higher" | "lower";
    /** How much its choices count in a recommendation, from 0 up; see `recommend`. */
    readonly weight: number;
    judge(study: Study): Promise<Judgement>;
}
/**
 * Has a criterion take part in `chooseClusters`.
 * @throws {ArgumentError} if the name is taken.
 */
export declare function registerCriterion(criterion: Criterion): void;
/** The criteria of these names; all without names. @throws {ArgumentError} if a name is unknown. */
export declare function criteriaOf(names?: readonly string[]): Criterion[];
/**
 * The peaks of a curve, best first: values that are better than those on both sides. The first K is a peak where the
 * curve falls from there; the last is none, as nobody knows how the curve goes on.
 */
export declare function peaks(ks: readonly number[], values: Float64Array, better: "higher" | "lower"): Judgement;
