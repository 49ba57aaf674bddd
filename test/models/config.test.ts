/** The configuration: defaults, and a sentence for whatever is wrong. */
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../src/errors.js";
import { parseConfig } from "../../src/models/image_clusterer/config.js";
import { ImageClusterer } from "../../src/models/index.js";

describe("parseConfig", () => {
  it("fills in every default and takes its own result", () => {
    const config = parseConfig();
    expect(config).toMatchObject({ clusters: 10, cell: "gru", hidden: 128, heads: 8, epochs: 8, batch: 500 });
    expect(parseConfig(config)).toEqual(config);
    expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it("keeps the defaults beside a given part", () => {
    expect(parseConfig({ augmentation: { rotation: 5 } }).augmentation).toEqual({
      ...parseConfig().augmentation,
      rotation: 5,
    });
  });

  it.each([
    [{ clusters: 0 }, "configuration.clusters is 0: give a whole number from 2 to 10000"],
    [{ clusters: 1 }, "configuration.clusters is 1: give a whole number from 2 to 10000"],
    [{ clusters: -1 }, "configuration.clusters is -1: give a whole number from 2 to 10000"],
    [{ clusters: "abc" }, 'configuration.clusters is "abc": give a whole number from 2 to 10000'],
    [{ clusters: Number.NaN }, "configuration.clusters is NaN: give a whole number from 2 to 10000"],
    [{ clusters: null }, "configuration.clusters is null: give a whole number from 2 to 10000"],
    [{ hidden: 2.5 }, "configuration.hidden is 2.5: give a whole number from 1 to 8192"],
    [{ cell: "transformer" }, 'configuration.cell is "transformer": give one of rnn, lstm, gru'],
    [{ bidirectional: "yes" }, 'configuration.bidirectional is "yes": give true or false'],
    [{ learningRate: 0 }, "configuration.learningRate is 0: give a number from 1e-12 to 10"],
    [{ warmup: Number.POSITIVE_INFINITY }, "configuration.warmup is Infinity: give a number from 0 to 1"],
    [
      { augmentation: { rotation: 500 } },
      "configuration.augmentation.rotation is 500: give a number from 0 to 180",
    ],
    [
      { augmentation: 3 },
      "configuration.augmentation is 3: give an object with any of rotation, scale, shear",
    ],
    [
      { objective: { balanced: 1 } },
      "configuration.objective: balanced is unknown: use information, balance, prior, symmetricFrom",
    ],
    [
      { objective: { prior: "equal" } },
      'configuration.objective.prior is "equal": give auto, uniform, or a list with a share above 0 for each class',
    ],
    [
      { clusters: 3, objective: { prior: [1, 2] } },
      "configuration.objective.prior has 2 shares for 3 clusters: give one for each",
    ],
    [
      { clusters: "auto", objective: { prior: new Array(10).fill(1) } },
      'configuration.objective.prior has 10 shares, and clusters is "auto": give clusters that number',
    ],
    [
      { objective: { overclustering: { factor: 1 } } },
      "configuration.objective.overclustering.factor is 1: give a whole number from 2 to 100",
    ],
    [
      { selfLabelling: { threshold: 0.4 } },
      "configuration.selfLabelling.threshold is 0.4: give a number from 0.5 to 0.9999",
    ],
    [{ multiCrop: { views: 17 } }, "configuration.multiCrop.views is 17: give a whole number from 0 to 16"],
    [{ epoch: 3 }, "configuration: epoch is unknown: use clusters, stem"],
    [{ sequence: { kind: "columns" } }, 'give an object whose kind is "rows" or "cells"'],
    [
      { sequence: { kind: "cells" } },
      "configuration.sequence.size is undefined: give a whole number from 1 to 64",
    ],
    [
      { sequence: { kind: "cells", size: 2, order: "hilbert" } },
      'configuration.sequence.order is "hilbert": give one of raster, snake, spiral',
    ],
    [{ sequence: { kind: "rows", size: 2 } }, "configuration.sequence: size is unknown: use kind"],
    [{ stem: {} }, "configuration.stem is {}: give a list of up to 8 convolutions"],
    [{ stem: Array(9).fill({ channels: 1, kernel: 1, stride: 1 }) }, "give a list of up to 8 convolutions"],
    [
      { stem: [{ channels: 8, kernel: 0, stride: 1 }] },
      "configuration.stem.0.kernel is 0: give a whole number from 1 to 31",
    ],
    [[], "configuration is []: give an object with any of clusters"],
    [null, "configuration is null: give an object with any of clusters"],
  ])("%j", (options, message) => {
    expect(() => parseConfig(options)).toThrow(ArgumentError);
    expect(() => parseConfig(options)).toThrow(message);
  });
});

describe("configFor", () => {
  it.each([
    // As many images as MNIST has: the defaults.
    [{}, 60_000, { batch: 500, epochs: 8 }],
    // A tenth of the images, and 600 steps.
    [{}, 600, { batch: 60, epochs: 60 }],
    // Five images of each class at least.
    [{ clusters: 20 }, 300, { batch: 100, epochs: 200 }],
    // What was given stays, and what was not is chosen for it.
    [{ batch: 200 }, 600, { batch: 200, epochs: 200 }],
    [{ epochs: 3 }, 600, { batch: 60, epochs: 3 }],
    [{ batch: 500, epochs: 8 }, 600, { batch: 500, epochs: 8 }],
    // Fewer images than a batch: one step an epoch.
    [{}, 30, { batch: 50, epochs: 600 }],
  ])("%j for %d images", (options, count, expected) => {
    const clusterer = new ImageClusterer(options);
    expect(clusterer.configFor(count)).toEqual({ ...parseConfig(options), ...expected });
    expect(clusterer.config).toEqual(parseConfig(options));
  });
});
