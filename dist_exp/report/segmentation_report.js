import { count, counted, duration, moment } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { html } from "./html.js";
import { renderPage } from "./page.js";
import { pageStyle } from "./page_style.js";
import { percent } from "./percent.js";
/** The page as text. */
export async function renderSegmentationReport(report) {
    const { unsure, sure } = await report.shown.shown();
    return renderPage({
        title: `${report.source} · Skein masks`,
        style: pageStyle({ labels: null }, []) + STYLE,
        first: "the masks",
        header: header(report),
        sections: [
            ["scores", "Scores", scores(report.scores)],
            ["unsure", "Least sure", masks("unsure", "Least sure", UNSURE, unsure)],
            ["sure", "Surest", masks("sure", "Surest", SURE, sure)],
            ["skipped", "Skipped files", skippedFiles(report.skipped)],
        ],
        script: SCRIPT,
    });
}
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export async function writeSegmentationReport(path, report) {
    await writeFileAtomically(path, await renderSegmentationReport(report));
}
const UNSURE = "The images whose regions have the least mean probability. Look here first: whether the objects are cut off, or the background is taken for one. Drag the line across the third picture to compare it with the image.";
const SURE = "The images whose regions have the highest mean probability. A sure mask is not a right one: where these are wrong, too, try another method.";
function header(report) {
    const { source, settings, images, empty, meanShare, device, createdAt, seconds } = report;
    const own = Object.entries(settings.settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
    const facts = [
        ["Source", source],
        ["Method", settings.method],
        ["Regions", String(settings.regions)],
        ...(own.length > 0 ? [["Settings", own.join(", ")]] : []),
        ["Seed", String(settings.seed)],
        ["Device", device],
        ["Time", duration(seconds)],
        ["Created", moment(createdAt)],
    ];
    return html `<header class="top"><p class="kicker">Skein masks</p>
<h1>${source}</h1>
<p class="summary">${counted(images, "image")} divided into ${count(settings.regions)} regions without labels.${meanShare !== null && html ` The foreground takes ${percent(meanShare)} of an image on average.`}${empty > 0 && html ` ${counted(empty, "image")} ${empty === 1 ? "has" : "have"} none.`}</p>
<dl class="facts">${facts.map(([name, value]) => html `<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></header>`;
}
function scores(all) {
    if (all.length === 0)
        return null;
    const tiles = all.map(([title, value]) => html `<div class="tile"><h2>${title}</h2><div class="big">${Number.isNaN(value) ? "–" : value.toFixed(3)}</div></div>`);
    return html `<section id="scores"><h2>Scores</h2><p class="lead">Against true masks, which were not looked at before.</p><div class="tiles">${tiles}</div></section>`;
}
function masks(id, title, lead, images) {
    if (images.length === 0)
        return null;
    return html `<section id="${id}"><h2>${title}</h2><p class="lead">${lead}</p><div class="masks">${images.map(figure)}</div></section>`;
}
function figure({ name, confidence, share, width, height, image, mask, overlay }) {
    const size = html `width="${width}" height="${height}"`;
    const front = share === null ? null : share === 0 ? "no foreground" : `foreground ${percent(share)}`;
    return html `<figure class="card masked"><div class="three">
<img src="${image}" ${size} alt="${name}" loading="lazy"><img src="${mask}" ${size} alt="mask of ${name}" loading="lazy">
<div class="wipe"><img src="${image}" ${size} alt="" loading="lazy"><img class="over" src="${overlay}" ${size} alt="${name} with its regions" loading="lazy"></div></div>
<input type="range" min="0" max="100" value="100" aria-label="How much of the regions to show in ${name}">
<figcaption><bdi>${name}</bdi><span>${[`sure by ${percent(confidence)}`, front].filter((part) => part !== null).join(", ")}</span></figcaption></figure>`;
}
function skippedFiles(files) {
    if (files.length === 0)
        return null;
    return html `<section id="skipped"><h2>Skipped files</h2><ul class="card">${files.map(({ name, reason }) => html `<li><bdi>${name}</bdi>: ${reason}</li>`)}</ul></section>`;
}
/** Moves the line between image and overlay. */
const SCRIPT = `
for (const input of document.querySelectorAll(".masked input")) {
  const show = () => input.parentElement.style.setProperty("--cut", input.value + "%");
  input.addEventListener("input", show);
  show();
}
`;
const STYLE = `
.masks{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:18px;align-items:start}
.masked{padding:12px;min-width:0;break-inside:avoid;--cut:100%}
.three{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:6px;align-items:start}
.three img{display:block;width:100%;height:auto;border-radius:3px;image-rendering:pixelated}
.wipe{position:relative}
.wipe .over{position:absolute;inset:0;clip-path:inset(0 calc(100% - var(--cut)) 0 0)}
.wipe::after{content:"";position:absolute;top:0;bottom:0;left:var(--cut);width:2px;margin-left:-1px;background:var(--accent)}
.masked input{width:calc(33.3% - 4px);margin:6px 0 0 auto;display:block;accent-color:var(--accent)}
.masked figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;font-size:.82rem;color:var(--muted);margin-top:4px}
.masked bdi{color:var(--ink);overflow-wrap:anywhere}
@media print{.masked input{display:none}}
`;
//# sourceMappingURL=segmentation_report.js.map