import type { ClassView } from "./classes.js";
import type { ReportInput } from "./input.js";
import { DARK, LIGHT } from "./palette.js";

/** The page's style sheet, with one colour per class that reads on light and on dark. */
export function pageStyle(
  input: Pick<ReportInput, "labels">,
  classes: readonly Pick<ClassView, "cluster" | "label">[],
): string {
  const colours = (dark: boolean) =>
    classes.map((view, i) => `--c${view.cluster}:${classColour(i, classes.length, dark)}`).join(";");
  const fills = classes.map((view) => `circle[data-c="${view.cluster}"]{fill:var(--c${view.cluster})}`);
  const labelFills = classes
    .filter((view) => view.label !== null)
    .map(
      (view) =>
        `.map:has([value=label]:checked) circle[data-l="${view.label}"]{fill:var(--c${view.cluster})}`,
    );
  return `:root{${LIGHT};${colours(false)}}
@media (prefers-color-scheme:dark){:root{${DARK};${colours(true)}}}
@media print{:root{${LIGHT};${colours(false)}}}
${RULES}
${fills.join("\n")}
${input.labels === null ? "" : `.map:has([value=label]:checked) .points circle{fill:var(--muted)}\n${labelFills.join("\n")}`}`;
}

/** Hues around the circle; neighbours differ in lightness too, which the colour-blind can tell apart. */
function classColour(index: number, classes: number, dark: boolean): string {
  // Golden-angle steps keep any number of hues apart; few classes share the circle evenly.
  const hue = classes <= 12 ? 265 + (360 * index) / classes : 265 + 137.508 * index;
  const lightness = (dark ? [0.74, 0.66, 0.82] : [0.55, 0.68, 0.47])[classes <= 12 ? index % 2 : index % 3]!;
  return `oklch(${lightness} ${dark ? 0.14 : 0.16} ${(hue % 360).toFixed(1)})`;
}

const RULES = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.top,nav div,main{max-width:1120px;margin:0 auto;padding:0 24px}
a{color:var(--accent)}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 14px;z-index:9}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
h1,h2,h3,p,dl,dd,figure{margin:0}
h1,h2,h3,p,dd,th,td,li,#tip{overflow-wrap:break-word;min-width:0}
h1,p,dd,.skipped th,.settings td{overflow-wrap:anywhere}
h1{font-size:clamp(1.9rem,5vw,3.1rem);line-height:1.1;letter-spacing:-.025em;font-weight:750}
h2{font-size:1.5rem;letter-spacing:-.015em;line-height:1.2}
h3{font-size:1.1rem}
.top{padding-top:48px}
.kicker{display:flex;align-items:center;gap:10px;color:var(--muted);font-size:.9rem;font-weight:600;margin-bottom:14px}
.skein{width:48px;height:22px;fill:none;stroke-width:1.6;stroke-linecap:round}
.summary{font-size:1.15rem;color:var(--muted);margin:12px 0 24px;max-width:46em}
dl.facts{display:flex;flex-wrap:wrap;gap:14px 32px;padding:16px 0;border-block:1px solid var(--line)}
dl.facts div{min-width:0}
dt{font-size:.78rem;color:var(--muted)}
dd{font-weight:550}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:16px;margin-top:24px}
.tile,.card{background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow)}
.tile{padding:16px 20px;color:var(--muted);font-size:.9rem}
.tile h2{font-size:.9rem;font-weight:600;letter-spacing:0;color:var(--ink)}
.tile .big{font-size:2.1rem;font-weight:720;letter-spacing:-.03em;line-height:1.25;color:var(--ink);font-variant-numeric:tabular-nums}
.tile b{color:var(--ink);font-weight:600}
nav{position:sticky;top:0;z-index:5;background:var(--page);border-bottom:1px solid var(--line);margin-top:20px}
nav div{display:flex;gap:20px;padding-block:12px;overflow-x:auto;white-space:nowrap}
nav a{text-decoration:none;color:var(--muted);font-size:.93rem;font-weight:550}
nav a:hover{color:var(--ink)}
section{padding-top:48px;scroll-margin-top:20px}
section h2{margin-bottom:14px}
.lead{color:var(--muted);max-width:62em;margin:-4px 0 16px}
.card{padding:20px}
.facts{color:var(--muted);font-size:.88rem}
dl.facts{font-size:1rem;color:inherit}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:18px}
.cards:has(:nth-child(41)){grid-template-columns:repeat(auto-fill,minmax(min(100%,250px),1fr))}
.cards:has(:nth-child(41)) figcaption span{white-space:nowrap}
.cards:has(:nth-child(41)) figcaption span:last-child{justify-self:end}
.class{border-top:4px solid var(--c);padding:14px 18px 18px;break-inside:avoid;min-width:0}
.class header{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 10px}
.class h3{font-size:1.5rem;line-height:1.25;max-width:100%;overflow-wrap:break-word}
.cards:has(:nth-child(41)) h3{font-size:1.15rem}
.cards:has(:nth-child(41)) .size{font-size:.95rem}
.size{margin-left:auto;font-variant-numeric:tabular-nums;font-size:1.1rem}
.tag{font-size:.78rem;color:var(--muted);border:1px solid var(--line);border-radius:99px;padding:1px 9px;white-space:nowrap}
.class .facts{margin-bottom:12px}
.class figcaption{display:grid;font-size:.78rem;color:var(--muted);margin-bottom:4px}
.mosaic{display:block;width:100%;height:auto;border-radius:3px;cursor:zoom-in;touch-action:pan-y}
.empty{color:var(--muted);font-style:italic}
.dot{display:inline-block;width:.68em;height:.68em;border-radius:50%;background:var(--c);margin-right:.4em}
.plot svg{display:block;width:100%;height:auto}
.plot text{font-family:inherit}
.narrow{display:none}
.map svg{display:block;width:100%;height:auto;cursor:crosshair;touch-action:pan-y;border-radius:8px}
.points circle{opacity:.78}
.points circle.dim{opacity:.06}
.map:has([value=mistakes]:checked) .points circle{fill:var(--muted);fill-opacity:.4}
.map:has([value=mistakes]:checked) .points circle[data-wrong]{fill:var(--warm);fill-opacity:1}
.ring{fill:none;stroke:var(--ink);stroke-width:3;pointer-events:none}
.ring[hidden]{display:none}
.names text{font-size:26px;font-weight:750;text-anchor:middle;dominant-baseline:central;fill:var(--ink);stroke:var(--card);stroke-width:6px;paint-order:stroke;pointer-events:none}
.choice{border:0;padding:0;margin:0 0 12px;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.93rem}
.choice legend{float:left;padding:0;color:var(--muted);margin-right:16px}
.choice input{accent-color:var(--accent)}
.legend{display:flex;flex-wrap:wrap;gap:6px;margin-top:14px}
.legend button{font:inherit;font-size:.85rem;color:inherit;background:none;border:1px solid var(--line);border-radius:99px;padding:3px 12px;cursor:pointer;max-width:100%;overflow-wrap:anywhere}
.legend button:hover{border-color:var(--muted)}
.legend [aria-pressed=true]{border-color:var(--ink);background:var(--ink);color:var(--card)}
#tip{position:fixed;z-index:20;max-width:min(340px,90vw);display:flex;gap:12px;align-items:center;background:var(--card);color:var(--ink);border:1px solid var(--line);border-radius:12px;padding:10px;box-shadow:0 8px 30px #0005;pointer-events:none;font-size:.85rem;line-height:1.4}
#tip[hidden]{display:none}
#tip canvas{image-rendering:pixelated;border-radius:5px;flex:none}
#tip p:first-child{font-weight:650}
#tip p{unicode-bidi:isolate}
.more{margin-top:10px}
.more button,#viewer .close{font:inherit;font-size:.9rem;color:inherit;background:none;border:1px solid var(--line);border-radius:99px;padding:5px 16px;cursor:pointer}
.more button:hover,#viewer .close:hover{border-color:var(--muted)}
#viewer{width:min(1000px,94vw);max-height:92vh;border:1px solid var(--line);border-radius:14px;padding:0 18px 18px;background:var(--card);color:var(--ink);overflow-y:auto}
#viewer::backdrop{background:#0009}
#viewer .head{position:sticky;top:0;display:flex;justify-content:space-between;align-items:center;gap:12px;padding:14px 0;background:var(--card);z-index:1}
#viewer .head h2{font-size:1.1rem;margin:0}
#viewer .one{display:flex;flex-wrap:wrap;gap:16px;margin-bottom:16px}
#viewer .one[hidden]{display:none}
#viewer .one canvas{max-width:100%;border-radius:8px;image-rendering:auto}
#viewer .about{flex:1 1 200px;min-width:0}
#viewer .about p:first-child{font-weight:650}
#viewer .all{display:grid;grid-template-columns:repeat(auto-fill,minmax(64px,1fr));gap:4px}
#viewer .all button{padding:0;border:0;background:none;cursor:zoom-in;border-radius:4px}
#viewer .all canvas{display:block;width:100%;height:auto;border-radius:4px}
.copies{margin:10px 0 0;padding-left:1.2em;font-size:.92rem}
.copies li{padding:4px 0}
.copies bdi:not(:last-of-type)::after{content:","}
.beside{display:grid;grid-template-columns:minmax(0,1fr) minmax(250px,320px);gap:18px;align-items:start}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.92rem}
caption{caption-side:bottom;text-align:left;color:var(--muted);font-size:.82rem;padding-top:10px}
th{font-weight:600;text-align:left}
.confusion{width:100%;table-layout:fixed;min-width:calc(var(--label) + var(--columns)*3.9em);border-spacing:2px;border-collapse:separate}
.confusion td{text-align:right;padding:6px 8px;border-radius:5px;background:color-mix(in oklab,var(--hue,transparent) calc(var(--v)*100%),transparent)}
.confusion thead th{text-align:right;padding:4px 8px;white-space:nowrap}
.confusion thead th:first-child{text-align:left;padding-inline:0}
.confusion tbody th{padding-left:0}
thead th{color:var(--muted);font-size:.85rem}
.confusion .right{--hue:var(--accent);font-weight:650}
.confusion .wrong{--hue:var(--warm)}
.confusion thead th:first-child{width:var(--label)}
.confusion td{white-space:nowrap}
.confusion tbody th{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.confusion .strong{color:var(--card)}
.confusion .none{color:var(--muted);opacity:.55}
.key.right{color:var(--accent);font-weight:600}
.key.wrong{color:var(--warm);font-weight:600}
.matrix{width:100%;height:auto;image-rendering:pixelated;border:1px solid var(--line);border-radius:6px;margin-bottom:10px}
.mistakes{list-style:none;margin:10px 0 0;padding:0;font-size:.92rem}
.mistakes li{display:flex;justify-content:space-between;gap:12px;padding:7px 0;border-top:1px solid var(--line)}
.mistakes li>span{overflow-wrap:anywhere}
.mistakes li>span:last-child{white-space:nowrap}
small{color:var(--muted)}
.scores,.settings,.skipped{width:100%}
.scores th,.scores td,.settings th,.settings td,.skipped th,.skipped td{padding:7px 12px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
.scores td,.scores thead th:not(:first-child){text-align:right}
.scores td,.scores tfoot th{white-space:nowrap}
.scores tbody th{min-width:6em}
.scores tfoot th,.scores tfoot td{border-bottom:0;font-weight:650}
.bar{background:linear-gradient(to right,color-mix(in oklab,var(--accent) 30%,transparent) calc(var(--v)*100%),transparent 0) 12px calc(100% - 3px)/calc(100% - 24px) 3px no-repeat}
.settings tbody th,.skipped tbody th{font-weight:500}
.settings tbody th{color:var(--muted);min-width:8.5em}
.skipped tbody th{min-width:10em}
summary{cursor:pointer;font-weight:600}
details[open] summary{margin-bottom:10px}
.facts.key{display:flex;flex-wrap:wrap;gap:4px 22px;margin-top:12px}
.line{display:inline-block;width:22px;height:0;border-top:1.5px solid var(--muted);vertical-align:middle;margin-right:8px}
.line.selected{border-top:3px solid var(--accent)}
.triangle{display:inline-block;border:5px solid transparent;border-top:0;border-bottom:9px solid var(--warm);margin-right:8px}
main{padding-bottom:72px}
@media (max-width:760px){.beside{grid-template-columns:minmax(0,1fr)}}
@media (max-width:640px){
.top,nav div,main{padding-inline:16px}.top{padding-top:28px}
.wide{display:none}.narrow{display:block}
.card{padding:14px}.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:10px}.tile{padding:12px 14px}.tile .big{font-size:1.6rem}
.points circle{r:8px}.ring{r:18px}.names text{font-size:44px;stroke-width:9px}
.scores th,.scores td{padding-right:5px;font-size:.75rem}.scores tbody th{min-width:5.5em}.confusion{font-size:.8rem}.confusion td,.confusion thead th{padding:4px 5px}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{
body{background:#fff;font-size:11pt}nav,.skip,#tip,.choice,.legend{display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.card,.tile{box-shadow:none;break-inside:avoid}section{padding-top:24px}h2{break-after:avoid}
.scroll{overflow:visible}.beside{grid-template-columns:minmax(0,1fr)}.cards{grid-template-columns:repeat(2,minmax(0,1fr))}
}`;
