import { ranked, spreadOfRates } from "../compare/result.js";
import { count, counted, duration } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { html } from "./html.js";
import { renderPage } from "./page.js";
import { pageStyle } from "./page_style.js";
import { percent } from "./percent.js";
import { config, drawTwice } from "./plots.js";
const MIB = 2 ** 20;
/** The page as text. */
export async function renderComparisonReport(comparison) {
    const rows = ranked(comparison.rows);
    const done = rows.filter((row) => row.result !== null);
    const curves = done.filter(({ result }) => (result.rates?.length ?? 0) > 1);
    const colours = curves.map((_, cluster) => ({ cluster, label: null }));
    return renderPage({
        title: `${comparison.source} · Skein comparison`,
        style: pageStyle({ labels: null }, colours) + STYLE,
        first: "the table",
        header: header(comparison, done),
        sections: [
            ["table", "Table", tableSection(comparison, rows)],
            ["accuracy", "Accuracy", await accuracySection(done)],
            ["time", "Time", await timeSection(done)],
            ["rates", "Learning rates", await ratesSection(curves)],
        ],
    });
}
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export async function writeComparisonReport(path, comparison) {
    await writeFileAtomically(path, await renderComparisonReport(comparison));
}
function header(comparison, done) {
    const { source, images, heldOut, classes, device, machine, seed, finished } = comparison;
    const facts = [
        ["Source", source],
        ["Images", `${images.width} × ${images.height}, ${images.channels === 1 ? "grey" : "colour"}`],
        ["Device", device],
        ["Machine", `${machine.cpu}, ${counted(machine.cores, "core")}, Node ${machine.node}`],
        ["Seed", String(seed)],
        ["Epochs", comparison.epochs === null ? "each learner's own" : count(comparison.epochs)],
        ["Batch", comparison.batch === null ? "each learner's own" : count(comparison.batch)],
    ];
    const [best] = done;
    const failed = comparison.rows.length - done.length;
    return html `<header class="top"><p class="kicker">Skein comparison</p>
<h1>${source}</h1>
<p class="summary">${counted(done.length, "learner")} learned ${counted(classes.length, "class")} from up to ${counted(images.train, "image")}, and were judged by ${counted(images.test, heldOut.replace(/s$/, ""))}.${best && html ` The most accurate is ${best.learner}, with ${percent(best.result.scores.accuracy)}.`}${failed > 0 && html ` ${counted(failed, "learner")} failed.`}${!finished && html ` The comparison was stopped before its end.`}</p>
<dl class="facts">${facts.map(([name, value]) => html `<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></header>`;
}
const COLUMNS = [
    ...["learner", "learns from", "accuracy", "precision", "recall", "F1"],
    ...["training", "per 1,000", "parameters", "memory", "rate spread"],
];
function tableSection({ images, classes }, rows) {
    const body = rows.map(({ learner, about, supervised, result, failure }) => {
        const cells = result === null
            ? html `<td colspan="${COLUMNS.length - 2}" class="failure">${failure}</td>`
            : cellsOf(result).map((cell) => html `<td>${cell}</td>`);
        const fewer = result !== null && result.trainedOn < images.train;
        return html `<tr><th scope="row">${learner}<small>${about}${fewer && html `; trained on ${count(result.trainedOn)} of ${counted(images.train, "image")}`}</small></th><td>${supervised ? "labels" : "images alone"}</td>${cells}</tr>`;
    });
    return html `<section id="table"><h2>Table</h2>
<p class="lead">Precision, recall and F1 are means over ${counted(classes.length, "class")}. Classes found in images alone were matched one to one to the labels for scoring. Per 1,000 is the time of predicting as many images. Memory is the peak of a process beyond code and images, without that of a GPU. The rate spread is the largest accuracy over the learning rates minus the smallest.</p>
<div class="card scroll" role="region" aria-label="Table" tabindex="0"><table class="learners"><thead><tr>${COLUMNS.map((name) => html `<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div></section>`;
}
function cellsOf({ scores, seconds, parameters, memory, rates }) {
    const spread = spreadOfRates(rates);
    return [
        ...[scores.accuracy, scores.precision, scores.recall, scores.f1].map(percent),
        ...[duration(seconds.training), `${seconds.per1000.toPrecision(2)} s`],
        ...[count(parameters), `${count(memory.growth / MIB)} MiB`, spread === null ? "–" : percent(spread)],
    ];
}
const share = (title) => ({
    field: "accuracy",
    type: "quantitative",
    title,
    scale: { domain: [0, 1] },
    axis: { tickCount: 6, format: ".0%" },
});
const text = { type: "text", align: "left", dx: 6, fontSize: 12, fill: "var(--muted)", aria: false };
const SUPERVISED = "var(--accent)";
const UNSUPERVISED = "var(--warm)";
const valuesOf = (rows) => rows.map(({ learner, supervised, result }) => ({
    learner,
    accuracy: result.scores.accuracy,
    // A logarithmic axis has no place for 0.
    seconds: Math.max(1e-3, result.seconds.training),
    text: percent(result.scores.accuracy),
    colour: supervised ? SUPERVISED : UNSUPERVISED,
}));
const byColour = { field: "colour", type: "nominal", scale: null, legend: null };
async function accuracySection(rows) {
    if (rows.length === 0)
        return null;
    const position = {
        field: "learner",
        type: "nominal",
        sort: null,
        title: null,
        axis: { ticks: false, domain: false, labelLimit: 130, labelPadding: 6, labelColor: "var(--ink)" },
    };
    const data = { values: valuesOf(rows) };
    const layer = [
        {
            data,
            mark: { type: "bar", aria: false },
            encoding: { y: position, x: share("accuracy"), color: byColour },
        },
        { data, mark: text, encoding: { y: position, x: share("accuracy"), text: { field: "text" } } },
    ];
    const plot = await drawTwice(`Bar chart of the accuracy of ${counted(rows.length, "learner")}; the table has the same numbers.`, { config, layer }, 26 * rows.length + 50);
    return html `<section id="accuracy"><h2>Accuracy</h2><figure class="card">${plot}${KEY}</figure></section>`;
}
async function timeSection(rows) {
    if (rows.length === 0)
        return null;
    const data = { values: valuesOf(rows) };
    const x = {
        field: "seconds",
        type: "quantitative",
        title: "seconds of training",
        scale: { type: "log", nice: true },
        axis: { grid: false, tickCount: 6, format: "~g" },
    };
    // Good learners differ by little: what lies below all of them is left out.
    const y = { ...share("accuracy"), scale: { zero: false, nice: true } };
    const layer = [
        {
            data,
            mark: { type: "point", filled: true, size: 70, opacity: 1, aria: false },
            encoding: { x, y, color: byColour },
        },
        { data, mark: text, encoding: { x, y, text: { field: "learner" } } },
    ];
    const plot = await drawTwice(`Scatter plot of accuracy against seconds of training for ${counted(rows.length, "learner")}.`, { config, layer }, 340);
    return html `<section id="time"><h2>Accuracy against training time</h2><figure class="card">${plot}${KEY}</figure></section>`;
}
async function ratesSection(rows) {
    if (rows.length === 0)
        return null;
    const x = {
        field: "rate",
        type: "quantitative",
        title: "learning rate",
        scale: { type: "log" },
        axis: { grid: false, tickCount: 4, format: "~g" },
    };
    const layer = rows.map(({ result }, line) => ({
        data: { values: result.rates.filter(({ accuracy }) => accuracy !== null) },
        mark: {
            ...{ type: "line", stroke: `var(--c${line})`, strokeWidth: 2.5, strokeJoin: "round", aria: false },
            point: { fill: `var(--c${line})`, size: 40 },
        },
        encoding: { x, y: share("accuracy") },
    }));
    const plot = await drawTwice(`Line chart of accuracy over the learning rate for ${counted(rows.length, "learner")}.`, { config, layer }, 320);
    const key = rows.map(({ learner }, line) => html `<span><i class="dot" style="--c:var(--c${line})"></i>${learner}</span>`);
    const failed = rows.flatMap(({ learner, result }) => result.rates.flatMap(({ rate, failure }) => failure === null ? [] : [html `<li>${learner} at ${rate}: ${failure}</li>`]));
    return html `<section id="rates"><h2>Learning rates</h2>
<p class="lead">Each learner with a learning rate at a tenth of its default, at the default, and at ten times the default.</p>
<figure class="card">${plot}<figcaption><p class="facts key">${key}</p>${failed.length > 0 && html `<ul>${failed}</ul>`}</figcaption></figure></section>`;
}
const KEY = html `<figcaption><p class="facts key"><span><i class="dot" style="--c:${SUPERVISED}"></i>learns from labels</span><span><i class="dot" style="--c:${UNSUPERVISED}"></i>learns from images alone</span></p></figcaption>`;
const STYLE = `
.learners{width:100%}
.learners th,.learners td{padding:8px 0 8px 12px;border-bottom:1px solid var(--line);vertical-align:top;text-align:right;white-space:nowrap}
.learners th:first-child,.learners td:nth-child(2),.learners th:nth-child(2){text-align:left}
.learners th:first-child{padding-left:0}
.learners tbody th{min-width:11em;white-space:normal}
.learners small{display:block;font-weight:400}
.learners .failure{text-align:left;white-space:normal;color:var(--warm)}
`;
//# sourceMappingURL=comparison_report.js.map