/** The page of a model's robustness: rates over eps, everyday changes, certified radii, rates of each class, examples. */
import { count, counted, moment } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import type { FlipExample, RobustnessResult, Tested } from "../robustness/index.js";
import { type Html, html } from "./html.js";
import { renderPage } from "./page.js";
import { pageStyle } from "./page_style.js";
import { percent } from "./percent.js";
import { sheetDataUri } from "./picture.js";
import { config, drawTwice } from "./plots.js";

export interface RobustnessReportInput {
  readonly model: string;
  readonly source: string;
  /** Names of the images, where they have some. */
  readonly names: readonly string[] | null;
  readonly createdAt: Date;
  readonly result: RobustnessResult;
}

/** The page as text. */
export async function renderRobustnessReport(input: RobustnessReportInput): Promise<string> {
  const { result } = input;
  const attacks = [...new Set(result.attacks.map(({ name }) => name))];
  const colours = attacks.map((_, cluster) => ({ cluster, label: null }));
  return renderPage({
    title: `${input.source} · Skein robustness`,
    style: pageStyle({ labels: null }, colours) + STYLE,
    first: "the attacks",
    header: header(input),
    sections: [
      ["attacks", "Attacks", await attackSection(result, attacks)],
      ["classes", "Classes", classSection(result)],
      ["examples", "Easiest flips", await exampleSection(input)],
      ["changes", "Everyday changes", await changeSection(result)],
      ["certificate", "Certificate", await certificateSection(result)],
      ["skipped", "Left out", skippedSection(result)],
    ],
  });
}

/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export async function writeRobustnessReport(path: string, input: RobustnessReportInput): Promise<void> {
  await writeFileAtomically(path, await renderRobustnessReport(input));
}

const shareOf = (value: number | null) => (value === null ? "–" : percent(value));

function header({ model, source, createdAt, result }: RobustnessReportInput): Html {
  const facts: [string, string][] = [
    ["Model", model],
    ["Source", source],
    ["Accuracy without change", shareOf(result.clean.accuracy)],
    ["Seed", String(result.settings.seed)],
    ["Created", moment(createdAt)],
  ];
  return html`<header class="top"><p class="kicker">Skein robustness</p>
<h1>${source}</h1>
<p class="summary">How easily the model is fooled, on ${counted(result.images, "image")} of ${counted(result.classes.length, "class")}.</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></header>`;
}

const rate = (field: string, title: string) => ({
  field,
  type: "quantitative",
  title,
  scale: { domain: [0, 1] },
  axis: { tickCount: 6, format: ".0%" },
});

async function attackSection(result: RobustnessResult, names: readonly string[]): Promise<Html | null> {
  if (names.length === 0) return null;
  const x = { field: "level", type: "quantitative", title: "eps", axis: { grid: false, tickCount: 6 } };
  const line = (place: number) => ({
    ...{ type: "line", stroke: `var(--c${place})`, strokeWidth: 2.5, strokeJoin: "round", aria: false },
    point: { fill: `var(--c${place})`, size: 40 },
  });
  const origin = { level: 0, flipRate: 0 };
  const layer = names.map((name, place) => ({
    data: { values: [origin, ...result.attacks.filter((one) => one.name === name)] },
    mark: line(place),
    encoding: { x, y: rate("flipRate", "flip rate") },
  }));
  const plot = await drawTwice(
    `Line chart of the flip rate over eps for ${counted(names.length, "attack")}; the table has the same numbers.`,
    { config, layer },
    320,
  );
  const key = names.map(
    (name, place) => html`<span><i class="dot" style="--c:var(--c${place})"></i>${name}</span>`,
  );
  const where = result.afterPreprocessing
    ? " The model's preprocessing has no derivative: attacks change the images after it."
    : "";
  return html`<section id="attacks"><h2>Attacks</h2>
<p class="lead">Each pixel, from 0 to 1, changes by at most eps so that the image loses the class that the model gives it. The flip rate is the share of images whose class changes; a low one may also mean that the attack fails.${where}</p>
<figure class="card">${plot}<figcaption><p class="facts key">${key}</p></figcaption></figure>
${testedTable("Attacks", ["attack", "eps"], result.attacks)}</section>`;
}

function testedTable(
  label: string,
  [name, level]: readonly [string, string],
  tested: readonly Tested[],
): Html {
  const rows = tested.map(
    (one) =>
      html`<tr><th scope="row">${one.name}</th><td>${one.level}</td><td>${percent(one.flipRate)}</td><td>${shareOf(one.accuracy)}</td></tr>`,
  );
  return html`<div class="card scroll" role="region" aria-label="${label}" tabindex="0"><table class="rates"><thead><tr>${[
    name,
    level,
    "flip rate",
    "accuracy",
  ].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** The flip rate of each class, under each attack at each eps. */
function classSection({ attacks, changes, classes, clean }: RobustnessResult): Html | null {
  const tested = attacks.length > 0 ? attacks : changes;
  if (tested.length === 0) return null;
  const rows = classes.map((name, place) => {
    const cells = tested.map(({ perClass }) => {
      const value = perClass[place]!.flipRate;
      return html`<td style="--share:${Math.round(100 * (value ?? 0))}%">${shareOf(value)}</td>`;
    });
    return html`<tr><th scope="row">${name}</th><td>${count(clean.sizes[place]!)}</td>${cells}</tr>`;
  });
  const titles = ["class", "images", ...tested.map(({ name, level }) => `${name} ${level}`)];
  return html`<section id="classes"><h2>Classes</h2>
<p class="lead">The flip rate of the images that the model puts into each class without change.</p>
<div class="card scroll" role="region" aria-label="Classes" tabindex="0"><table class="rates heat"><thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

/** Smaller pictures are shown with whole pixels, up to this size. */
const SHOWN = 112;

async function exampleSection({ result, names }: RobustnessReportInput): Promise<Html | null> {
  const { examples, exampleSize, classes } = result;
  if (examples.length === 0) return null;
  const { height, width } = exampleSize;
  const zoom = SHOWN / Math.max(height, width);
  const by = zoom > 1 ? Math.floor(zoom) : zoom;
  const size = html`width="${Math.max(1, Math.round(by * width))}" height="${Math.max(1, Math.round(by * height))}"`;
  const picture = async (pixels: Uint8Array, alt: string) =>
    html`<img src="${await sheetDataUri({ ...exampleSize, pixels })}" ${size} alt="${alt}">`;
  const figure = async ({ image, from, to, attack, epsilon, before, after }: FlipExample) => {
    const name = names?.[image] ?? `image ${image}`;
    return html`<figure class="flip"><div>${await picture(before, name)}${await picture(after, `${name}, changed`)}</div>
<figcaption><b>${classes[from]} → ${classes[to]}</b> ${attack}, eps ${epsilon}<br><bdi>${name}</bdi></figcaption></figure>`;
  };
  const figures: Html[] = [];
  for (const example of examples) figures.push(await figure(example));
  return html`<section id="examples"><h2>Easiest flips</h2>
<p class="lead">Of each class the images that the smallest changes flip: before, and after.</p>
<div class="card flips">${figures}</div></section>`;
}

async function changeSection({ changes }: RobustnessResult): Promise<Html | null> {
  if (changes.length === 0) return null;
  const values = changes.map(({ name, level, flipRate }) => ({
    ...{ change: `${name} ${level}`, flipRate },
    text: percent(flipRate),
  }));
  const y = {
    ...{ field: "change", type: "nominal", sort: null, title: null },
    axis: { ticks: false, domain: false, labelLimit: 150, labelPadding: 6, labelColor: "var(--ink)" },
  };
  const x = rate("flipRate", "flip rate");
  const layer = [
    { data: { values }, mark: { type: "bar", fill: "var(--accent)", aria: false }, encoding: { y, x } },
    {
      data: { values },
      mark: { type: "text", align: "left", dx: 6, fontSize: 12, fill: "var(--muted)", aria: false },
      encoding: { y, x, text: { field: "text" } },
    },
  ];
  const plot = await drawTwice(
    `Bar chart of the flip rate of ${counted(changes.length, "everyday change")}; the table has the same numbers.`,
    { config, layer },
    24 * changes.length + 50,
  );
  return html`<section id="changes"><h2>Everyday changes</h2>
<p class="lead">What happens to pictures without anybody's intent: other compression, sizes, light, noise, angles.</p>
<figure class="card">${plot}</figure>
${testedTable("Everyday changes", ["change", "level"], changes)}</section>`;
}

async function certificateSection({ certificate }: RobustnessResult): Promise<Html | null> {
  if (!certificate) return null;
  const { sigma, n0, n, alpha, images, abstained, curve } = certificate;
  const x = {
    field: "radius",
    type: "quantitative",
    title: "l2 radius, of pixels from 0 to 1",
    axis: { grid: false, tickCount: 6 },
  };
  const line = (field: string, colour: string) => ({
    data: { values: curve },
    mark: { type: "line", interpolate: "step-before", stroke: colour, strokeWidth: 2.5, aria: false },
    encoding: { x, y: rate(field, "share of the images") },
  });
  const labelled = curve.some(({ accuracy }) => accuracy !== null);
  const plot = await drawTwice(
    `Line chart of the share of ${counted(images.length, "image")} that is certified at each radius.`,
    {
      config,
      layer: [line("certified", "var(--warm)"), ...(labelled ? [line("accuracy", "var(--accent)")] : [])],
    },
    320,
  );
  return html`<section id="certificate"><h2>Certificate</h2>
<p class="lead">No change of an image within its radius changes its class by the smoothed model, which takes the most frequent class under Gaussian noise; each radius is wrong with probability ${alpha} at most. Sigma ${sigma}, ${count(n0)} draws for the class and ${count(n)} for its radius. The smoothed model abstained from ${counted(abstained, "image")} of ${count(images.length)}.</p>
<figure class="card">${plot}<figcaption><p class="facts key"><span><i class="dot" style="--c:var(--warm)"></i>certified</span>${
    labelled && html`<span><i class="dot" style="--c:var(--accent)"></i>certified with the right class</span>`
  }</p></figcaption></figure></section>`;
}

function skippedSection({ skipped }: RobustnessResult): Html | null {
  if (skipped.length === 0) return null;
  return html`<section id="skipped"><h2>Left out</h2><ul class="card">${skipped.map(
    ({ part, reason }) => html`<li><b>${part}</b>: ${reason}</li>`,
  )}</ul></section>`;
}

const STYLE = `
.rates{width:100%}
.rates th,.rates td{padding:6px 0 6px 12px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
.rates th:first-child{text-align:left;padding-left:0}
.heat td[style]{background:color-mix(in oklab,var(--warm) calc(var(--share)*.5),transparent);padding-right:6px}
figure+.card{margin-top:16px}
.flips{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:18px}
.flip div{display:flex;gap:6px}
.flip img{display:block;border-radius:4px;image-rendering:pixelated}
.flip figcaption{font-size:.82rem;color:var(--muted);margin-top:4px;overflow-wrap:anywhere}
.flip b{color:var(--ink)}
ul.card{padding-left:40px}
`;
