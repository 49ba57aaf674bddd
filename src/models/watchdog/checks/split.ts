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
    const { lost, sizes } = best;
    const { clusters, idOf } = study.watched;
    const mixed = new Map<number, number>();
    for (const { own, won, images } of lost) {
      const pair = Math.min(own, won) * clusters + Math.max(own, won);
      mixed.set(pair, (mixed.get(pair) ?? 0) + images);
    }
    const found = [];
    for (const [pair, images] of [...mixed].sort(([a], [b]) => a - b)) {
      const [a, b] = [Math.floor(pair / clusters), pair % clusters];
      if (images < MIXED * (sizes[a]! + sizes[b]!)) continue;
      const message = `classes ${idOf(a)} and ${idOf(b)} look alike and may be one: look at both, or ask for fewer classes`;
      found.push({ severity: "doubtful" as const, classes: [a, b], message });
    }
    return found;
  },
});
