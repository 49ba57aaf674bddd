import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  GaussianMixture,
  type GaussianMixtureOptions,
} from "../../src/clustering/mixture/gaussian_mixture.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2, components sorted by their first mean:
 *
 *   n = np.arange(120); c = n % 3
 *   x = np.stack([6 * c + (n * 37 % 101) / 40 + (n * 29 % 89) / 60,
 *                 100 - 4 * (c == 1) + (n * 53 % 97) / 40 - (n * 37 % 101) / 80], 1).astype(np.float32).astype(float)
 *   m = GaussianMixture(3, covariance_type=type, tol=1e-9, max_iter=500, random_state=0).fit(x)
 *   m.means_, m.covariances_, m.score(x), m.bic(x), m.aic(x), m.predict_proba([[3.9, 99]])
 */
const patterns = Float32Array.from({ length: 240 }, (_, i) => {
  const n = Math.floor(i / 2);
  const c = n % 3;
  const shared = (n * 37) % 101;
  if (i % 2 === 0) return 6 * c + shared / 40 + ((n * 29) % 89) / 60;
  return 100 - (c === 1 ? 4 : 0) + ((n * 53) % 97) / 40 - shared / 80;
});
const means = [2.0731250044, 100.5471874224, 8.0154166139, 96.5493753795, 13.8575000286, 100.583124733];
const golden = [
  {
    covarianceType: "full",
    covariances: [
      0.65308950835, -0.16130736167, -0.16130736167, 0.58056692699, 0.70836780789, -0.22811535313,
    ],
    score: -3.4221121482,
    bic: 902.6942751954,
    aic: 855.3069155681,
    other: 6.918727368e-5,
  },
  {
    covarianceType: "tied",
    covariances: [0.70438866213, -0.21919243315, -0.21919243315, 0.57848015505],
    score: -3.4248689085,
    bic: 874.6309471995,
    aic: 843.968538029,
    other: 4.292897987e-5,
  },
  {
    covarianceType: "diag",
    covariances: [0.65308952118, 0.5805669296, 0.7083674414, 0.55970411051, 0.75170866928, 0.5951692762],
    score: -3.4866133682,
    bic: 903.8120927634,
    aic: 864.7872083644,
    other: 2.975066593e-6,
  },
  {
    covarianceType: "spherical",
    covariances: [0.61682822535, 0.63403577512, 0.67343897287],
    score: -3.4917636286,
    bic: 890.68568002,
    aic: 860.0232708468,
    other: 1.407108251e-6,
  },
] as const;

describe.each(testDevices)("GaussianMixture [$kind]", ({ skip, open }) => {
  let device: Device;
  beforeAll(async () => {
    if (!skip) device = await open();
  });
  afterAll(() => device?.close());

  it.skipIf(skip).each(golden)("agrees with scikit-learn: $covarianceType", async (want) => {
    using x = tensor(device, patterns, [120, 2]);
    const { covarianceType } = want;
    const mixture = new GaussianMixture({
      components: 3,
      covarianceType,
      tolerance: 1e-7,
      maxIterations: 500,
    });
    await mixture.fit(x);
    expect(mixture.converged).toBe(true);
    const order = [0, 1, 2].sort((a, b) => mixture.means[2 * a]! - mixture.means[2 * b]!);
    order.forEach((k, place) => {
      expect(mixture.weights[k]).toBeCloseTo(1 / 3, 5);
      expect(mixture.means[2 * k]).toBeCloseTo(means[2 * place]!, 4);
      expect(mixture.means[2 * k + 1]).toBeCloseTo(means[2 * place + 1]!, 4);
    });
    const size = mixture.covariances.length / 3;
    const covariances =
      covarianceType === "tied"
        ? [...mixture.covariances]
        : order.flatMap((k) => [...mixture.covariances.slice(k * size, (k + 1) * size)]);
    want.covariances.forEach((value, i) => {
      expect(covariances[i]).toBeCloseTo(value, 4);
    });
    const scores = await mixture.scoreSamples(x);
    expect(scores.reduce((sum, value) => sum + value, 0) / 120).toBeCloseTo(want.score, 4);
    expect(await mixture.bic(x)).toBeCloseTo(want.bic, 2);
    expect(await mixture.aic(x)).toBeCloseTo(want.aic, 2);
    using between = tensor(device, [3.9, 99], [1, 2]);
    const probabilities = await mixture.predictProba(between);
    expect(probabilities[order[1]!]! / want.other).toBeCloseTo(1, 2);
    expect([...(await mixture.predict(between))]).toEqual([order[0]]);
  });

  const cluster = async (values: ArrayLike<number>, columns: number, options: GaussianMixtureOptions) => {
    using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
    const mixture = new GaussianMixture(options);
    return { mixture, labels: [...(await mixture.fitPredict(x))] };
  };

  it.skipIf(skip)("begins at given means, and takes huge and tiny values and constant columns", async () => {
    for (const size of [1, 1e25, 1e-25]) {
      const values = [0, 1, 2, 50, 51, 52].flatMap((value) => [size * value, 7 * size]);
      const given = { components: 2, means: [51, 7, 1, 7].map((value) => size * value) };
      const regularization = 1e-3 * size * size;
      const { mixture, labels } = await cluster(values, 2, { ...given, regularization });
      expect(labels).toEqual([1, 1, 1, 0, 0, 0]);
      expect(mixture.means[0]! / size).toBeCloseTo(51, 4);
    }
  });

  it.skipIf(skip)("measures densities of clusters that lie far apart", async () => {
    // Two clusters of standard deviation 1e-3 at 0 and 10.
    const random = new Random(1);
    const values = Float32Array.from({ length: 400 }, (_, i) => 10 * (i % 2) + 1e-3 * random.normal());
    using x = tensor(device, values, [400, 1]);
    const mixture = await new GaussianMixture({ components: 2, regularization: 1e-12 }).fit(x);
    const want = values.map((value) => {
      const k = Math.abs(value - mixture.means[0]!) < 5 ? 0 : 1;
      const variance = mixture.covariances[k]!;
      const squared = (value - mixture.means[k]!) ** 2 / variance;
      return Math.log(mixture.weights[k]!) - 0.5 * (Math.log(2 * Math.PI * variance) + squared);
    });
    const found = await mixture.scoreSamples(x);
    expect(found.reduce((sum, value) => sum + value, 0) / 400).toBeCloseTo(
      want.reduce((sum, value) => sum + value, 0) / 400,
      3,
    );
  });

  it.skipIf(skip)("rejects when its device closes, and leaves no rejection behind", async () => {
    const own = await openDevice("native");
    const random = new Random(2);
    const x = tensor(
      own,
      Float32Array.from({ length: 20_000 * 8 }, () => random.normal()),
      [20_000, 8],
    );
    const fit = new GaussianMixture({ components: 6, tolerance: 0 }).fit(x);
    setTimeout(() => own.close(), 50);
    await expect(fit).rejects.toThrow("device");
  });

  it.skipIf(skip)("says what it cannot do", async () => {
    await expect(cluster([1, 2, 3, Number.NaN], 2, {})).rejects.toThrow(DataError);
    await expect(cluster([1, 2], 1, { components: 3 })).rejects.toThrow(
      "GaussianMixture.fit: 2 rows cannot fill 3 components: give more rows or fewer components",
    );
    await expect(cluster([1, 2], 1, { means: [1, 2] })).rejects.toThrow(ShapeError);
    await expect(cluster([1, 1, 1, 1], 1, { regularization: 0 })).rejects.toThrow(
      /covariance is singular: give fewer/,
    );
    const { mixture } = await cluster([1, 2, 3], 1, {});
    using wide = tensor(device, [1, 2], [1, 2]);
    await expect(mixture.predict(wide)).rejects.toThrow(
      "GaussianMixture.predict: x has 2 columns, fit got 1: give the same features",
    );
    using bad = tensor(device, [1, Number.NaN], [2, 1]);
    await expect(mixture.predict(bad)).rejects.toThrow(/row 1 of x holds NaN/);
  });
});

it("gives the same bits with one thread and two", async () => {
  const random = new Random(3);
  const values = Float32Array.from(
    { length: 4000 * 12 },
    (_, i) => random.normal() + 5 * (Math.floor(i / 12) % 4),
  );
  const found = [];
  for (const threads of [1, 2]) {
    const device = await openDevice("native", { threads });
    const x = tensor(device, values, [4000, 12]);
    const { means: own, covariances, logLikelihood } = await new GaussianMixture({ components: 4 }).fit(x);
    found.push({ own, covariances, logLikelihood });
    x.release();
    device.close();
  }
  expect(found[0]).toEqual(found[1]);
});

it("checks its options", () => {
  expect(() => new GaussianMixture({ components: 0 })).toThrow(
    "GaussianMixture: components is 0: give a whole number from 1 up",
  );
  expect(() => new GaussianMixture({ tolerance: Number.NaN })).toThrow(ArgumentError);
  expect(() => new GaussianMixture({ covarianceType: "free" as "full" })).toThrow(
    /choose one of full, tied, diag, spherical/,
  );
  expect(() => new GaussianMixture().means).toThrow("call fit first");
});
