/**
 * report.html: one file that shows what a clustering found.
 *
 * Everything is inside the page (pictures as PNG sheets, plots as SVG, one small
 * script), and its content security policy forbids any request and any script
 * but its own. 70,000 digits in ten classes make a page of 0.9 MB.
 */
import { createHash } from "node:crypto";
import { writeFileAtomically } from "../io/atomic_file.js";
import { describeClasses, imageName, knownLabel, labelName } from "./classes.js";
import { copiesSection, findingsSection, header, lossLegend, settingsTable, skippedSection, } from "./details.js";
import { evaluationSections } from "./evaluation.js";
import { scatter } from "./feature_scatter.js";
import { html, jsonBlock, trusted } from "./html.js";
import { checkReportInput } from "./input.js";
import { mosaics } from "./mosaics.js";
import { PAGE_SCRIPT } from "./page_script.js";
import { pageStyle } from "./page_style.js";
import { lossPlot, sizesPlot } from "./plots.js";
/**
 * The report as the text of an HTML page.
 * @throws ShapeError or ArgumentError when the parts of the input do not fit each other.
 */
export async function renderReport(input) {
    checkReportInput(input);
    const classes = describeClasses(input);
    const { cards, data: mosaicData } = await mosaics(input, classes);
    const map = await scatter(input, classes);
    const evaluation = evaluationSections(input, classes);
    const sections = [
        ["findings", "Signs", findingsSection(input)],
        ["classes", "Classes", section("classes", "Classes", cards)],
        [
            "map",
            "Map",
            map &&
                section("map", "Map of the features", html `<p class="lead">${MAP_LEAD}</p><div class="card">${map.figure}</div>`),
        ],
        ["confusion", "Labels", evaluation],
        [
            "sizes",
            "Sizes",
            section("sizes", "Sizes", html `<figure class="card">${await sizesPlot(classes)}${input.evaluation !== null &&
                html `<figcaption class="facts">The pale end of a bar: images with another label than the one the class stands for.</figcaption>`}</figure>`),
        ],
        [
            "training",
            "Training",
            input.history.length === 0
                ? null
                : section("training", "Training", html `<figure class="card">${await lossPlot(input)}<figcaption>${lossLegend(input)}</figcaption></figure>`),
        ],
        ["skipped", "Skipped", skippedSection(input)],
        ["copies", "Copies", copiesSection(input)],
        [
            "settings",
            "Settings",
            section("settings", "Settings", html `<div class="card scroll" role="region" aria-label="Settings" tabindex="0">${settingsTable(input)}</div>`),
        ],
    ];
    const present = sections.filter(([, , body]) => body !== null);
    const data = {
        mosaics: mosaicData,
        map: map?.data ?? null,
        images: shownImages(input, mosaicData, map?.data.images ?? []),
        classes: Object.fromEntries(classes.map(({ cluster, title, members }) => [cluster, [title, members.length]])),
    };
    const page = html `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '${scriptHash()}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${input.title} · Skein report</title><link rel="icon" href="data:,">
<style>${trusted(pageStyle(input, classes))}</style></head>
<body><a class="skip" href="#main">Skip to the classes</a>
${header(input, classes)}
<nav aria-label="Sections"><div>${present.map(([id, title]) => html `<a href="#${id}">${title}</a>`)}</div></nav>
<main id="main">${present.map(([, , body]) => body)}</main>
<div id="tip" role="status" hidden><canvas width="1" height="1"></canvas><div></div></div>
${viewer()}
${jsonBlock("report-data", data)}
<script>${trusted(PAGE_SCRIPT)}</script></body></html>
`;
    return page.text;
}
/**
 * Writes the report to `path`, whole or not at all.
 * @throws SkeinError when the file system refuses, and what `renderReport` throws.
 */
export async function writeReport(path, input) {
    await writeFileAtomically(path, await renderReport(input));
}
const MAP_LEAD = "Each point is an image, placed by UMAP so that images with like features lie together. Directions and distances between groups mean little. Point at one to see it.";
function section(id, title, body) {
    return html `<section id="${id}"><h2>${title}</h2>${body}</section>`;
}
/** Where one image is seen larger, among all those of its class that the page holds. */
function viewer() {
    return html `<dialog id="viewer" aria-label="Images of a class"><div class="head"><h2></h2><button type="button" class="close">Close</button></div>
<div class="one" hidden><canvas width="1" height="1"></canvas><div class="about"></div></div><div class="all"></div></dialog>`;
}
/** Name, class, certainty and label of every image that can be pointed at, by image number. */
function shownImages(input, mosaicData, mapped) {
    const numbers = new Set([...mapped, ...mosaicData.flatMap(({ images }) => images)]);
    numbers.delete(null);
    return Object.fromEntries(Array.from(numbers, (image) => {
        const label = knownLabel(input, image);
        const labelText = label === null ? null : labelName(input, label);
        const confidence = Math.round(input.confidence[image] * 1000) / 1000;
        const file = input.images.files?.[image];
        const shown = [imageName(input, image), input.assignments[image], confidence, labelText];
        if (file !== undefined)
            shown.push(file);
        return [image, shown];
    }));
}
/** The policy names the one script by its hash, so that no text in the page can ever run as another. */
function scriptHash() {
    return `sha256-${createHash("sha256").update(PAGE_SCRIPT).digest("base64")}`;
}
//# sourceMappingURL=report.js.map