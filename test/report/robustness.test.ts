/** The page of a model's robustness: its figures, and how it looks in a browser. */
import { describe, expect, it } from "vitest";
import { type RobustnessReportInput, renderRobustnessReport } from "../../src/report/robustness_report.js";
import { planRobustness } from "../../src/robustness/options.js";
import { radiusCurve } from "../../src/robustness/scores.js";
import { describePlots } from "./plots_in_browser.js";

const perClass = [0.25, null].map((flipRate, place) => ({
  class: place,
  images: flipRate === null ? 0 : 8,
  flipRate,
}));
const tested = (name: string, level: number, flipRate: number) => ({
  ...{ name, level, flipRate, accuracy: 0.9 - flipRate, perClass },
});
const certified = [
  { image: 0, class: 0, radius: 0.3, right: true },
  { image: 4, class: null, radius: 0, right: false },
];
const input: RobustnessReportInput = {
  model: "runs/model.safetensors",
  source: "digits & <b>letters</b>",
  names: ["a<i>.png", ..."bcdefgh"],
  createdAt: new Date("2026-11-27T12:00:00Z"),
  result: {
    ...{ version: 1, images: 8, labelled: 8, classes: ["<zero>", "one"], afterPreprocessing: true },
    settings: planRobustness().settings,
    clean: { accuracy: 0.9, sizes: [8, 0] },
    attacks: [tested("fgsm", 0.05, 0.1), tested("fgsm", 0.1, 0.25), tested("pgd", 0.05, 0.3)],
    changes: [tested("jpeg", 90, 0), tested("blur", 1, 0.5)],
    certificate: {
      ...{ sigma: 0.25, n0: 100, n: 1000, alpha: 0.001, images: certified, abstained: 1 },
      curve: radiusCurve(certified),
    },
    skipped: [{ part: "grey", reason: "the images have no <colour>" }],
    examples: [
      {
        ...{ image: 0, from: 0, to: 1, attack: "fgsm", epsilon: 0.05 },
        ...{ before: new Uint8Array(16), after: new Uint8Array(16).fill(200) },
      },
    ],
    exampleSize: { height: 4, width: 4, channels: 1 },
  },
};

describe("renderRobustnessReport", () => {
  it("shows rates of attacks, classes and changes, the certificate, examples, and text as text", async () => {
    const page = await renderRobustnessReport(input);
    expect(page).toContain("<td>0.05</td><td>10.0\u00a0%</td><td>80.0\u00a0%</td>");
    expect(page).toContain("&lt;zero&gt; → one");
    expect(page).toContain("a&lt;i&gt;.png");
    expect(page).toContain("attacks change the images after it");
    expect(page).toContain("the images have no &lt;colour&gt;");
    expect(page).toContain("abstained from 1 image of 2");
    expect(page.match(/<td style="--share:25%">/g)).toHaveLength(3);
    expect(page).toContain('<td style="--share:0%">–</td>');
    expect(page).not.toMatch(/<b>letters|<script|NaN|undefined|Infinity/);
  });

  it("leaves out what was not measured", async () => {
    const result = {
      ...input.result,
      attacks: [],
      examples: [],
      changes: [],
      certificate: null,
      skipped: [],
    };
    const page = await renderRobustnessReport({ ...input, names: null, result });
    for (const id of ["attacks", "classes", "examples", "changes", "certificate", "skipped"]) {
      expect(page).not.toContain(`<section id="${id}">`);
    }
  });
});

describePlots(
  "robustness.html",
  () => renderRobustnessReport(input),
  (plots) => {
    expect(plots).toHaveLength(3);
    expect(plots[1]).toContain("blur 1");
  },
);
