/** The page of a supervised training: curves, the confusion matrix, scores of each label, and the worst mistakes. */
import { counted, duration, moment } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { describeClasses, imageName, labelName } from "./classes.js";
import { settingsTable, skippedSection } from "./details.js";
import { evaluationSections } from "./evaluation.js";
import { html } from "./html.js";
import { checkReportInput } from "./input.js";
import { renderPage } from "./page.js";
import { pageStyle } from "./page_style.js";
import { percent } from "./percent.js";
import { config, drawTwice } from "./plots.js";
import { pngDataUri } from "./png.js";
import { drawSheet, tileSize } from "./sheet.js";
/** Pictures of mistakes at most. */
const MISTAKES = 60;
const MISTAKE_SIDE = 96;
const BYTES = 2_000_000;
/**
 * The page as text.
 * @throws {ShapeError} or {ArgumentError} when the parts of the input do not fit each other.
 */
export async function renderTrainingReport(given) {
    const input = { ...given.judged, history: [], restarts: [], selectedHead: 0, map: null };
    checkReportInput(input);
    const classes = describeClasses(input);
    const sections = [
        ["curves", "Curves", await curves(given.epochs)],
        ["confusion", "Labels", evaluationSections(input, classes)],
        ["mistakes", "Mistakes", worstMistakes(input)],
        [
            "settings",
            "Settings",
            html `<section id="settings"><h2>Settings</h2><div class="card scroll" role="region" aria-label="Settings" tabindex="0">${settingsTable(input)}</div></section>`,
        ],
        ["skipped", "Skipped", skippedSection(input)],
    ];
    return renderPage({
        title: `${input.title} · Skein training report`,
        style: pageStyle(input, classes) + MISTAKES_STYLE,
        first: "the curves",
        header: header(given),
        sections,
    });
}
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export async function writeTrainingReport(path, input) {
    await writeFileAtomically(path, await renderTrainingReport(input));
}
function header({ judged, part, learned, network, parameters, epochs }) {
    const { images } = judged;
    const facts = [
        ["Source", judged.source],
        ["Images", `${images.width} × ${images.height}, ${images.channels === 1 ? "grey" : "colour"}`],
        ["Network", `${network}, ${counted(parameters, "parameter")}`],
        ["Device", judged.device],
        ["Training", duration(judged.trainingSeconds)],
        ["Seed", String(judged.seed)],
        ["Written", moment(judged.createdAt)],
    ];
    const tiles = judged.scores.map(({ name, value, split }) => html `<div class="tile"><h2>${name}</h2><p class="big">${percent(value)}</p><p>${split}</p></div>`);
    return html `<header class="top"><p class="kicker">Skein training report</p>
<h1>${judged.title}</h1>
<p class="summary">${network} learned ${counted(judged.clusters, "class")} from ${counted(learned, "image")} in ${counted(epochs.length, "epoch")}, and was judged by ${counted(images.count, part.replace(/s$/, ""))}.</p>
<dl class="facts">${facts.map(([name, value]) => html `<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<div class="tiles">${tiles}</div></header>`;
}
/** Loss and accuracy by epoch, of the training images and of those kept aside. */
async function curves(epochs) {
    if (epochs.length === 0)
        return null;
    const plot = (title, training, judged, format) => {
        const points = epochs.flatMap((point) => [
            { epoch: point.epoch, value: training(point), of: "training" },
            { epoch: point.epoch, value: point.metrics[judged], of: "validation" },
        ]);
        const values = points.filter(({ value }) => value !== undefined && Number.isFinite(value));
        if (values.length === 0)
            return null;
        const encoding = {
            x: {
                field: "epoch",
                type: "quantitative",
                title: "epoch",
                axis: { grid: false, tickMinStep: 1, format: "d" },
            },
            y: {
                field: "value",
                type: "quantitative",
                title,
                scale: { zero: false },
                axis: { tickCount: 6, format },
            },
        };
        const line = (of, stroke, width) => ({
            data: { values: values.filter((point) => point.of === of) },
            mark: {
                type: "line",
                stroke,
                strokeWidth: width,
                strokeJoin: "round",
                point: { fill: stroke, size: 18 },
                aria: false,
            },
            encoding,
        });
        const layer = [line("training", "var(--muted)", 1.5), line("validation", "var(--accent)", 2.5)];
        return drawTwice(`Line chart of the ${title} over ${counted(epochs.length, "epoch")}.`, { config, layer }, 260);
    };
    const loss = await plot("loss", ({ loss }) => loss, "valLoss", ".2~f");
    const accuracy = await plot("accuracy", ({ metrics }) => metrics.accuracy, "valAccuracy", ".0%");
    return html `<section id="curves"><h2>Curves</h2><figure class="card">${loss}${accuracy}<figcaption><p class="facts key"><span><i class="line"></i>images learned from</span><span><i class="line selected"></i>images kept aside</span></p></figcaption></figure></section>`;
}
/** The images that the model was surest of and wrong. */
function worstMistakes(input) {
    const { images, labels, assignments, confidence, evaluation } = input;
    if (labels === null || evaluation === null)
        return null;
    const wrong = Array.from({ length: images.count }, (_, image) => image).filter((image) => evaluation.mapping.get(assignments[image]) !== labels[image]);
    if (wrong.length === 0) {
        return html `<section id="mistakes"><h2>Worst mistakes</h2><p class="lead">None: every image got its label.</p></section>`;
    }
    wrong.sort((a, b) => confidence[b] - confidence[a] || a - b);
    const shown = wrong.slice(0, MISTAKES);
    const tile = tileSize(images, shown.length, { maxSide: MISTAKE_SIDE, budget: BYTES });
    const figures = shown.map((image) => {
        const sheet = drawSheet(images, [image], { columns: 1, rows: 1, gap: 0, ...tile }, { transparent: false });
        const given = evaluation.mapping.get(assignments[image]) ?? -1;
        const name = imageName(input, image);
        return html `<figure title="${name}"><img src="${pngDataUri(sheet)}" width="${tile.tileWidth}" height="${tile.tileHeight}" alt="${name}"><figcaption><b>${labelName(input, labels[image])}</b> taken for <b>${labelName(input, given)}</b> <small>${percent(confidence[image])}</small></figcaption></figure>`;
    });
    return html `<section id="mistakes"><h2>Worst mistakes</h2>
<p class="lead">${counted(wrong.length, "image")} got another label than their own; these are the ones that the model was surest of.</p>
<div class="card wrong-images">${figures}</div></section>`;
}
const MISTAKES_STYLE = `
.wrong-images{display:grid;grid-template-columns:repeat(auto-fill,minmax(120px,1fr));gap:16px;padding:20px}
.wrong-images figure{display:flex;flex-direction:column;align-items:center;gap:6px;text-align:center}
.wrong-images img{width:96px;height:auto;image-rendering:pixelated;border-radius:6px}
.wrong-images figcaption{font-size:.85rem;line-height:1.3}
`;
//# sourceMappingURL=training_report.js.map