/** Presets of views: what they fill in, which one pictures get, and that a model keeps what was chosen. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { ArgumentError } from "../../src/errors.js";
import { parseConfig } from "../../src/models/image_clusterer/config.js";
import {
  chooseViews,
  ImageClusterer,
  type Images,
  registerViews,
  viewsPresets,
} from "../../src/models/index.js";
import { Random } from "../../src/random/philox.js";

const digits = take((await loadMnist()).train, 300);
const folder = mkdtempSync(join(tmpdir(), "skein-views-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COUNT = 120;
const SIDE = 24;

/** Pictures whose pixels are `paint(random of the picture, y, x)`, three channels or one, from 0 to 1. */
function pictures(paint: (random: Random) => (y: number, x: number) => readonly number[]): Images {
  const all = Array.from({ length: COUNT }, (_, i) => {
    const at = paint(new Random(i, 1));
    return Array.from({ length: SIDE * SIDE }, (_, p) => at(Math.floor(p / SIDE), p % SIDE));
  });
  const channels = all[0]![0]!.length;
  const pixels = Uint8Array.from(all.flat(2), (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return { count: COUNT, height: SIDE, width: SIDE, channels, pixels };
}

const inside = (y: number, x: number, half: number) =>
  Math.abs(y - SIDE / 2) < half && Math.abs(x - SIDE / 2) < half;
const inverted = ({ pixels, ...rest }: Images): Images => ({
  ...rest,
  pixels: pixels.map((value) => 255 - value),
});

const boxes = pictures((random) => {
  const [half, light] = [6 + random.integer(4), 0.3 + 0.7 * random.uniform()];
  return (y, x) => [inside(y, x, half) ? light : 0];
});
const coloured = pictures((random) => {
  const [half, colour] = [3 + random.integer(3), [random.uniform(), random.uniform(), random.uniform()]];
  return (y, x) => (inside(y, x, half) ? colour : [1, 1, 1]);
});
const framed = pictures((random) => {
  const colour = [0.2 * random.uniform(), 0.6, 0.9];
  return (y, x) => (inside(y, x, 10) ? colour : [1, 1, 1]);
});
const noise = pictures((random) => () => [random.uniform()]);
const coloredNoise = pictures((random) => () => [random.uniform(), random.uniform(), random.uniform()]);
const ramps = pictures((random) => (y) => [0.6 * (y / SIDE) + 0.4 * random.uniform()]);

describe("chooseViews", () => {
  it.each<[string, Images, string]>([
    ["white digits on black", digits, "digits"],
    ["black digits on white", inverted(digits), "digits"],
    ["grey boxes of many brightnesses", boxes, "clothes"],
    ["the same on white", inverted(boxes), "clothes"],
    ["small coloured boxes", coloured, "objects"],
    ["large ones in one place", framed, "icons"],
    ["noise", noise, "textures"],
    ["coloured noise", coloredNoise, "photos"],
    ["grey without a ground, lighter below", ramps, "faces"],
  ])("%s", (_, images, views) => {
    const choice = chooseViews(images);
    expect(choice.views, `${choice.reason} ${JSON.stringify(choice.statistics)}`).toBe(views);
    expect(choice.reason).toMatch(/^[a-z].*\d %/);
    expect(chooseViews(images)).toEqual(choice);
  });

  it("takes pictures of one pixel, and a single one", () => {
    const one = { count: 1, height: 1, width: 1, channels: 1, pixels: Uint8Array.of(9) };
    expect(viewsPresets().map(({ name }) => name)).toContain(chooseViews(one).views);
  });
});

describe("presets", () => {
  const names = viewsPresets().map(({ name }) => name);

  it("are seven, of settings that the configuration takes; digits has the defaults", () => {
    expect(names).toEqual(["digits", "clothes", "objects", "faces", "textures", "photos", "icons"]);
    const plain = parseConfig();
    for (const views of names) {
      const { augmentation, objective } = parseConfig({ views });
      const { augmentation: changes, objective: terms } = viewsPresets().find(({ name }) => name === views)!;
      expect(augmentation).toEqual({ ...plain.augmentation, ...changes });
      expect(objective).toEqual({ ...plain.objective, ...terms });
    }
    expect(parseConfig({ views: "digits" })).toEqual({ ...plain, views: "digits" });
  });

  it("give way to what was set", () => {
    const config = parseConfig({
      views: "clothes",
      augmentation: { rotation: 30, flip: undefined },
      objective: { contrastive: 0 },
    });
    expect(config.augmentation).toEqual({ ...parseConfig({ views: "clothes" }).augmentation, rotation: 30 });
    expect(config.objective.contrastive).toBe(0);
    expect(parseConfig(config)).toEqual(config);
  });

  it("are refused by a wrong name, which lists them", () => {
    expect(() => parseConfig({ views: "cats" })).toThrow(ArgumentError);
    expect(() => parseConfig({ views: "cats" })).toThrow(
      'configuration.views is "cats": give one of auto, digits, clothes',
    );
    expect(() => parseConfig({ views: 3 })).toThrow("configuration.views is 3: give one of auto, digits");
    expect(() => registerViews({ name: "digits", about: "again" })).toThrow("digits is taken already");
    expect(() => registerViews({ name: "auto", about: "chosen" })).toThrow("auto is taken already");
  });
});

describe("views of a model", () => {
  const small = {
    stem: [{ channels: 4, kernel: 5, stride: 4 }],
    ...{ hidden: 8, heads: 2, clusters: 2, batch: 60, epochs: 1 },
  };

  it("are chosen by fit, kept in the file, and not chosen again", async () => {
    const path = join(folder, "boxes.safetensors");
    const clusterer = new ImageClusterer(small, "native");
    expect(clusterer.config.views).toBe("auto");
    expect(clusterer.configFor(COUNT).views).toBe("auto");
    await clusterer.fit(boxes);
    expect(clusterer.config).toEqual(parseConfig({ ...small, views: "clothes" }));
    expect(clusterer.config).toEqual(clusterer.configFor(boxes));
    await clusterer.save(path);
    const labels = await clusterer.predict(digitsOf(SIDE));
    await clusterer.close();
    const loaded = await ImageClusterer.load(path, "native");
    expect(loaded.config).toEqual(parseConfig({ ...small, views: "clothes" }));
    // Other pictures: they would be given other views.
    expect(await loaded.predict(digitsOf(SIDE))).toEqual(labels);
    await loaded.fit(digitsOf(SIDE));
    expect(loaded.config.views).toBe("clothes");
    await loaded.close();
  });

  it("stay what the constructor was given", async () => {
    const clusterer = new ImageClusterer({ ...small, views: "textures" }, "native");
    expect(clusterer.configFor(boxes).views).toBe("textures");
    await clusterer.close();
  });
});

/** Digits without their margin. */
function digitsOf(side: number): Images {
  const from = (digits.height - side) / 2;
  const at = (n: number, y: number, x: number) =>
    digits.pixels[(n * digits.height + from + y) * digits.width + from + x]!;
  const pixels = Uint8Array.from({ length: COUNT * side * side }, (_, i) =>
    at(Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side),
  );
  return { count: COUNT, height: side, width: side, channels: 1, pixels };
}
