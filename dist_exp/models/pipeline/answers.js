/** How a fitted clusterer answers for new rows. */
import { rowBlocks } from "../../clustering/row_blocks.js";
import { DataError } from "../../errors.js";
import { argmaxRows } from "../image_model.js";
import { memberships, voteShares } from "./votes.js";
/** Whether the clusterer itself answers for new rows; for others the rows of `fit` have to be kept. */
export function predicts(clusterer) {
    return typeof clusterer.predict === "function";
}
/** The number of clusters of a fitted clusterer, those without a row of x among them. */
export async function countClusters(clusterer, labels, x) {
    const occurring = labels.reduce((most, label) => Math.max(most, label + 1), 0);
    if (!predicts(clusterer))
        return occurring;
    for (const { part, count } of rowBlocks(x, 1)) {
        const shares = await (clusterer.predictProba?.(part) ?? clusterer.transform?.(part));
        return shares ? shares.length / count : occurring;
    }
    return occurring;
}
/**
 * How a clusterer answers: itself, as far as it can, else by the rows of `fit`.
 * @throws {DataError} where rows are needed and missing.
 */
export function answersOf(clusterer, { labels, clusters, rows }) {
    const noise = labels.includes(-1);
    const classes = clusters + (noise ? 1 : 0);
    if (!predicts(clusterer)) {
        if (!rows)
            throw new DataError(`the rows that ${clusterer.kind} learned from are missing: fit again`);
        const shares = (x) => voteShares(x, rows, labels, classes);
        const predict = async (x) => {
            const best = argmaxRows({ rows: x.shape[0], columns: classes, data: await shares(x) });
            return best.map((place) => (place === clusters ? -1 : place));
        };
        return { clusters, noise, predict, shares };
    }
    const predict = (x) => clusterer.predict(x);
    if (clusterer.predictProba) {
        return { clusters, noise: false, predict, shares: (x) => clusterer.predictProba(x) };
    }
    if (clusterer.transform) {
        const shares = async (x) => memberships(await clusterer.transform(x), clusters);
        return { clusters, noise: false, predict, shares };
    }
    const shares = async (x) => {
        const found = await predict(x);
        const certain = new Float32Array(found.length * classes);
        found.forEach((label, row) => {
            certain[row * classes + (label < 0 ? classes - 1 : label)] = 1;
        });
        return certain;
    };
    return { clusters, noise, predict, shares };
}
//# sourceMappingURL=answers.js.map