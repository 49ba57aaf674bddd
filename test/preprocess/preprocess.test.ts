/** Lists of steps: how they are written, what they refuse, what they say. Their results are in golden.test.ts. */
import { describe, expect, it } from "vitest";
import { createImageSet } from "../../src/data/image_set.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import {
  formatSteps,
  parseSteps,
  preprocess,
  preprocessedSize,
  preprocessingSteps,
  registerStep,
  type StepOptions,
} from "../../src/preprocess/index.js";
import { Random } from "../../src/random/philox.js";

const random = new Random(3);

function images(count: number, height: number, width: number, channels: 1 | 3) {
  const pixels = Uint8Array.from({ length: count * height * width * channels }, () => random.integer(256));
  return createImageSet({ count, height, width, channels, pixels, source: "noise" });
}

/** Each step as it can be called without further choice. */
const plain = preprocessingSteps().map(({ name }) => (name === "resize" ? "resize(size=3)" : name));

describe("parseSteps", () => {
  it("takes names, text with parameters, lists and objects, and fills in defaults", () => {
    const blur = { step: "gaussian-blur", sigma: 2, size: null };
    expect(parseSteps("grey, blur(sigma=2),otsu")).toEqual([
      { step: "grey" },
      blur,
      { step: "otsu", max: 255, kind: "binary" },
    ]);
    expect(parseSteps("gaussian-blur:sigma=2")).toEqual([blur]);
    expect(parseSteps(["gaussian-blur( sigma=2 , size=null )"])).toEqual([blur]);
    expect(parseSteps([{ step: "blur", sigma: 2 }])).toEqual([blur]);
    expect(parseSteps([blur])).toEqual([blur]);
    expect(parseSteps([])).toEqual([]);
    expect(parseSteps("denoise")[0]!.step).toBe("non-local-means");
  });

  it.each([
    ["blurr", "blurr is no known preprocessing step: choose from grey, resize, crop"],
    ["gaussian-blur(sgma=2)", "gaussian-blur has no parameter sgma: use sigma, size"],
    ["grey(a=1)", "grey has no parameter a: leave it out, the step has none"],
    ["median(size=4)", "median: size is 4: give an odd number from 1 to 255"],
    ["median(size=big)", "median: size is big: give an odd number from 1 to 255"],
    ["otsu(kind=bin)", "otsu: kind is bin: give one of binary, binary-inverse"],
    ["grey,,otsu", "a preprocessing step is empty: write steps as grey,gaussian-blur(sigma=2),otsu"],
    ["", "a preprocessing step is empty"],
    ["median(size=3", "the steps median(size=3 have unequal parentheses"],
    ["median)size(", "have unequal parentheses"],
    ["median(3)", "median: 3 is no parameter"],
    ["median(size=3,size=5)", "median: size is given twice"],
    ["median(__proto__=5)", "median has no parameter __proto__"],
    ["canny(low=200,high=100)", "canny: low is 200, high 100: give a low that is not above high"],
    ["contrast-stretch(low=9,high=9)", "contrast-stretch: low is 9, high 9"],
    ["drop-outliers(low=0.9,high=0.1)", "drop-outliers: low is 0.9, high 0.1: give a low that is below high"],
    ["resize", "resize: give size for squares, or width and height"],
    ["resize(size=3,width=3)", "resize: give size for squares, or width and height"],
  ])("refuses %j", (steps, message) => {
    expect(() => parseSteps(steps)).toThrow(ArgumentError);
    expect(() => parseSteps(steps)).toThrow(message);
  });

  it.each([
    [[7], 'a preprocessing step is 7: give its name, or an object such as {"step"'],
    [[null], "a preprocessing step is {}"],
    [[{ name: "grey" }], 'a preprocessing step is {"name":"grey"}'],
    [7, "preprocessing steps are no list"],
  ])("refuses the list %j", (steps, message) => {
    expect(() => parseSteps(steps as unknown as StepOptions[])).toThrow(ArgumentError);
    expect(() => parseSteps(steps as unknown as StepOptions[])).toThrow(message);
  });

  it("reads what formatSteps writes", () => {
    const text = "grey,resize(width=20,height=10,method=area),median,canny(low=10,high=20.5)";
    expect(formatSteps(parseSteps(text))).toBe(
      "grey,resize(width=20,height=10,method=area),median,canny(low=10,high=20.5)",
    );
    expect(parseSteps(formatSteps(parseSteps(text)))).toEqual(parseSteps(text));
  });
});

describe("registerStep", () => {
  it("has preprocess know a step, once", async () => {
    const half = {
      name: "test-half",
      about: "half of each value",
      parameters: {},
      prepare: () => (from: ArrayLike<number>, to: { [i: number]: number }) => {
        for (let i = 0; i < from.length; i++) to[i] = from[i]! >> 1;
      },
    };
    registerStep(half);
    const set = images(2, 2, 2, 1);
    expect((await preprocess(set, ["test-half"])).pixels).toEqual(set.pixels.map((value) => value >> 1));
    expect(() => registerStep(half)).toThrow("registerStep: test-half is taken already: give another name");
  });
});

describe("preprocess", () => {
  it.each(plain)("%s treats each image alone, and leaves the given ones as they are", async (step) => {
    if (step === "drop-outliers") return;
    for (const [height, width] of [
      [9, 12],
      [1, 1],
      [1, 40],
      [40, 1],
      [2, 3],
    ] as const) {
      const set = images(3, height, width, 1);
      const before = set.pixels.slice();
      if (step === "crop") expect(preprocessedSize(step, set)).toEqual({ height, width, channels: 1 });
      const made = await preprocess(set, step);
      expect(set.pixels).toEqual(before);
      const size = { height: made.height, width: made.width, channels: made.channels };
      expect(preprocessedSize(step, set)).toEqual(size);
      const bytes = made.height * made.width * made.channels;
      expect(made.pixels.length).toBe(3 * bytes);
      for (let i = 0; i < 3; i++) {
        const own = set.pixels.subarray(i * height * width, (i + 1) * height * width);
        const alone = await preprocess({ ...set, count: 1, pixels: own }, step);
        expect(alone.pixels).toEqual(made.pixels.subarray(i * bytes, (i + 1) * bytes));
      }
    }
  });

  it("takes an image of 1 x 5000 through all steps that keep grey bytes", async () => {
    const steps = plain.filter((step) => !/resize|drop/.test(step));
    const made = await preprocess(images(1, 1, 5000, 1), steps);
    expect([made.height, made.width]).toEqual([1, 5000]);
  });

  it("says which steps take grey images or bytes alone, before it begins", async () => {
    const colour = images(1, 4, 4, 3);
    await expect(preprocess(colour, "median,otsu")).rejects.toThrow(
      "otsu takes grey images, these have 3 channels: put grey before it",
    );
    expect((await preprocess(colour, "grey,otsu")).channels).toBe(1);
    const float = { count: 1, height: 2, width: 2, channels: 1, pixels: new Float32Array(4) };
    await expect(preprocess(float, "canny")).rejects.toThrow("canny takes bytes, these pixels are float32");
    await expect(preprocess(colour, "crop(width=9)")).rejects.toThrow(
      "crop: 4 x 9 at row 0, column 0 is not inside of images of 4 x 4: crop a smaller part, or resize before",
    );
  });

  it.each([2, 4])("refuses to make %i channels grey, of which one may be alpha", async (channels) => {
    const given = { count: 1, height: 2, width: 2, channels, pixels: new Uint8Array(4 * channels) };
    await expect(preprocess(given, "grey")).rejects.toThrow(
      new DataError(
        `grey: images of ${channels} channels are neither grey nor red, green, blue: give 1 or 3, without alpha`,
      ),
    );
  });

  it("rounds halves to even numbers, as OpenCV's cvRound", async () => {
    const set = images(1, 20, 20, 1);
    const limited = await preprocess(set, "threshold(max=2.5)");
    expect([...new Set(limited.pixels)].sort()).toEqual([0, 2]);
    // The radius is 1.5 sigma, 4.5 here.
    const bySigma = await preprocess(set, "bilateral(size=0,sigmaSpace=3)");
    expect(bySigma.pixels).toEqual((await preprocess(set, "bilateral(size=9,sigmaSpace=3)")).pixels);
    expect(bySigma.pixels).not.toEqual((await preprocess(set, "bilateral(size=11,sigmaSpace=3)")).pixels);
  });

  it("refuses pixels that are none", async () => {
    const set = { count: 1, height: 2, width: 2, channels: 1 };
    const refused = (pixels: unknown, change = {}) =>
      expect(preprocess({ ...set, ...change, pixels: pixels as Uint8Array }, "invert")).rejects;
    await refused(new Uint8Array(3)).toThrow("preprocess: 3 pixels for shape [1, 2, 2, 1]: give 4");
    await refused([1, 2, 3, 4]).toThrow("preprocess: pixels are of another type");
    await refused(new Uint8Array(4), { height: 0.5 }).toThrow(
      "preprocess: height is 0.5: give a whole number",
    );
    await refused(Float32Array.of(0, 1, Number.NaN, 0)).toThrow(
      "preprocess: pixel 2 is NaN: give finite values",
    );
    await refused(new Float64Array(4)).toThrow(DataError);
    const clamped = await preprocess({ ...set, pixels: new Uint8ClampedArray(4) }, "invert");
    expect(clamped.pixels).toEqual(new Uint8Array(4).fill(255));
  });

  it("says how many values were clipped, and in which images", async () => {
    const set = images(3, 8, 8, 1);
    set.pixels.fill(100);
    for (let i = 0; i < 192; i += 2) set.pixels[i] = 104;
    set.pixels[64] = 255;
    set.pixels[70] = 0;
    const { pixels, notes } = await preprocess(set, "invert,clip-outliers");
    expect(notes).toEqual([{ step: "clip-outliers", images: Uint32Array.of(1), values: 2 }]);
    // Of 155, 32 times, and 151, 30 times, the median is 155 and the MAD 2: the limits are 155 +- 3.5 * 2 / 0.6745.
    expect([pixels[64], pixels[70]]).toEqual([155 - 10, 155 + 10]);
  });

  it("drops images that are unlike the others, with their names and labels", async () => {
    const set = images(20, 6, 6, 1);
    set.pixels.fill(0, 7 * 36, 8 * 36);
    set.pixels.fill(255, 12 * 36, 13 * 36);
    const named = {
      ...set,
      names: Array.from({ length: 20 }, (_, i) => `${i}.png`),
      labels: Int32Array.from({ length: 20 }, (_, i) => i % 3),
    };
    const made = await preprocess(named, "drop-outliers,invert,drop-outliers");
    expect(made.notes[0]!.images).toEqual(Uint32Array.of(7, 12));
    expect(made.count).toBeLessThanOrEqual(18);
    expect(made.names).toHaveLength(made.count);
    expect(made.names).not.toContain("7.png");
    const kept = made.names!.map((name) => Number.parseInt(name, 10));
    expect([...made.labels!]).toEqual(kept.map((i) => i % 3));
    expect([...made.numbers!]).toEqual(kept);
    // Places of a second step are those in what was given, too.
    for (const image of made.notes[1]!.images) expect(kept).not.toContain(image);
  });

  it("counts images times steps, and ends with the signal's reason", async () => {
    const seen: number[] = [];
    await preprocess(images(4, 3, 3, 1), "invert,median", {
      onProgress: (done, all) => seen.push(done / all),
    });
    expect(seen.at(-1)).toBe(1);
    const reason = new Error("enough");
    await expect(
      preprocess(images(4, 3, 3, 1), "invert", { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});
