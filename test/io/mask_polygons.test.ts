import { describe, expect, it } from "vitest";
import { maskPolygons } from "../../src/io/mask_polygons.js";
import { Random } from "../../src/random/philox.js";

/** A mask from rows of "#" and ".". */
function drawn(...rows: string[]) {
  const mask = Uint8Array.from(rows.join(""), (character) => (character === "#" ? 1 : 0));
  return { mask, height: rows.length, width: rows[0]!.length };
}

/** Pixels whose middle lies in an odd number of polygons, by crossings of a ray to the right. */
function filled(polygons: readonly (readonly number[])[], height: number, width: number): Uint8Array {
  const mask = new Uint8Array(height * width);
  for (let i = 0; i < mask.length; i++) {
    const [px, py] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    let crossings = 0;
    for (const polygon of polygons) {
      for (let k = 0; k < polygon.length; k += 2) {
        const [x, y] = [polygon[k]!, polygon[k + 1]!];
        const nextY = polygon[(k + 3) % polygon.length]!;
        if (x > px && y > py !== nextY > py) crossings++;
      }
    }
    mask[i] = crossings % 2;
  }
  return mask;
}

describe("maskPolygons", () => {
  it("runs along the edges of pixels, without corners on straight lines", () => {
    const { mask, height, width } = drawn("....", ".##.", ".##.");
    expect(maskPolygons(mask, height, width).map((polygon) => [...polygon].sort())).toEqual([
      [1, 1, 1, 1, 3, 3, 3, 3],
    ]);
  });

  it("keeps pixels apart that touch with a corner alone", () => {
    const { mask, height, width } = drawn("#.", ".#");
    expect(maskPolygons(mask, height, width).map(({ length }) => length)).toEqual([8, 8]);
  });

  it.each([
    ["nothing", drawn("..", "..")],
    ["all", drawn("##", "##")],
    ["a hole", drawn("###", "#.#", "###")],
    ["a hole that opens at a corner", drawn("##.", "#.#", "###")],
    ["an island in a hole", drawn("#####", "#...#", "#.#.#", "#...#", "#####")],
    ["holes above one another", drawn("####", "#.##", "####", "#.##", "####")],
    ["holes that touch with a corner", drawn("####", "#.##", "##.#", "####")],
    ["one row", drawn("#.##.#")],
  ])("covers exactly the mask: %s", (_, { mask, height, width }) => {
    expect(filled(maskPolygons(mask, height, width), height, width)).toEqual(mask);
  });

  it.each([0.2, 0.5, 0.6, 0.8])("covers exactly a mask of random pixels, a share of %f", (share) => {
    const random = new Random(7);
    for (let n = 0; n < 20; n++) {
      const [height, width] = [1 + random.integer(24), 1 + random.integer(24)];
      const mask = Uint8Array.from({ length: height * width }, () => (random.uniform() < share ? 1 : 0));
      expect(filled(maskPolygons(mask, height, width), height, width)).toEqual(mask);
    }
  });

  it("refuses a mask that does not fit the size", () => {
    expect(() => maskPolygons(new Uint8Array(5), 2, 3)).toThrow("5 values, a mask of 2 x 3 has 6");
  });
});
