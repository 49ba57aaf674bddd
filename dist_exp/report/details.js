import { count, counted, duration, moment } from "../format.js";
import { imageName, isUnsorted } from "./classes.js";
import { html } from "./html.js";
import { percent } from "./percent.js";
/** Longer lists of skipped images end with a count: the page must open, and the run's log has them all. */
const SKIPPED_SHOWN = 500;
/** Longer lists start folded. */
const SKIPPED_OPEN = 12;
/** What was done, on what, and how well it went. */
export function header(input, classes) {
    const { images } = input;
    const facts = [
        ["Source", input.source],
        ["Images", `${images.width} × ${images.height}, ${images.channels === 1 ? "grey" : "colour"}`],
        ["Device", input.device],
        ["Training", duration(input.trainingSeconds)],
        ["Seed", String(input.seed)],
        ["Written", moment(input.createdAt)],
    ];
    if (input.skipped.length > 0)
        facts.push(["Skipped", counted(input.skipped.length, "file")]);
    if (input.copies?.length)
        facts.push(["Copies", counted(surplus(input.copies), "image")]);
    return html `<header class="top">
<p class="kicker">${skein(classes)} Skein report</p>
<h1>${input.title}</h1>
<p class="summary">${counted(images.count, "image")} sorted into ${counted(input.clusters - ((input.unsorted ?? null) === null ? 0 : 1), "class")}${input.labels === null ? "" : "; the labels were only used to judge the result"}.</p>
<dl class="facts">${facts.map(([name, value]) => html `<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<div class="tiles">${input.scores.length > 0 ? scoreTiles(input.scores) : certaintyTiles(input, classes)}</div>
</header>`;
}
function scoreTiles(scores) {
    const names = [...new Set(scores.map(({ name }) => name))];
    return names.map((name) => {
        const [first, ...others] = scores.filter((score) => score.name === name);
        const value = (score) => scoreText(name, score.value);
        return html `<div class="tile"><h2>${name}</h2><p class="big">${value(first)}</p><p>${first.split}</p>${others.map((score) => html `<p><b>${value(score)}</b> ${score.split}</p>`)}</div>`;
    });
}
/** Shares are percentages; indices such as NMI and ARI, which are no share of anything, are plain. */
function scoreText(name, value) {
    if (!Number.isFinite(value))
        return "–";
    return /accuracy|purity|precision|recall|f1/i.test(name) ? percent(value) : value.toFixed(3);
}
function certaintyTiles(input, classes) {
    const { assignments, confidence, images } = input;
    const unsorted = classes.find((view) => isUnsorted(input, view));
    const sizes = classes.filter((view) => view !== unsorted).map(({ members }) => members.length);
    const sure = confidence.filter((value, i) => value >= 0.9 && assignments[i] !== unsorted?.cluster).length;
    const tile = (name, value, note) => html `<div class="tile"><h2>${name}</h2><p class="big">${value}</p><p>${note}</p></div>`;
    const tiles = [
        tile("Certain", percent(sure / images.count), "of the images, with 90 % or more: how sure the model is, not how often it is right"),
    ];
    if (sizes.length > 0) {
        tiles.push(tile("Largest class", count(sizes.reduce((a, b) => Math.max(a, b))), "images"), tile("Smallest class", count(sizes.reduce((a, b) => Math.min(a, b))), "images"));
    }
    if (unsorted)
        tiles.push(tile("Unsorted", percent(unsorted.share), "of the images, in no class"));
    return tiles;
}
/** The mark of the page: as many strands as there are classes, up to six. */
function skein(classes) {
    const strands = classes.slice(0, 6).map((view, i) => {
        const bend = 3 + i * 3.2;
        return html `<path d="M2 ${bend}C12 ${bend} 14 ${22 - bend} 24 ${22 - bend}S36 ${bend} 46 ${bend}" stroke="var(--c${view.cluster})"/>`;
    });
    return html `<svg class="skein" viewBox="0 0 48 22" aria-hidden="true">${strands}</svg>`;
}
/** The losses' legend. */
export function lossLegend(input) {
    const heads = input.history[0]?.losses.length ?? 0;
    return html `<p class="facts key"><span><i class="line selected"></i>head ${input.selectedHead}, selected by its loss</span>${heads > 1 && html `<span><i class="line"></i>${counted(heads - 1, "other head")}</span>`}${input.restarts.length > 0 &&
        html `<span><i class="triangle"></i>${counted(input.restarts.length, "restart")} from a better head</span>`}</p>`;
}
/** Every setting with its full name, and the seed. */
export function settingsTable(input) {
    const rows = [["seed", String(input.seed)], ...flatten(input.settings).filter(([name]) => name !== "seed")];
    return html `<table class="settings"><caption>The same settings, seed and device give the same classes</caption>
<thead><tr><th scope="col">setting</th><th scope="col">value</th></tr></thead>
<tbody>${rows.map(([name, value]) => html `<tr><th scope="row">${breakable(name)}</th><td>${value}</td></tr>`)}</tbody></table>`;
}
/** A name that may go on in the next line after each dot and before each capital. */
function breakable(name) {
    return name.split(/(?<=\.)|(?=[A-Z])/).map((part, i) => (i === 0 ? html `${part}` : html `<wbr>${part}`));
}
function flatten(value, path = "") {
    if (value === undefined)
        return [];
    const nested = typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
    if (nested) {
        return Object.entries(value).flatMap(([name, part]) => flatten(part, path === "" ? name : `${path}.${name}`));
    }
    return [[path, typeof value === "string" ? value : (JSON.stringify(value) ?? String(value))]];
}
/** Groups of copies, and names of one group, that are listed. */
const COPIES_SHOWN = 100;
const NAMES_SHOWN = 12;
/** Images that are there more than once. */
export function copiesSection(input) {
    const { copies = [] } = input;
    if (copies.length === 0)
        return null;
    const rows = copies.slice(0, COPIES_SHOWN).map((group) => {
        const names = group.slice(0, NAMES_SHOWN).map((image) => html `<bdi>${imageName(input, image)}</bdi> `);
        const rest = group.length - names.length;
        return html `<li>${count(group.length)} × ${names}${rest > 0 && `and ${count(rest)} more`}</li>`;
    });
    const rest = copies.length - rows.length;
    return html `<section id="copies"><h2>Copies</h2>
<details class="card"><summary>${counted(surplus(copies), "image")} equal to another, pixel by pixel</summary>
<p class="facts">Copies count several times: a class may consist of one picture and its copies.</p>
<ul class="copies">${rows}</ul>${rest > 0 && html `<p class="facts">and ${counted(rest, "group")} more</p>`}</details></section>`;
}
/** Signs that the clustering went wrong. */
export function findingsSection({ findings = [] }) {
    if (findings.length === 0)
        return null;
    const heads = { failed: "May have failed", doubtful: "Doubtful", note: "Note" };
    const rows = findings.map(({ severity, message }) => html `<li><b>${heads[severity]}</b>: ${message}.</li>`);
    return html `<section id="findings"><h2>Signs to look at</h2>
<div class="card"><ul class="copies">${rows}</ul>
<p class="facts">Found in the images and classes alone, without labels.</p></div></section>`;
}
/** Images but for the first of each group. */
function surplus(copies) {
    return copies.reduce((sum, group) => sum + group.length - 1, 0);
}
/** The files that could not be used, with reasons. */
export function skippedSection({ skipped }) {
    if (skipped.length === 0)
        return null;
    const shown = skipped.slice(0, SKIPPED_SHOWN);
    const rows = shown.map(({ name, reason }) => html `<tr><th scope="row"><bdi>${name}</bdi></th><td>${reason}</td></tr>`);
    const rest = skipped.length - shown.length;
    return html `<section id="skipped"><h2>Skipped files</h2>
<details class="card"${skipped.length <= SKIPPED_OPEN && html ` open`}><summary>${counted(skipped.length, "file")} could not be used</summary>
<div class="scroll" role="region" aria-label="Skipped files" tabindex="0"><table class="skipped"><thead><tr><th scope="col">file</th><th scope="col">reason</th></tr></thead>
<tbody>${rows}</tbody></table></div>${rest > 0 && html `<p class="facts">and ${count(rest)} more</p>`}</details></section>`;
}
//# sourceMappingURL=details.js.map