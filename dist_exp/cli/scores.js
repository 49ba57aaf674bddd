/** How found classes compare with known labels: numbers for files, tables for people. */
import { count, percent } from "../format.js";
import { accuracy, applyMapping, clusteringAccuracy } from "../metrics/accuracy.js";
import { adjustedRandIndex, purity } from "../metrics/agreement.js";
import { classificationReport } from "../metrics/classification_report.js";
import { contingencyMatrix } from "../metrics/contingency.js";
import { normalizedMutualInformation } from "../metrics/information.js";
import { table } from "./table.js";
/**
 * Compares N classes (-1: none) with N labels; images whose label is not known (-1) do not count. Where `known` says which
 * label a class stands for, accuracy is the share of equal ones; else that under the best mapping of classes to labels.
 */
export function compareWithLabels(allLabels, allClusters, known = null) {
    const isKnown = (_, image) => allLabels[image] >= 0;
    const [labels, clusters] = [allLabels.filter(isKnown), allClusters.filter(isKnown)];
    const mapping = known ?? mappingOf(labels, clusters);
    return {
        scores: {
            accuracy: accuracy(labels, applyMapping(clusters, mapping)),
            nmi: normalizedMutualInformation(labels, clusters),
            ari: adjustedRandIndex(labels, clusters),
            purity: purity(labels, clusters),
        },
        mapping,
        confusion: contingencyMatrix(labels, clusters),
        report: classificationReport(labels, applyMapping(clusters, mapping)),
    };
}
/** The best mapping of classes to labels; images that belong to no class (-1) stand for no label. */
function mappingOf(labels, clusters) {
    const sorted = (_, image) => clusters[image] >= 0;
    const found = clusters.filter(sorted);
    return found.length === 0 ? new Map() : clusteringAccuracy(labels.filter(sorted), found).mapping;
}
/**
 * A column of scores for each named part of the images. Of `more`, each value
 * belongs to the last part.
 */
export function scoreTable(parts, more = [], accuracyTitle = "accuracy (Hungarian)") {
    const row = (title, value) => [
        title,
        ...parts.map(([, scores]) => value(scores)),
    ];
    return table(["<", ...parts.map(([name]) => name)], [
        row(accuracyTitle, (scores) => percent(scores.accuracy)),
        row("NMI", (scores) => scores.nmi.toFixed(4)),
        row("ARI", (scores) => scores.ari.toFixed(4)),
        row("purity", (scores) => percent(scores.purity)),
        ...more.map(([title, value]) => [title, ...parts.slice(1).map(() => ""), value]),
    ]);
}
/** The name of a label: its own, or its number; nothing for one that is not known (-1). */
export function labelName(names, label) {
    if (label < 0)
        return "";
    return names?.[label] ?? String(label);
}
/** One line per label: the class that stands for it, precision, recall, F1, images. */
export function perClassTable({ report, mapping }, names) {
    const classOf = new Map([...mapping].map(([cluster, label]) => [label, cluster]));
    return table(["<label", "class", "precision", "recall", "F1", "images"], report.classes.map(({ label, precision, recall, f1, support }) => [
        labelName(names, label),
        String(classOf.get(label) ?? "none"),
        percent(precision),
        percent(recall),
        percent(f1),
        count(support),
    ]));
}
/** Classes beyond which a confusion matrix no longer fits a terminal. */
const MATRIX_COLUMNS = 20;
/** Images by label (rows) and class (columns), or null where that is too wide to read. */
export function confusionTable({ confusion }, names) {
    const { rowLabels, columnLabels, counts } = confusion;
    const columns = columnLabels.length;
    if (columns > MATRIX_COLUMNS)
        return null;
    return table(["<label", ...Array.from(columnLabels, (cluster) => (cluster < 0 ? "unsorted" : `class ${cluster}`))], Array.from(rowLabels, (label, row) => [
        labelName(names, label),
        ...Array.from(counts.subarray(row * columns, (row + 1) * columns), (n) => (n === 0 ? "·" : count(n))),
    ]));
}
/** A comparison as JSON carries it. */
export function comparisonJson({ mapping, confusion, report }, names) {
    const { rowLabels, columnLabels, counts } = confusion;
    const columns = columnLabels.length;
    const classOf = new Map([...mapping].map(([cluster, label]) => [label, cluster]));
    return {
        perClass: report.classes.map((scores) => ({
            ...scores,
            name: labelName(names, scores.label),
            cluster: classOf.get(scores.label) ?? null,
        })),
        confusion: {
            labels: Array.from(rowLabels, (label) => labelName(names, label)),
            clusters: Array.from(columnLabels),
            counts: Array.from(rowLabels, (_, row) => Array.from(counts.subarray(row * columns, (row + 1) * columns))),
        },
    };
}
//# sourceMappingURL=scores.js.map