/** What becomes of each class when there is one class more: pictures of the parts that it falls into. */
import { count, counted } from "../format.js";
import { contingencyMatrix } from "../metrics/contingency.js";
import { html } from "./html.js";
import { pngDataUri } from "./png.js";
import { drawSheet, sheetHeight, sheetWidth, tileSize } from "./sheet.js";
/** Numbers of classes whose steps are shown, around the most recommended ones. */
const SHOWN = 3;
/** The least share of a class that is a part of it; what is smaller is noise of k-means. */
const LEAST_SHARE = 0.1;
/** Splits and merges of one step, and parts of each, that are shown: the largest. */
const MOST_SPLITS = 3;
const MOST_PARTS = 4;
const COLUMNS = 6;
const ROWS = 2;
const TILE = { maxSide: 36, budget: 1_000_000 };
/** Null where there is no step between two numbers of classes. */
export function splitsSection(images, choice) {
    const steps = stepsOf(choice);
    if (steps.length === 0)
        return null;
    const tiles = steps.length * 2 * MOST_SPLITS * MOST_PARTS * COLUMNS * ROWS;
    const tile = tileSize(images, tiles, TILE);
    const cards = steps.map((from) => stepCard(images, choice, from, tile));
    return html `<section id="splits"><h2>What splits</h2>
<p class="lead">The classes before and after one more class, around the recommended numbers. A class that splits without visible difference is a reason against the larger number; one that holds different things is a reason for it.</p>
${cards}</section>`;
}
/** Places in `ks` of the numbers from which a step to the next is shown, ascending. */
function stepsOf({ ks, recommended }) {
    const wanted = new Set();
    for (const { clusters } of recommended.slice(0, SHOWN)) {
        for (const from of [ks.indexOf(clusters) - 1, ks.indexOf(clusters)]) {
            if (from >= 0 && from + 1 < ks.length)
                wanted.add(from);
        }
    }
    return [...wanted].sort((a, b) => a - b);
}
function stepCard(images, choice, from, tile) {
    const [before, after] = [choice.partitions[from], choice.partitions[from + 1]];
    const splits = divided(before.labels, after.labels);
    const merges = divided(after.labels, before.labels);
    const show = (title, all, verb) => all.length > 0 &&
        html `<h4>${title}</h4>${all
            .slice(0, MOST_SPLITS)
            .map(({ cluster, size, parts }) => html `<div class="split"><p class="facts">class ${cluster}, ${counted(size, "image")}, ${verb}</p><div class="parts">${parts
            .slice(0, MOST_PARTS)
            .map((part) => partFigure(images, choice, part, tile))}</div></div>`)}`;
    const same = splits.length === 0 && merges.length === 0;
    return html `<article class="card step"><h3>From ${before.clusters} to ${after.clusters}</h3>
${show("Splits", splits, "goes to")}${show("New classes of several old ones", merges, "comes from")}${same && html `<p class="facts">No class of the two splits visibly.</p>`}</article>`;
}
/** Classes of `own` with two parts or more, those with the most images outside their largest part first. */
function divided(own, other) {
    const { rowLabels, columnLabels, counts } = contingencyMatrix(own, other);
    const found = [];
    for (const [row, cluster] of rowLabels.entries()) {
        const sizes = Array.from(columnLabels, (_, column) => counts[row * columnLabels.length + column]);
        const size = sizes.reduce((sum, value) => sum + value, 0);
        const large = sizes.flatMap((value, column) => (value >= LEAST_SHARE * size ? [column] : []));
        if (large.length < 2)
            continue;
        const parts = large
            .sort((a, b) => sizes[b] - sizes[a] || a - b)
            .map((column) => ({
            other: columnLabels[column],
            members: Array.from(own.keys()).filter((i) => own[i] === cluster && other[i] === columnLabels[column]),
        }));
        found.push({ cluster, size, parts, moved: size - Math.max(...sizes) });
    }
    return found.sort((a, b) => b.moved - a.moved || a.cluster - b.cluster);
}
function partFigure(images, { rows }, { other, members }, tile) {
    const shown = Math.min(members.length, COLUMNS * ROWS);
    // At even distances through the part, so that a folder's order does not choose.
    const cells = Array.from({ length: shown }, (_, i) => rows[members[Math.floor((i * members.length) / shown)]]);
    const layout = {
        columns: Math.min(COLUMNS, shown),
        rows: Math.ceil(shown / COLUMNS),
        ...tile,
        gap: 1,
    };
    const width = sheetWidth(layout);
    return html `<figure class="part"><figcaption class="facts">class ${other}: ${count(members.length)}</figcaption>
<img src="${pngDataUri(drawSheet(images, cells, layout, { transparent: true }))}" width="${width}" height="${sheetHeight(layout)}" alt="${shown} of the ${counted(members.length, "image")}"></figure>`;
}
//# sourceMappingURL=choice_splits.js.map