/** Images as sequences. */
import { describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { type ImageClustererOptions, parseConfig } from "../../src/models/image_clusterer/config.js";
import { Encoder } from "../../src/models/image_clusterer/encoder.js";
import { snake, spiral } from "../../src/nn/sequence.js";

describe("cell orders", () => {
  it("snake turns at each row's end", () => {
    expect(snake(3, 3)).toEqual([0, 1, 2, 5, 4, 3, 6, 7, 8]);
  });
  it("spiral goes round and inwards", () => {
    expect(spiral(3, 4)).toEqual([0, 1, 2, 3, 7, 11, 10, 9, 8, 4, 5, 6]);
    expect(spiral(1, 3)).toEqual([0, 1, 2]);
    expect(spiral(3, 1)).toEqual([0, 1, 2]);
  });
  it("each order visits each cell once", () => {
    for (const order of [snake(5, 4), spiral(5, 4)]) {
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    }
  });
});

describe("encoder", () => {
  const size = { height: 12, width: 12, channels: 3 };
  const variants: [string, ImageClustererOptions, number][] = [
    ["rows of a convolved map", { hidden: 10 }, 20],
    ["rows of pixels", { stem: [], hidden: 10, bidirectional: false }, 10],
    ["cells in raster order", { stem: [], sequence: { kind: "cells", size: 4 }, hidden: 6 }, 12],
    [
      "cells in a snake",
      { stem: [], sequence: { kind: "cells", size: 3, order: "snake" }, cell: "lstm", hidden: 6 },
      12,
    ],
    [
      "cells in a spiral",
      { stem: [], sequence: { kind: "cells", size: 6, order: "spiral" }, cell: "rnn", layers: 2 },
      256,
    ],
  ];
  it.each(variants)("%s", async (_, options, features) => {
    using device = await openDevice("native");
    const encoder = new Encoder(parseConfig(options), size).to(device);
    using tape = new Tape(device, { training: { seed: 0, step: 0 } });
    const x = tape.constant(
      Float32Array.from({ length: 5 * 12 * 12 * 3 }, (_, i) => (i % 17) / 17),
      [5, 12, 12, 3],
    );
    const y = encoder.forward(tape, x);
    expect(encoder.features).toBe(features);
    expect(y.shape).toEqual([5, features]);
    expect((await y.data()).every(Number.isFinite)).toBe(true);
    tape.backwardFrom([y], [tape.constant(new Float32Array(5 * features).fill(1), y.shape)]);
    expect(encoder.parameters().every(({ trained, hasGradient }) => trained === hasGradient)).toBe(true);
    expect((await encoder.storage.gradients.data()).every(Number.isFinite)).toBe(true);
    encoder.release();
  });

  it("refuses cells that do not fill the map", () => {
    const config = parseConfig({ stem: [], sequence: { kind: "cells", size: 2 } });
    expect(() => new Encoder(config, { height: 3, width: 4, channels: 1 })).toThrow(
      "cells of 2 do not fill a map of 3 x 4",
    );
  });
});
