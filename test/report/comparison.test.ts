/** The page of a comparison: its figures, what fails, and how it looks in a browser. */
import { describe, expect, it } from "vitest";
import type { ComparisonRow, LearnerComparison } from "../../src/compare/index.js";
import { renderComparisonReport } from "../../src/report/comparison_report.js";
import { describePlots } from "./plots_in_browser.js";

function row(
  learner: string,
  accuracy: number,
  changes: Partial<ComparisonRow["result"]> = {},
): ComparisonRow {
  const scores = { accuracy, precision: 0.51, recall: 0.52, f1: 0.53 };
  return {
    ...{ learner, about: `about ${learner}`, supervised: learner !== "kmeans", failure: null },
    result: {
      ...{ scores, seconds: { training: 12.3, prediction: 0.5, per1000: 0.25 }, parameters: 12345 },
      ...{ memory: { baseline: 2 ** 26, growth: 100 * 2 ** 20 }, trainedOn: 6000, rates: null },
      ...changes,
    },
  };
}

const rates = [0.1, 0.95, null].map((accuracy, i) => ({
  ...{ rate: 10 ** (i - 4), accuracy },
  failure: accuracy === null ? "the loss is <not> finite" : null,
}));
const comparison: LearnerComparison = {
  ...{ source: "digits & <b>letters</b>", heldOut: "test images", seed: 1, epochs: null, batch: 32 },
  images: { train: 6000, test: 2000, height: 28, width: 28, channels: 1 },
  ...{ classes: ["a", "b"], device: "native CPU", machine: { cpu: "a CPU", cores: 2, node: "v20" } },
  rows: [
    row("kmeans", 0.6),
    row("rowLstm", 0.95, { rates }),
    row("rbfSvm", 0.9, { trainedOn: 5000 }),
    { ...row("alexNet", 0), result: null, failure: "images are <small>" },
  ],
  finished: true,
};

describe("renderComparisonReport", () => {
  it("shows the figures of each learner, the best first, and text as text", async () => {
    const page = await renderComparisonReport(comparison);
    const order = [...page.matchAll(/<th scope="row">(\w+)/g)].map(([, name]) => name);
    expect(order).toEqual(["rowLstm", "rbfSvm", "kmeans", "alexNet"]);
    expect(page).toContain("trained on 5,000 of 6,000 images");
    expect(page.match(/trained on/g)).toHaveLength(1);
    expect(page).toContain("<td>12,345</td><td>100 MiB</td>");
    expect(page).toContain("images are &lt;small&gt;");
    expect(page).toContain("rowLstm at 0.01: the loss is &lt;not&gt; finite");
    expect(page).toContain("digits &amp; &lt;b&gt;letters&lt;/b&gt;");
    expect(page).not.toMatch(/<b>letters|<script/);
    expect(page).toContain("3 learners learned 2 classes");
    expect(page).toContain("1 learner failed.");
    expect(page).not.toContain("stopped before its end");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("leaves out plots that have nothing to show, and says that learners are missing", async () => {
    const rows = comparison.rows.slice(3);
    const page = await renderComparisonReport({ ...comparison, rows, finished: false });
    for (const id of ["accuracy", "time", "rates"]) expect(page).not.toContain(`<section id="${id}">`);
    expect(page).toContain('<section id="table">');
    expect(page).toContain("stopped before its end");
  });
});

describePlots(
  "comparison.html",
  () => renderComparisonReport(comparison),
  (plots) => {
    // Bars, points and curves.
    expect(plots).toHaveLength(3);
    for (const name of ["rowLstm", "rbfSvm", "kmeans"]) {
      expect(plots[0]).toContain(name);
      expect(plots[1]).toContain(name);
    }
  },
);
