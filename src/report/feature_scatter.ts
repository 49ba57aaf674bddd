import { counted } from "../format.js";
import { type ClassView, knownLabel } from "./classes.js";
import { type Html, html, trusted } from "./html.js";
import type { ReportInput } from "./input.js";
import { sheetDataUri } from "./picture.js";
import { drawSheet, type SheetLayout, tileSize } from "./sheet.js";

/** What the page's script needs to show the image of a point. */
export interface ScatterData {
  layout: SheetLayout;
  /** Image numbers, in the order of the circles. */
  images: number[];
}

export interface Scatter {
  figure: Html;
  data: ScatterData;
}

const WIDTH = 1000;
const MARGIN = 24;
/** Pixels of thumbnails; a grey one takes about 0.6 bytes in the page, one of a photograph 0.3. */
const THUMBNAIL_PIXELS = 2_000_000;
const MAX_THUMBNAIL_SIDE = 64;
/** With more classes than this, the names on the map and the buttons would hide the points. */
const MOST_NAMED = 30;

/** The 2-D map: one circle per image, coloured by class, by label, or by agreement of the two. */
export async function scatter(input: ReportInput, classes: readonly ClassView[]): Promise<Scatter | null> {
  const { map } = input;
  if (map === null || map.indices.length === 0) return null;
  const indices = Array.from(map.indices);
  const { places, height } = place(map.xy);
  const labelOf = new Map(classes.map((view) => [view.cluster, view.label]));
  const circles = indices.map((image, i) => {
    const cluster = input.assignments[image]!;
    const label = knownLabel(input, image);
    const wrong = label !== null && labelOf.get(cluster) !== label ? ` data-wrong=""` : "";
    const known = label === null ? "" : ` data-l="${label}"`;
    const [x, y] = places[i]!;
    return `<circle cx="${x}" cy="${y}" r="5" data-c="${cluster}"${known}${wrong}/>`;
  });
  const columns = Math.ceil(Math.sqrt(indices.length));
  const budget = THUMBNAIL_PIXELS * input.images.channels;
  const layout = {
    columns,
    rows: Math.ceil(indices.length / columns),
    ...tileSize(input.images, indices.length, { maxSide: MAX_THUMBNAIL_SIDE, budget }),
    gap: 0,
  };
  const sheet = await sheetDataUri(drawSheet(input.images, indices, layout, { transparent: false }));
  const figure = html`<figure class="map">
${input.labels !== null && colourChoice()}
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" tabindex="0"
 aria-label="Map of ${counted(indices.length, "image")}: images with like features lie together. Arrow keys step through the images.">
<g class="points">${trusted(circles.join(""))}</g>
<g class="names" aria-hidden="true">${classes.length <= MOST_NAMED && names(input, classes, places)}</g>
<circle class="ring" r="11" hidden=""/>
</svg>
${classes.length <= MOST_NAMED && legend(classes)}
<img id="map-sheet" src="${sheet}" alt="" hidden="">
</figure>`;
  return { figure, data: { layout, images: indices } };
}

function colourChoice(): Html {
  const choice = (value: string, text: string) =>
    html`<label><input type="radio" name="colour-by" value="${value}"${value === "class" && trusted(" checked")}> ${text}</label>`;
  return html`<fieldset class="choice"><legend>Colour by</legend>
${choice("class", "class")}${choice("label", "known label")}${choice("mistakes", "mistakes")}</fieldset>`;
}

function legend(classes: readonly ClassView[]): Html {
  return html`<div class="legend" role="group" aria-label="Show one class">${classes.map(
    (view) =>
      html`<button type="button" data-class="${view.cluster}" aria-pressed="false"><i class="dot" style="--c:var(--c${
        view.cluster
      })"></i>${view.title}</button>`,
  )}</div>`;
}

/** A class's name stands at the median of its points. */
function names(input: ReportInput, classes: readonly ClassView[], places: [number, number][]): Html[] {
  const points = new Map<number, [number, number][]>();
  input.map!.indices.forEach((image, i) => {
    const cluster = input.assignments[image]!;
    points.set(cluster, [...(points.get(cluster) ?? []), places[i]!]);
  });
  return classes.flatMap((view) => {
    const own = points.get(view.cluster);
    if (!own) return [];
    const text = view.titled ? view.title : String(view.id);
    const short = text.length > 14 ? `${text.slice(0, 13)}…` : text;
    const middle = (axis: 0 | 1) => own.map((p) => p[axis]).sort((a, b) => a - b)[own.length >> 1]!;
    return [html`<text x="${middle(0)}" y="${middle(1)}">${short}</text>`];
  });
}

/** Fits the points into the drawing. UMAP's directions mean nothing, so a tall map may be widened by half. */
function place(xy: Float32Array): { places: [number, number][]; height: number } {
  const xs = xy.filter((_, i) => i % 2 === 0);
  const ys = xy.filter((_, i) => i % 2 === 1);
  const [left, right] = extent(xs);
  const [top, bottom] = extent(ys);
  const [spanX, spanY] = [right - left || 1, bottom - top || 1];
  const inner = WIDTH - 2 * MARGIN;
  const height = Math.round(Math.min(0.62, Math.max(0.45, spanY / spanX)) * inner);
  const scaleY = Math.min(inner / spanX, height / spanY);
  const scaleX = Math.min(inner / spanX, scaleY * 1.5);
  const round = (value: number) => Math.round(value * 10) / 10;
  const places = Array.from(xs, (x, i): [number, number] => [
    round(WIDTH / 2 + (x - (left + right) / 2) * scaleX),
    round(height / 2 + MARGIN + (ys[i]! - (top + bottom) / 2) * scaleY),
  ]);
  return { places, height: height + 2 * MARGIN };
}

function extent(values: Float32Array): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
