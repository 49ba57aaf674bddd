/** Methods that depend on a seed, against scikit-learn's mean objective over twenty seeds. */
import { expect, it } from "vitest";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { MiniBatchKMeans } from "../../src/clustering/kmeans/mini_batch.js";
import { GaussianMixture } from "../../src/clustering/mixture/gaussian_mixture.js";
import { openDevice } from "../../src/device/node/index.js";
import { type Tensor, tensor } from "../../src/tensor/index.js";

/*
 * From scikit-learn 1.4.2:
 *
 *   def hashed(n):
 *     h = np.asarray(n, np.uint64) * 2654435761 % 2**32
 *     for shift, factor in [(16, 0x85ebca6b), (13, 0xc2b2ae35), (16, 1)]: h = (h ^ h >> shift) * factor % 2**32
 *     return h / 2**32
 *   n, c = np.meshgrid(np.arange(4000), np.arange(6), indexing="ij")
 *   x = 4 * hashed(n % 12 * 6 + c) + sum(hashed(24000 * s + n * 6 + c) for s in range(1, 5)) - 2
 *   x = x.astype(np.float32).astype(float)
 *   mean = lambda score: np.mean([score(seed) for seed in range(20)])
 *   mean(lambda s: KMeans(30, n_init=1, random_state=s).fit(x).inertia_)
 *   mean(lambda s: MiniBatchKMeans(30, batch_size=256, n_init=1, random_state=s).fit(x).inertia_)
 *   mean(lambda s: GaussianMixture(12, random_state=s).fit(x).score(x))
 */
const golden = { kmeans: 6476.5762367753305, miniBatch: 6603.215409983159, mixture: -7.5694141251579765 };

function hashed(n: number): number {
  let h = Math.imul(n, 2654435761) >>> 0;
  for (const [shift, factor] of [
    [16, 0x85ebca6b],
    [13, 0xc2b2ae35],
    [16, 1],
  ] as const) {
    h = Math.imul(h ^ (h >>> shift), factor) >>> 0;
  }
  return h / 2 ** 32;
}
const values = Float32Array.from({ length: 24_000 }, (_, i) => {
  const place = 4 * hashed(i % 72);
  return place + [1, 2, 3, 4].reduce((sum, s) => sum + hashed(24_000 * s + i), 0) - 2;
});

async function meanOf(objective: (x: Tensor, seed: number) => Promise<number>): Promise<number> {
  using device = await openDevice("native");
  using x = tensor(device, values, [4000, 6]);
  let sum = 0;
  for (let seed = 0; seed < 20; seed++) sum += await objective(x, seed);
  return sum / 20;
}

it("k-means has no more inertia than scikit-learn's, within 1 %", async () => {
  const inertia = await meanOf(async (x, seed) => (await new KMeans({ clusters: 30, seed }).fit(x)).inertia);
  console.log(`k-means: ${(inertia / golden.kmeans).toFixed(4)} of scikit-learn's inertia`);
  expect(inertia / golden.kmeans).toBeLessThan(1.01);
});

it("mini-batch k-means has no more inertia than scikit-learn's, within 1 %", async () => {
  const inertia = await meanOf(
    async (x, seed) => (await new MiniBatchKMeans({ clusters: 30, batchSize: 256, seed }).fit(x)).inertia,
  );
  console.log(`mini-batch k-means: ${(inertia / golden.miniBatch).toFixed(4)} of scikit-learn's inertia`);
  expect(inertia / golden.miniBatch).toBeLessThan(1.01);
});

it("a mixture is no less likely than scikit-learn's, within 1 %", async () => {
  const likelihood = await meanOf(
    async (x, seed) => (await new GaussianMixture({ components: 12, seed }).fit(x)).logLikelihood,
  );
  console.log(`mixture: ${(likelihood / golden.mixture).toFixed(4)} of scikit-learn's mean log-likelihood`);
  // Negative: a larger share is less likely.
  expect(likelihood / golden.mixture).toBeLessThan(1.01);
});
