/** The page of preprocessed images: some of them before, and after each step. */
import { counted, moment } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { formatSteps, preprocess, type StepConfig, type StepNote } from "../preprocess/index.js";
import { type Html, html } from "./html.js";
import { renderPage } from "./page.js";
import { pageStyle } from "./page_style.js";
import { sheetDataUri } from "./picture.js";
import type { Raster } from "./png.js";

/** One image, as it was and after each step. */
export interface PreprocessedExample {
  readonly name: string;
  readonly pictures: readonly Raster[];
}

export interface PreprocessingReportInput {
  readonly source: string;
  /** Images that were written. */
  readonly images: number;
  readonly steps: readonly StepConfig[];
  readonly notes: readonly StepNote[];
  readonly examples: readonly PreprocessedExample[];
  readonly createdAt: Date;
}

/** Pixels on the longer side of a picture on the page. */
const LARGEST = 240;
/** Smaller pictures are shown with whole pixels, up to this size. */
const SMALLEST = 160;

/** An image before the steps and after each of them, small enough for the page. Steps that drop images show nothing. */
export async function exampleOf(
  name: string,
  image: Raster,
  steps: readonly StepConfig[],
): Promise<PreprocessedExample> {
  let now = { ...image, count: 1 };
  const pictures = [await smaller(now)];
  for (const step of steps) {
    const { count, height, width, channels, pixels } = await preprocess(now, [step]);
    if (count > 0) now = { count, height, width, channels, pixels };
    pictures.push(await smaller(now));
  }
  return { name, pictures };
}

async function smaller(image: Raster & { readonly count: number }): Promise<Raster> {
  const scale = LARGEST / Math.max(image.height, image.width);
  if (scale >= 1) return image;
  const [height, width] = [image.height, image.width].map((side) => Math.max(1, Math.round(side * scale)));
  return await preprocess(image, [{ step: "resize", height: height!, width: width!, method: "area" }]);
}

/** The page as text. */
export async function renderPreprocessingReport(input: PreprocessingReportInput): Promise<string> {
  return renderPage({
    title: `${input.source} · Skein, preprocessing`,
    style: pageStyle({ labels: null }, []) + STYLE,
    first: "the images",
    header: header(input),
    sections: [
      ["changes", "Outliers", changesSection(input)],
      ["images", "Before and after", await examplesSection(input)],
    ],
  });
}

/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export async function writePreprocessingReport(path: string, input: PreprocessingReportInput): Promise<void> {
  await writeFileAtomically(path, await renderPreprocessingReport(input));
}

function header({ source, images, steps, createdAt }: PreprocessingReportInput): Html {
  const facts: [string, string][] = [
    ["Source", source],
    ["Written", moment(createdAt)],
  ];
  return html`<header class="top"><p class="kicker">Skein, preprocessing</p>
<h1>${counted(images, "image")}</h1>
<p class="summary"><code>${formatSteps(steps)}</code></p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></header>`;
}

function changesSection({ notes }: PreprocessingReportInput): Html | null {
  if (notes.length === 0) return null;
  const rows = notes.map(
    ({ step, images, values }) =>
      html`<tr><th scope="row">${step}</th><td>${counted(images.length, "image")}</td><td>${values > 0 ? counted(values, "value") : ""}</td></tr>`,
  );
  return html`<section id="changes"><h2>Outliers</h2><div class="card"><table class="settings"><tbody>${rows}</tbody></table></div></section>`;
}

async function examplesSection({ examples, steps }: PreprocessingReportInput): Promise<Html> {
  const titles = ["before", ...steps.map((step) => formatSteps([step]))];
  const rows: Html[] = [];
  for (const { name, pictures } of examples) {
    const cells: Html[] = [];
    for (const [i, picture] of pictures.entries()) {
      const address = await sheetDataUri(picture);
      const zoom = Math.max(1, Math.floor(SMALLEST / Math.max(picture.height, picture.width)));
      const [width, height] = [zoom * picture.width, zoom * picture.height];
      const label = `${name}, ${i === 0 ? "before" : `after ${titles[i]}`}`;
      cells.push(html`<td><img src="${address}" width="${width}" height="${height}" alt="${label}"></td>`);
    }
    rows.push(
      html`<tr>${cells}</tr><tr class="name"><th scope="row" colspan="${titles.length}">${name}</th></tr>`,
    );
  }
  return html`<section id="images"><h2>Before and after</h2>
<p class="lead">From left to right: each image before the steps, and after each of them.</p>
<div class="card scroll" role="region" aria-label="Before and after" tabindex="0"><table class="steps"><thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

const STYLE = `
.steps th,.steps td{padding:4px 12px 4px 0;vertical-align:top}
.steps thead th{max-width:240px;overflow-wrap:anywhere}
.steps img{display:block;border-radius:4px;image-rendering:pixelated}
.steps .name th{font-weight:400;font-size:.82rem;color:var(--muted);padding-bottom:16px;overflow-wrap:anywhere}
`;
