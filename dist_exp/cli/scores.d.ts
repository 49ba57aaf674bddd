/** How found classes compare with known labels: numbers for files, tables for people. */
import { type ClusterMapping } from "../metrics/accuracy.js";
import { type ClassificationReport } from "../metrics/classification_report.js";
import { type CountMatrix } from "../metrics/contingency.js";
/** Scores of one part of the images, each from 0 (ARI: -0.5) to 1. */
export interface Scores {
    /** Under the best one-to-one mapping of classes to labels (Hungarian). */
    readonly accuracy: number;
    /** Normalised mutual information. */
    readonly nmi: number;
    /** Adjusted Rand index. */
    readonly ari: number;
    readonly purity: number;
}
export interface Comparison {
    readonly scores: Scores;
    /** The label each class stands for. */
    readonly mapping: ClusterMapping;
    /** Images by label and class. */
    readonly confusion: CountMatrix;
    /** Precision, recall and F1 of each label after mapping. */
    readonly report: ClassificationReport;
}
/**
 * Compares N classes (-1: none) with N labels; images whose label is not known (-1) do not count. Where `known` says which
 * label a class stands for, accuracy is the share of equal ones; else that under the best mapping of classes to labels.
 */
export declare function compareWithLabels(allLabels: Int32Array, allClusters: Int32Array, known?: ClusterMapping | null): Comparison;
/**
 * A column of scores for each named part of the images. Of `more`, each value
 * belongs to the last part.
 */
export declare function scoreTable(parts: readonly (readonly [name: string, scores: Scores])[], more?: readonly (readonly [title: string, value: string])[], accuracyTitle?: string): string;
/** The name of a label: its own, or its number; nothing for one that is not known (-1). */
export declare function labelName(names: readonly string[] | null, label: number): string;
/** One line per label: the class that stands for it, precision, recall, F1, images. */
export declare function perClassTable({ report, mapping }: Comparison, names: readonly string[] | null): string;
/** Images by label (rows) and class (columns), or null where that is too wide to read. */
export declare function confusionTable({ confusion }: Comparison, names: readonly string[] | null): string | null;
/** A comparison as JSON carries it. */
export declare function comparisonJson({ mapping, confusion, report }: Comparison, names: readonly string[] | null): Record<string, unknown>;
