/** Two classes whose images look alike. */
import { registerCheck } from "../check.js";

/** Share of two classes' images that the neighbours would put into the other one. */
const MIXED = 0.3;

registerCheck({
  name: "split",
  about: "whether two classes are halves of one",
  async look(study) {
    const [best] = await study.supports();
    if (!best) return [];
    const { clusters } = study.watched;
    const size = (a: number) =>
      best.votes.subarray(a * clusters, (a + 1) * clusters).reduce((x, y) => x + y, 0);
    const votes = (a: number, b: number) => best.votes[a * clusters + b]!;
    const found = [];
    for (let a = 0; a < clusters; a++) {
      for (let b = a + 1; b < clusters; b++) {
        if (votes(a, b) + votes(b, a) < MIXED * Math.max(1, size(a) + size(b))) continue;
        const message = `classes ${a} and ${b} look alike and may be one: look at both, or ask for fewer classes`;
        found.push({ severity: "doubtful" as const, classes: [a, b], message });
      }
    }
    return found;
  },
});
