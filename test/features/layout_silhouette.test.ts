/** The criterion "umap-silhouette" of `chooseClusters`. */
import { expect, it } from "vitest";
import { chooseClusters } from "../../src/clustering/selection/choose_clusters.js";
import "../../src/features/index.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

/** Rows on bent lines far from each other: longer than they are thick, so that k-means of the rows cuts them. */
function lines(rows: number, groups: number): Float32Array<ArrayBuffer> {
  const random = new Random(4);
  return Float32Array.from({ length: rows * 3 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    const along = (Math.floor(row / groups) / rows) * groups * Math.PI;
    const place = [10 * Math.cos(along), 10 * Math.sin(along), 4 * (row % groups)][column]!;
    return place + 0.2 * random.normal();
  });
}

onEachDevice("umap-silhouette", (device) => {
  const judge = async (values: Float32Array<ArrayBuffer>, to: number) => {
    using x = tensor(device, values, [values.length / 3, 3]);
    const methods = ["silhouette", "umap-silhouette"];
    const { criteria } = await chooseClusters(x, { to, methods });
    return criteria;
  };

  it("finds clusters of any shape, where the silhouette of the rows does not", async () => {
    const [rows, places] = await judge(lines(240, 4), 8);
    expect(places!.choices[0]).toBe(4);
    expect(places!.values![2]).toBeGreaterThan(0.5);
    expect(rows!.choices[0]).not.toBe(4);
    expect(await judge(lines(240, 4), 8)).toEqual([rows, places]);
  });

  it("has no choice for fewer than 16 rows, and says so", async () => {
    const [, places] = await judge(lines(12, 3), 5);
    expect(places).toMatchObject({ choices: [], values: null, note: "It takes 16 rows or more." });
  });
});
