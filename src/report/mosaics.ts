import { count, counted } from "../format.js";
import { type ClassView, imageName, labelName } from "./classes.js";
import { type Html, html } from "./html.js";
import type { ReportInput } from "./input.js";
import { percent } from "./percent.js";
import { sheetDataUri } from "./picture.js";
import { drawSheet, type SheetLayout, sheetHeight, sheetWidth, tileSize } from "./sheet.js";

/** What the page's script needs to name an image of a mosaic: null for an empty cell. */
export interface MosaicData {
  layout: SheetLayout;
  images: (number | null)[];
}

/** Pixels of the tiles of all classes; a grey one takes about 0.6 bytes in the page, one of a photograph 0.3. */
const TILE_PIXELS = 1_600_000;
const MAX_TILE_SIDE = 64;

/** A mosaic's cells: `certain` columns from the top of the class, an empty one, `uncertain` from its end. */
interface Grid {
  rows: number;
  certain: number;
  uncertain: number;
}

/** Many classes get smaller mosaics, so that the page stays small. */
function gridFor(classes: number): Grid {
  if (classes <= 12) return { rows: 5, certain: 8, uncertain: 4 };
  if (classes <= 40) return { rows: 3, certain: 8, uncertain: 4 };
  return { rows: 2, certain: 6, uncertain: 3 };
}

/** One card per class: its size, its most certain images and its least certain ones. */
export async function mosaics(
  input: ReportInput,
  classes: readonly ClassView[],
): Promise<{ cards: Html; data: MosaicData[] }> {
  const grid = gridFor(classes.length);
  const tiles = classes.length * grid.rows * (grid.certain + grid.uncertain);
  const budget = TILE_PIXELS * input.images.channels;
  const tile = tileSize(input.images, tiles, { maxSide: MAX_TILE_SIDE, budget });
  const data: MosaicData[] = [];
  const cards: Html[] = [];
  for (const view of classes) {
    if (view.members.length === 0) {
      cards.push(card(input, view, html`<p class="empty">No image was put into this class.</p>`));
      continue;
    }
    const { images, rows, certain, uncertain } = arrange(view, grid);
    const layout = { columns: grid.certain + 1 + grid.uncertain, rows, ...tile, gap: 1 };
    const id = data.push({ layout, images }) - 1;
    const alt = `${view.title}: ${describe(input, certain, "most")}${
      uncertain.length > 0 ? `; ${describe(input, uncertain, "least")}` : ""
    }.`;
    const shares = `grid-template-columns: ${grid.certain + 1}fr ${grid.uncertain}fr`;
    const sheet = drawSheet(input.images, images, layout, { transparent: true });
    const mosaic = html`<figure><figcaption style="${shares}"><span>most certain</span><span>${
      uncertain.length > 0 && "least certain"
    }</span></figcaption>
<img class="mosaic" data-mosaic="${id}" src="${await sheetDataUri(sheet)}"
 width="${sheetWidth(layout)}" height="${sheetHeight(layout)}" alt="${alt}"></figure>`;
    cards.push(card(input, view, mosaic));
  }
  return { cards: html`<div class="cards">${cards}</div>`, data };
}

function arrange({ members }: ClassView, grid: Grid) {
  // A small class is shared out two to one, so that no image appears twice.
  const certainCount = Math.min(grid.rows * grid.certain, Math.ceil((members.length * 2) / 3));
  const uncertainCount = Math.min(grid.rows * grid.uncertain, members.length - certainCount);
  const certain = members.subarray(0, certainCount);
  const uncertain = members.slice(members.length - uncertainCount).reverse();
  const rows = Math.max(Math.ceil(certainCount / grid.certain), Math.ceil(uncertainCount / grid.uncertain));
  const images: (number | null)[] = [];
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < grid.certain; i++) images.push(certain[row * grid.certain + i] ?? null);
    images.push(null);
    for (let i = 0; i < grid.uncertain; i++) images.push(uncertain[row * grid.uncertain + i] ?? null);
  }
  return { images, rows, certain, uncertain };
}

function describe(input: ReportInput, images: Int32Array, which: string): string {
  const [first, last] = [images[0]!, images[images.length - 1]!].map((image) =>
    percent(input.confidence[image]!),
  );
  const named = input.images.names ? `, first ${imageName(input, images[0]!)}` : "";
  return `its ${counted(images.length, "image")} of ${which} certainty, ${first} to ${last}${named}`;
}

function card(input: ReportInput, view: ClassView, body: Html): Html {
  const facts = [
    `${percent(view.share)} of all images`,
    ...(view.members.length > 0 ? [`mean confidence ${percent(view.meanConfidence)}`] : []),
    ...(view.purity === null ? [] : [`purity ${percent(view.purity)}`]),
  ];
  return html`<article class="card class" style="--c:var(--c${view.cluster})" id="class-${view.cluster}">
<header><h3>${view.title}</h3>${tag(input, view)}
<span class="size"><b>${count(view.members.length)}</b> ${view.members.length === 1 ? "image" : "images"}</span></header>
<p class="facts">${facts.join(" · ")}</p>
${body}<p class="more"><button type="button" data-class="${view.cluster}" hidden></button></p></article>`;
}

/** What the title leaves out: the number of a class that is called by its label, or the label that a mixture has most of. */
function tag(input: ReportInput, { id, label, purity, titled }: ClassView): Html | null {
  if (titled) return html`<span class="tag">class ${id}</span>`;
  if (label === null) return null;
  return purity === null
    ? null
    : html`<span class="tag">${percent(purity)} ${labelName(input, label)}</span>`;
}
