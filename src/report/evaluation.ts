import { count, counted } from "../format.js";
import { type ClassView, isUnsorted, labelName } from "./classes.js";
import { type Html, html, trusted } from "./html.js";
import type { Evaluation, ReportInput } from "./input.js";
import { percent } from "./percent.js";
import { pngDataUri } from "./png.js";

/** A larger matrix becomes a picture: its numbers would not be readable, nor its table small. */
const LARGEST_TABLE = 30;
const MISTAKES_SHOWN = 8;

/** Images by label (rows) and class (columns), columns in the order of the classes. */
interface Matrix {
  labels: number[];
  classes: readonly ClassView[];
  /** counts[row][column] */
  counts: number[][];
  sums: number[];
}

/** The confusion matrix, the most frequent mistakes and the scores per label. */
export function evaluationSections(input: ReportInput, classes: readonly ClassView[]): Html | null {
  if (input.labels === null || input.evaluation === null) return null;
  const matrix = orderedMatrix(input.evaluation, classes);
  const small = Math.max(matrix.labels.length, classes.length) <= LARGEST_TABLE;
  return html`<section id="confusion"><h2>Labels against classes</h2>
<p class="lead">Rows are the known labels, columns the classes found. Right answers are
<span class="key right">blue</span>, mistakes <span class="key wrong">orange</span>, tinted by their share of the row
(mistakes by its square root, so that rare ones show).</p>
<div class="beside"><div class="card">${small ? matrixTable(input, matrix) : matrixPicture(matrix)}</div>
<div class="card">${mistakes(input, matrix)}</div></div></section>
<section id="scores"><h2>Scores per label</h2>
<div class="card scroll" role="region" aria-label="Scores per label" tabindex="0">${scoreTable(input, classes)}</div></section>`;
}

function orderedMatrix({ contingency }: Evaluation, classes: readonly ClassView[]): Matrix {
  const { rowLabels, columnLabels, counts } = contingency;
  const columnOf = new Map(Array.from(columnLabels, (cluster, column) => [cluster, column]));
  const table = Array.from(rowLabels, (_, row) =>
    classes.map(({ cluster }) => {
      const column = columnOf.get(cluster);
      return column === undefined ? 0 : counts[row * columnLabels.length + column]!;
    }),
  );
  return {
    labels: Array.from(rowLabels),
    classes,
    counts: table,
    sums: table.map((row) => row.reduce((a, b) => a + b, 0)),
  };
}

/** How strongly a cell is tinted, 0 to 1: mistakes by the root of their share, else the rare ones vanish. */
function strength(share: number, right: boolean): number {
  return right ? share : Math.sqrt(share);
}

function matrixTable(input: ReportInput, { labels, classes, counts, sums }: Matrix): Html {
  const heads = classes.map((view) => {
    const dot = html`<i class="dot" style="--c:var(--c${view.cluster})"></i>`;
    // The word is wider than numbers are.
    if (isUnsorted(input, view)) return html`<th scope="col" style="width:6.5em">${dot}unsorted</th>`;
    return html`<th scope="col">${dot}${view.id}</th>`;
  });
  const rows = labels.map((label, row) => {
    const cells = classes.map((view, column) => {
      const value = counts[row]![column]!;
      const right = view.label === label;
      const share = value / Math.max(1, sums[row]!);
      const tint = strength(share, right);
      const kind =
        value === 0 && !right ? "none" : `${right ? "right" : "wrong"}${tint > 0.55 ? " strong" : ""}`;
      const title = `${percent(share)} of label ${labelName(input, label)} are ${isUnsorted(input, view) ? "unsorted" : `in class ${view.id}`}`;
      return html`<td class="${kind}" style="--v:${tint.toFixed(3)}" title="${title}">${count(value)}</td>`;
    });
    return html`<tr><th scope="row" title="${labelName(input, label)}">${labelName(input, label)}</th>${cells}</tr>`;
  });
  const longest = labels.reduce((most, label) => Math.max(most, labelName(input, label).length), 0);
  const width = Math.min(16, Math.max(5, longest)) + 1;
  return html`<div class="scroll" role="region" aria-label="Confusion matrix" tabindex="0"><table class="confusion" style="--columns:${classes.length};--label:${width}ch">
<caption>Images by label (rows) and class (columns)</caption>
<thead><tr><th scope="col">label</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function matrixPicture({ labels, classes, counts, sums }: Matrix): Html {
  const [width, height] = [classes.length, labels.length];
  const pixels = new Uint8Array(width * height * 4);
  labels.forEach((label, row) => {
    classes.forEach((view, column) => {
      const right = view.label === label;
      const alpha = strength(counts[row]![column]! / Math.max(1, sums[row]!), right);
      const colour = right ? [74, 108, 212] : [226, 120, 48];
      pixels.set([...colour, Math.round(255 * alpha)], (row * width + column) * 4);
    });
  });
  const alt = `Confusion matrix of ${labels.length} labels and ${classes.length} classes; the list of mistakes gives its largest cells off the diagonal.`;
  return html`<img class="matrix" src="${pngDataUri({ width, height, channels: 4, pixels })}" width="${width}" height="${height}" alt="${alt}">
<p class="facts">One pixel per label (down) and class (across), classes in the order of the labels they stand for.</p>`;
}

function mistakes(input: ReportInput, { labels, classes, counts, sums }: Matrix): Html {
  const found = labels.flatMap((label, row) =>
    classes.flatMap((view, column) => {
      const value = counts[row]![column]!;
      return view.label === label || value === 0 ? [] : [{ label, view, value, share: value / sums[row]! }];
    }),
  );
  found.sort((a, b) => b.value - a.value);
  if (found.length === 0)
    return html`<h3>Most frequent mistakes</h3><p>None: every class holds one label.</p>`;
  return html`<h3>Most frequent mistakes</h3><ol class="mistakes">${found
    .slice(0, MISTAKES_SHOWN)
    .map(
      ({ label, view, value, share }) =>
        html`<li><span><b>${labelName(input, label)}</b> ${
          isUnsorted(input, view)
            ? "unsorted"
            : html`taken for <b>${view.titled ? view.title : `class ${view.id}`}</b>`
        }</span><span>${counted(value, "image")} <small>${percent(share)}</small></span></li>`,
    )}</ol>`;
}

function scoreTable(input: ReportInput, classes: readonly ClassView[]): Html {
  const scores = input.evaluation!.perClass;
  const rows = scores.map((entry) => {
    const view = classes.find(({ label }) => label === entry.label);
    return html`<tr><th scope="row">${view && html`<i class="dot" style="--c:var(--c${view.cluster})"></i>`}${labelName(
      input,
      entry.label,
    )}</th><td>${view ? view.id : "none"}</td>${bar(entry.precision)}${bar(entry.recall)}${bar(entry.f1)}<td>${count(
      entry.support,
    )}</td></tr>`;
  });
  const mean = (pick: (entry: (typeof scores)[number]) => number) =>
    percent(scores.reduce((sum, entry) => sum + pick(entry), 0) / scores.length);
  const total = scores.reduce((sum, entry) => sum + entry.support, 0);
  return html`<table class="scores"><caption>Precision, recall and F1 of the class that stands for each label</caption>
<thead><tr>${["label", "class", "precision", "recall", "F1", "images"].map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">mean</th><td></td><td>${mean((e) => e.precision)}</td><td>${mean((e) => e.recall)}</td><td>${mean(
    (e) => e.f1,
  )}</td><td>${count(total)}</td></tr></tfoot></table>`;
}

function bar(value: number): Html {
  return html`<td class="bar" style="--v:${trusted(value.toFixed(4))}">${percent(value)}</td>`;
}
