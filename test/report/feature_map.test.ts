import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { type FeatureMap, featureMap, sampleIndices } from "../../src/report/feature_map.js";
import { randomNumbers } from "./fixture.js";

/** Points around `groups` far-apart centres; row i belongs to group i % groups. */
function groupedFeatures(rows: number, dimensions: number, groups: number): Float32Array {
  const random = randomNumbers(5);
  const centres = Array.from({ length: groups }, () =>
    Float32Array.from({ length: dimensions }, () => 8 * random()),
  );
  return Float32Array.from({ length: rows * dimensions }, (_, i) => {
    const row = Math.floor(i / dimensions);
    return centres[row % groups]![i % dimensions]! + random() - 0.5;
  });
}

/** How many points have a nearest neighbour on the map that is of their own group. */
function neighbourAgreement({ indices, xy }: FeatureMap, groups: number): number {
  let agree = 0;
  indices.forEach((row, i) => {
    let best = -1;
    let bestDistance = Number.POSITIVE_INFINITY;
    indices.forEach((_, j) => {
      const distance = (xy[2 * i]! - xy[2 * j]!) ** 2 + (xy[2 * i + 1]! - xy[2 * j + 1]!) ** 2;
      if (i !== j && distance < bestDistance) [best, bestDistance] = [j, distance];
    });
    if (indices[best]! % groups === row % groups) agree++;
  });
  return agree / indices.length;
}

describe("featureMap", () => {
  it("keeps groups of like features together", async () => {
    const map = await featureMap(groupedFeatures(300, 40, 5), 40, { seed: 1 });
    expect(neighbourAgreement(map, 5)).toBeGreaterThan(0.98);
  });

  it("gives the same map for the same seed, another for another", async () => {
    const features = groupedFeatures(120, 12, 3);
    const first = await featureMap(features, 12, { seed: 4, sample: 100 });
    expect(await featureMap(features, 12, { seed: 4, sample: 100 })).toEqual(first);
    expect((await featureMap(features, 12, { seed: 5, sample: 100 })).xy).not.toEqual(first.xy);
  });

  it("names images by the indices given, each once", async () => {
    const indices = Int32Array.from({ length: 50 }, (_, i) => 1000 + 2 * i);
    const map = await featureMap(groupedFeatures(50, 4, 2), 4, { sample: 20, indices });
    expect(map.indices).toHaveLength(20);
    expect(new Set(map.indices).size).toBe(20);
    expect(map.indices.every((image) => indices.includes(image))).toBe(true);
  });

  it.each([0, 1, 2, 7, 8, 20])("places %i points at finite coordinates", async (rows) => {
    const { xy, indices } = await featureMap(groupedFeatures(rows, 6, 2), 6, {});
    expect([indices.length, xy.length]).toEqual([rows, 2 * rows]);
    expect(xy.every(Number.isFinite)).toBe(true);
  });

  it("survives images that are all the same", async () => {
    const { xy } = await featureMap(new Float32Array(30 * 5).fill(2), 5, {});
    expect(xy.every(Number.isFinite)).toBe(true);
  });

  it("says which feature is not a number", async () => {
    const features = groupedFeatures(10, 3, 2);
    features[3 * 4 + 2] = Number.NaN;
    await expect(featureMap(features, 3)).rejects.toThrow(/feature 2 of row 4 is NaN/);
    await expect(featureMap(features, 4)).rejects.toThrow(ShapeError);
    await expect(featureMap(groupedFeatures(10, 3, 2), 3, { sample: 0 })).rejects.toThrow(ArgumentError);
  });
});

describe("sampleIndices", () => {
  it("draws without replacement, every row alike", () => {
    const drawn = new Int32Array(20);
    for (let seed = 0; seed < 400; seed++) {
      const sample = sampleIndices(20, 5, seed);
      expect(new Set(sample).size).toBe(5);
      for (const row of sample) drawn[row]!++;
    }
    // 400 draws of 5 in 20: each row 100 times, standard deviation 8.7; five of those either way.
    expect(Math.min(...drawn)).toBeGreaterThan(56);
    expect(Math.max(...drawn)).toBeLessThan(144);
  });
});
