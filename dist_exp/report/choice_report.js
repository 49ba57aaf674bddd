import { count, counted, moment } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { splitsSection } from "./choice_splits.js";
import { html } from "./html.js";
import { renderPage } from "./page.js";
import { pageStyle } from "./page_style.js";
import { percent } from "./percent.js";
import { config, drawTwice } from "./plots.js";
/** Recommendations that the page shows. */
const SHOWN = 3;
/** The page as text. */
export async function renderChoiceReport(input) {
    const { choice, source } = input;
    return renderPage({
        title: `${source} · Skein, number of classes`,
        style: pageStyle({ labels: null }, []) + STYLE,
        first: "the criteria",
        header: header(input),
        sections: [
            ["criteria", "Criteria", criteriaSection(choice)],
            ["votes", "Where they disagree", votesSection(choice)],
            ["curves", "Curves", await curvesSection(choice)],
            ["splits", "Splits", splitsSection(input.images, choice)],
        ],
    });
}
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export async function writeChoiceReport(path, input) {
    await writeFileAtomically(path, await renderChoiceReport(input));
}
function header({ source, images, choice, seed, createdAt }) {
    const { ks, recommended, rows, features, components, criteria } = choice;
    const facts = [
        ["Source", source],
        ["Images", `${images.width} × ${images.height}, ${images.channels === 1 ? "grey" : "colour"}`],
        ["Looked at", `${count(rows.length)} of ${counted(images.count, "image")}`],
        [
            "Features",
            Object.entries(features)
                .map(([name, weight]) => (weight === 1 ? name : `${name} × ${weight}`))
                .join(", "),
        ],
        ["Principal components", String(components)],
        ["Seed", String(seed)],
        ["Written", moment(createdAt)],
    ];
    const [best] = recommended;
    const tiles = recommended
        .slice(0, SHOWN)
        .map(({ clusters, confidence }, place) => html `<div class="tile"><h2>${["First", "Second", "Third"][place]}</h2><p class="big">${clusters}</p><p>confidence <b>${percent(confidence)}</b></p></div>`);
    return html `<header class="top"><p class="kicker">Skein, number of classes</p>
<h1>${best ? counted(best.clusters, "class") : "No number stands out"}</h1>
<p class="summary">${counted(criteria.length, "criterion").replace("criterions", "criteria")} judged ${ks[0]} to ${ks.at(-1)} classes. ${best
        ? html `The confidence is 100 % where a number is the first choice of all of them; ${percent(best.confidence)} speaks for ${best.clusters}.`
        : "None of them has a reason for a number in this range."}</p>
<dl class="facts">${facts.map(([name, value]) => html `<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<div class="tiles">${tiles}</div></header>`;
}
function criteriaSection({ criteria }) {
    const rows = criteria.map(({ title, about, choices, note, weight }) => html `<tr><th scope="row">${title}<small>${about}</small></th><td>${choices.join(", ") || "none"}</td><td>${weight}</td><td>${note}</td></tr>`);
    return html `<section id="criteria"><h2>Criteria</h2>
<p class="lead">The numbers that each criterion takes, best first. The weights are a track record on other sets of images; no label of these images was looked at.</p>
<div class="card scroll" role="region" aria-label="Criteria" tabindex="0"><table class="criteria"><thead><tr>${["criterion", "takes", "weight", "note"].map((name) => html `<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}
/** A row for each criterion, a column for each K, and the place that the criterion gives it. */
function votesSection({ ks, criteria, recommended }) {
    const confidence = new Map(recommended.map(({ clusters, confidence: value }) => [clusters, value]));
    const rows = criteria.map(({ title, choices }) => {
        const cells = ks.map((k) => {
            const place = choices.indexOf(k);
            return place < 0
                ? html `<td></td>`
                : html `<td class="vote" style="--v:${1 / (place + 1)}">${place + 1}</td>`;
        });
        return html `<tr><th scope="row">${title}</th>${cells}</tr>`;
    });
    const sums = ks.map((k) => html `<td>${confidence.has(k) ? percent(confidence.get(k)) : ""}</td>`);
    return html `<section id="votes"><h2>Where they disagree</h2>
<p class="lead">1 is a criterion's first choice. The last row is the confidence that follows: half of a vote also goes to the numbers one below and one above, so that a number which no criterion takes can be recommended.</p>
<div class="card scroll" role="region" aria-label="Where they disagree" tabindex="0"><table class="votes"><thead><tr><th scope="col">criterion</th>${ks.map((k) => html `<th scope="col">${k}</th>`)}</tr></thead><tbody>${rows}</tbody><tfoot><tr><th scope="row">confidence</th>${sums}</tr></tfoot></table></div></section>`;
}
async function curvesSection({ ks, criteria }) {
    const curves = criteria.filter(({ values }) => values !== null);
    if (curves.length === 0 || ks.length < 2)
        return null;
    const figures = [];
    for (const criterion of curves)
        figures.push(await figure(ks, criterion));
    return html `<section id="curves"><h2>Curves</h2><div class="cards">${figures}</div></section>`;
}
async function figure(ks, criterion) {
    const { title, about, better, values, choices } = criterion;
    const points = ks.flatMap((k, i) => (Number.isFinite(values[i]) ? [{ k, value: values[i] }] : []));
    const encoding = {
        x: {
            field: "k",
            type: "quantitative",
            title: "classes",
            scale: { domain: [ks[0], ks.at(-1)], nice: false },
            axis: { grid: false, tickMinStep: 1, format: "d" },
        },
        y: { field: "value", type: "quantitative", title: null, scale: { zero: false }, axis: { tickCount: 5 } },
    };
    const layer = [
        {
            data: { values: points },
            mark: { type: "line", stroke: "var(--accent)", strokeWidth: 2.5, strokeJoin: "round", aria: false },
            encoding,
        },
        {
            data: { values: points.filter(({ k }) => choices.includes(k)) },
            mark: { type: "point", filled: true, size: 90, opacity: 1, fill: "var(--warm)", aria: false },
            encoding,
        },
    ];
    const plot = await drawTwice(`Line chart of ${title} over the number of classes; it takes ${choices.join(", ") || "none"}.`, { config, layer }, 260);
    return html `<figure class="card"><figcaption><h3>${title}</h3><p class="facts">${about}; ${better} is better</p></figcaption>${plot}</figure>`;
}
const STYLE = `
.criteria,.votes{width:100%}
.criteria th,.criteria td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
.criteria small,.votes small{display:block;font-weight:400}
.votes td,.votes thead th:not(:first-child){text-align:center;padding:4px 5px;white-space:nowrap}
.votes th{padding:4px 12px 4px 0;white-space:nowrap}
.votes .vote{background:color-mix(in oklab,var(--accent) calc(var(--v)*55%),transparent);border-radius:5px;font-weight:650}
.votes tfoot td{font-size:.8rem;color:var(--muted)}
.step h3{margin-bottom:6px}
.split{display:grid;gap:6px;margin-top:12px}
.parts{display:flex;flex-wrap:wrap;gap:10px 22px}
.part{min-width:0}
.part img{display:block;border-radius:3px;max-width:100%;height:auto}
`;
//# sourceMappingURL=choice_report.js.map