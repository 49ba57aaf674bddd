/**
 * The plots of report.html, drawn to SVG by vega-lite while the page is written.
 *
 * The other way, vega's runtime inside the page, adds 0.5 MB and a tenth of a
 * second of script to every report, wants a policy that allows `eval`, and shows
 * nothing where scripts do not run (mail, previews). The finished SVG of a plot
 * takes 10 to 40 KB, follows light and dark through CSS variables, and prints.
 * The only plot that answers to the pointer, the map of the features, has no axes
 * or scales and stands in feature_scatter.ts as plain circles.
 */
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { count } from "../format.js";
import type { ClassView } from "./classes.js";
import { type Html, html, trusted } from "./html.js";
import type { ReportInput } from "./input.js";

/** A vega-lite layer chart without its size. */
export interface Spec {
  config: object;
  layer: object[];
}
interface Size {
  width: number;
  height: number;
}

/** A page on a phone shows the narrow drawing: a wide one scaled down has letters nobody can read. */
const WIDE = 900;
const NARROW = 330;
/** Points per line: about one per four pixels of the wide drawing. */
const POINTS_PER_LINE = 240;
/** More classes than this get thin unnamed bars. */
const MOST_NAMED_BARS = 30;

/** How every plot of a page looks. */
export const config = {
  background: "transparent",
  font: "inherit",
  view: { stroke: "transparent" },
  axis: {
    labelColor: "var(--muted)",
    titleColor: "var(--muted)",
    gridColor: "var(--line)",
    domainColor: "var(--line)",
    tickColor: "var(--line)",
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 10,
  },
};

/** Bars of the class sizes; the paler part of a bar carries another label than the one the class stands for. */
export async function sizesPlot(classes: readonly ClassView[]): Promise<Html> {
  const named = classes.length <= MOST_NAMED_BARS;
  const values = classes.flatMap((view) => {
    const matching =
      view.purity === null ? view.members.length : Math.round(view.purity * view.members.length);
    const bar = { class: barName(view), cluster: view.cluster };
    return [
      { ...bar, images: matching, part: 0 },
      { ...bar, images: view.members.length - matching, part: 1 },
    ];
  });
  const totals = classes.map((view) => ({
    class: barName(view),
    images: view.members.length,
    text: count(view.members.length),
  }));
  const position = {
    field: "class",
    type: "nominal",
    sort: null,
    title: null,
    axis: named
      ? { ticks: false, domain: false, labelLimit: 110, labelPadding: 6, labelColor: "var(--ink)" }
      : null,
  };
  const largest = classes.reduce((most, { members }) => Math.max(most, members.length), 1);
  const extent = {
    field: "images",
    type: "quantitative",
    title: "images",
    axis: { tickCount: 4, format: ",d" },
    // Room for the number behind the longest bar.
    scale: { domain: [0, largest * 1.2], nice: false },
  };
  const bars = {
    data: { values },
    mark: { type: "bar", aria: false },
    encoding: {
      ...(named ? { y: position, x: extent } : { x: position, y: extent }),
      color: {
        field: "cluster",
        type: "nominal",
        scale: {
          domain: classes.map((view) => view.cluster),
          range: classes.map((view) => `var(--c${view.cluster})`),
        },
        legend: null,
      },
      opacity: { field: "part", type: "ordinal", scale: { domain: [0, 1], range: [1, 0.4] }, legend: null },
      order: { field: "part" },
    },
  };
  const numbers = {
    data: { values: totals },
    mark: { type: "text", align: "left", dx: 6, fontSize: 12, fill: "var(--muted)", aria: false },
    encoding: { y: position, x: extent, text: { field: "text" } },
  };
  return drawTwice(
    `Bar chart of the sizes of ${classes.length} classes; the same numbers stand with the classes above.`,
    { config, layer: named ? [bars, numbers] : [bars] },
    named ? 26 * classes.length + 50 : 280,
  );

  function barName(view: ClassView): string {
    return view.titled ? `${view.title} (${view.id})` : view.title;
  }
}

/** Lines of the loss of each head; the selected one stands out, and triangles mark restarts. */
export async function lossPlot(input: ReportInput): Promise<Html> {
  const values = lossLines(input.history).map((point) => ({
    ...point,
    selected: point.head === input.selectedHead,
  }));
  const marks = input.restarts.flatMap(({ step, head }) => {
    const near = values.filter((point) => point.head === head);
    if (near.length === 0) return [];
    const at = near.reduce((a, b) => (Math.abs(b.step - step) < Math.abs(a.step - step) ? b : a));
    return [{ step, loss: at.loss }];
  });
  const x = {
    field: "step",
    type: "quantitative",
    title: "step",
    axis: { grid: false, tickCount: 6, format: ",d" },
  };
  const y = {
    field: "loss",
    type: "quantitative",
    title: "loss",
    scale: { zero: false },
    axis: { tickCount: 6 },
  };
  const lines = (selected: boolean) => ({
    data: { values: values.filter((point) => point.selected === selected) },
    mark: selected
      ? { type: "line", stroke: "var(--accent)", strokeWidth: 2.5, strokeJoin: "round", aria: false }
      : { type: "line", stroke: "var(--muted)", strokeWidth: 1, opacity: 0.55, aria: false },
    encoding: { x, y, detail: { field: "head", type: "nominal" } },
  });
  const triangles = {
    data: { values: marks },
    mark: {
      type: "point",
      shape: "triangle-up",
      size: 45,
      filled: true,
      fill: "var(--warm)",
      opacity: 0.9,
      aria: false,
    },
    encoding: { x, y },
  };
  const heads = input.history[0]?.losses.length ?? 0;
  return drawTwice(
    `Line chart of the losses of ${heads} heads over ${count(input.history.length)} recorded steps.`,
    { config, layer: [lines(false), triangles, lines(true)] },
    300,
  );
}

/** Means of the finite losses of each head over equal stretches of the history. */
function lossLines(history: ReportInput["history"]): { step: number; head: number; loss: number | null }[] {
  const stretch = Math.max(1, Math.ceil(history.length / POINTS_PER_LINE));
  const lines = [];
  for (let start = 0; start < history.length; start += stretch) {
    const entries = history.slice(start, start + stretch);
    const step = entries[Math.floor((entries.length - 1) / 2)]!.step;
    for (let head = 0; head < entries[0]!.losses.length; head++) {
      const losses = entries.map((entry) => entry.losses[head] ?? Number.NaN).filter(Number.isFinite);
      const loss = losses.length === 0 ? null : losses.reduce((a, b) => a + b) / losses.length;
      lines.push({ step, head, loss });
    }
  }
  return lines;
}

/** A drawing for wide windows, and one for narrow ones. */
export async function drawTwice(label: string, spec: Spec, height: number): Promise<Html> {
  const draw = async (width: number) => trusted(await toSvg(spec, { width, height }));
  return html`<div class="plot wide" role="img" aria-label="${label}">${await draw(WIDE)}</div>
<div class="plot narrow" role="img" aria-label="${label}">${await draw(NARROW)}</div>`;
}

async function toSvg(spec: Spec, size: Size): Promise<string> {
  const fit = {
    ...spec,
    ...size,
    padding: 2,
    autosize: { type: "fit", contains: "padding" },
  } as TopLevelSpec;
  const view = new View(parse(compile(fit).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
