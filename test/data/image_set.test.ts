import { describe, expect, test } from "vitest";
import { concat, createImageSet, type ImageSet, subset, take } from "../../src/data/image_set.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";

/** `count` images of 1 x 2 x 1; image n holds the bytes 10 n and 10 n + 1 and has label n. */
function numbered(count: number, source = "numbers"): ImageSet {
  const pixels = Uint8Array.from({ length: count * 2 }, (_, i) => 10 * (i >> 1) + (i & 1));
  return createImageSet({
    count,
    height: 1,
    width: 2,
    channels: 1,
    pixels,
    names: Array.from({ length: count }, (_, i) => `${source}/${i}.png`),
    labels: Int32Array.from({ length: count }, (_, i) => i),
    source,
  });
}

test("createImageSet refuses parts that do not fit", () => {
  const set = numbered(3);
  expect(() => createImageSet({ ...set, count: 4 })).toThrow(ShapeError);
  expect(() => createImageSet({ ...set, names: ["a"] })).toThrow(/1 names for 3 images/);
  expect(() => createImageSet({ ...set, labels: new Int32Array(5) })).toThrow(/5 labels for 3 images/);
  expect(() => createImageSet({ ...set, channels: 2 as 1 })).toThrow(/2 channels/);
});

describe("subset and take", () => {
  test("subset gathers pixels, names and labels in the order asked for", () => {
    const set = numbered(4);
    const picked = subset(set, [3, 0, 3]);
    expect([...picked.pixels]).toEqual([30, 31, 0, 1, 30, 31]);
    expect([...picked.labels!]).toEqual([3, 0, 3]);
    expect(picked.names).toEqual(["numbers/3.png", "numbers/0.png", "numbers/3.png"]);
    picked.pixels[0] = 99;
    expect(set.pixels[6]).toBe(30);
  });

  test.each([[-1], [4], [0.5], [Number.NaN]])("subset refuses index %s", (index) => {
    expect(() => subset(numbered(4), [index])).toThrow(ArgumentError);
  });

  test("take keeps the first images, or all", () => {
    const two = take(numbered(4), 2);
    expect(two.count).toBe(2);
    expect([...two.pixels]).toEqual([0, 1, 10, 11]);
    expect([...two.labels!]).toEqual([0, 1]);
    expect(two.names).toHaveLength(2);
    expect(take(numbered(4), 9).count).toBe(4);
    expect(take(createImageSet({ ...numbered(4), names: null, labels: null }), 1)).toMatchObject({
      names: null,
      labels: null,
    });
    expect(() => take(numbered(4), -1)).toThrow(ArgumentError);
  });
});

describe("concat", () => {
  test("puts one set after the other", () => {
    const both = concat([numbered(2, "a"), numbered(1, "b")]);
    expect([...both.pixels]).toEqual([0, 1, 10, 11, 0, 1]);
    expect([...both.labels!]).toEqual([0, 1, 0]);
    expect(both.names).toEqual(["a/0.png", "a/1.png", "b/0.png"]);
    expect(both.source).toBe("a + b");
  });

  test("keeps labels and names only where all sets have them", () => {
    const bare = createImageSet({ ...numbered(2), labels: null, names: null });
    expect(concat([numbered(2), bare])).toMatchObject({ count: 4, labels: null, names: null });
  });

  test("refuses other sizes, other classes, and nothing", () => {
    const tall = createImageSet({ ...numbered(2), height: 2, width: 1 });
    expect(() => concat([numbered(2), tall])).toThrow(/1 x 2 x 1, .* 2 x 1 x 1/);
    const a = createImageSet({ ...numbered(2), labelNames: ["cat", "dog"] });
    const b = createImageSet({ ...numbered(2), labelNames: ["dog", "cat"] });
    expect(() => concat([a, b])).toThrow(DataError);
    expect(() => concat([])).toThrow(ArgumentError);
  });
});
