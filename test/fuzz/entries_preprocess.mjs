/** Preprocessing: any step with any parameters, on images of all sizes. See entries.mjs. */
import * as skein from "../../dist/index.js";

const definitions = skein.preprocessingSteps();

/** A step, with some of its parameters set to numbers and words that it may not take. */
function step(s) {
  const { name, parameters } = s.pick(definitions);
  const given = { step: s.chance(20) ? "none" : name };
  for (const [key, { byDefault }] of Object.entries(parameters)) {
    if (s.chance(2)) continue;
    const usual = typeof byDefault === "string" ? byDefault : s.pick([1, 3, 5, 9, 0.5]);
    given[s.chance(40) ? "other" : key] = s.number(usual);
  }
  return given;
}

function images(s) {
  const [count, height, width] = [s.integer(3), s.extent(), s.extent()];
  const channels = s.pick([1, 1, 3]);
  const size = s.chance(12) ? s.integer(20) : count * height * width * channels;
  const pixels = s.values(size, s.chance(4) ? "f32" : "u8");
  return { count: s.number(count), height: s.number(height), width, channels, pixels };
}

const rows = (s) => [s.values(s.integer(30)), s.number(1 + s.integer(3)), outliers(s)];
const outliers = (s) => ({
  method: s.pick(["z-score", "quantile", "none"]),
  score: s.number(2),
  low: s.number(0.1),
  high: s.number(0.9),
});

export const preprocessEntries = {
  preprocess: async (s) => {
    const steps = Array.from({ length: 1 + s.integer(2) }, () => step(s));
    return (await skein.preprocess(images(s), steps)).count;
  },
  preprocessedSize: (s) => skein.preprocessedSize([step(s)], images(s)).height,
  parseSteps: (s) => skein.parseSteps([step(s)]).length,
  formatSteps: (s) => skein.parseSteps(skein.formatSteps(skein.parseSteps([step(s)]))).length,
  outlierRows: (s) => skein.outlierRows(...rows(s)).values,
  clipOutliers: (s) => skein.clipOutliers(...rows(s)).values,
  dropOutliers: (s) => skein.dropOutliers(...rows(s)).values,
};
