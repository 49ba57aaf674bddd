// ml-kmeans, the k-means most used from npm. It runs on one thread.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { serve } from "./protocol.mjs";

/** Products beyond which ten iterations take minutes. */
const MOST_WORK = 6e9;

serve(async () => {
  const { kmeans } = await import("ml-kmeans");
  const { version } = JSON.parse(readFileSync(packageFile(), "utf8"));
  const rowsOf = ({ data, shape: [rows, columns] }) =>
    Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
  return {
    version,
    works: {
      kmeans_lloyd({ sizes: { N, D, K }, settings: { iterations, checked }, inputs }) {
        if (N * D * K * iterations > MOST_WORK) return "it would take minutes";
        const [x, centers] = [rowsOf(inputs.x), rowsOf(inputs.centers)];
        const fit = (maxIterations) => kmeans(x, K, { initialization: centers, maxIterations, tolerance: 0 });
        return {
          run: () => fit(iterations),
          results: () => ({
            centers: fit(checked).centroids.flat(),
            iterations: [fit(iterations).iterations],
          }),
        };
      },
    },
  };
});

/** package.json is not among the package's exports. */
function packageFile() {
  const entry = createRequire(import.meta.url).resolve("ml-kmeans");
  return `${entry.slice(0, entry.lastIndexOf("ml-kmeans") + "ml-kmeans".length)}/package.json`;
}
