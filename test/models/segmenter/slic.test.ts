import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { labMaps } from "../../../src/models/segmenter/colours.js";
import { slic } from "../../../src/models/segmenter/slic.js";

interface Golden {
  side: number;
  superpixels: number;
  compactness: number;
  image: number[];
  truth: number[];
  count: number;
  achievable: number;
}
const golden: Golden = JSON.parse(readFileSync(new URL("../../golden/slic.json", import.meta.url), "utf8"));

/** The share of pixels that are right if each superpixel takes its most frequent region. */
function achievable(labels: Int32Array, truth: readonly number[]): number {
  const counts = new Map<number, Map<number, number>>();
  for (const [i, label] of labels.entries()) {
    const own = counts.get(label) ?? new Map();
    own.set(truth[i]!, (own.get(truth[i]!) ?? 0) + 1);
    counts.set(label, own);
  }
  return [...counts.values()].reduce((sum, own) => sum + Math.max(...own.values()), 0) / truth.length;
}

describe("slic", () => {
  const { side, superpixels, compactness, image, truth } = golden;
  const data = Float32Array.from(image, (value) => value / 255);
  const lab = labMaps({ count: 1, height: side, width: side, channels: 3, data }).map((value) => 100 * value);

  it("keeps to true regions as scikit-image's superpixels do", () => {
    const { count, labels } = slic(lab, side, side, { superpixels, compactness });
    expect(achievable(labels, truth)).toBeGreaterThanOrEqual(golden.achievable - 0.005);
    expect(count / golden.count).toBeGreaterThan(0.7);
    expect(count / golden.count).toBeLessThan(1.4);
  });

  it("numbers superpixels from 0 without gaps, each in one piece", () => {
    const { count, labels } = slic(lab, side, side, { superpixels, compactness });
    expect(new Set(labels)).toEqual(new Set(Array.from({ length: count }, (_, k) => k)));
    const seen = new Set<number>();
    const visited = new Uint8Array(labels.length);
    for (let first = 0; first < labels.length; first++) {
      if (visited[first]) continue;
      expect(seen.has(labels[first]!)).toBe(false);
      seen.add(labels[first]!);
      const queue = [first];
      visited[first] = 1;
      for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
        const x = i % side;
        for (const j of [i - side, i + side, x > 0 ? i - 1 : -1, x < side - 1 ? i + 1 : -1]) {
          if (j < 0 || j >= labels.length || visited[j] || labels[j] !== labels[i]) continue;
          visited[j] = 1;
          queue.push(j);
        }
      }
    }
  });

  it("takes an image of one row", () => {
    const { labels } = slic(new Float32Array(300), 1, 300, { superpixels: 10, compactness: 10 });
    expect(labels).toHaveLength(300);
  });
});
