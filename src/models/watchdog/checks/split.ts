/** Two classes whose images look alike. */
import { registerCheck } from "../check.js";

/** Share of each of two classes' images that the neighbours would put into the other. */
const MIXED = 0.25;

registerCheck({
  name: "split",
  about: "whether two classes are halves of one",
  async look(study) {
    const [best] = await study.supports();
    if (!best) return [];
    const { clusters } = study.watched;
    const size = (a: number) =>
      best.votes.subarray(a * clusters, (a + 1) * clusters).reduce((x, y) => x + y, 0);
    const share = (a: number, b: number) => best.votes[a * clusters + b]! / Math.max(1, size(a));
    const found = [];
    for (let a = 0; a < clusters; a++) {
      for (let b = a + 1; b < clusters; b++) {
        if (share(a, b) < MIXED || share(b, a) < MIXED) continue;
        const message = `classes ${a} and ${b} look alike and may be one: look at both, or ask for fewer classes`;
        found.push({ severity: "doubtful" as const, classes: [a, b], message });
      }
    }
    return found;
  },
});
