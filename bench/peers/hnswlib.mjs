// hnswlib-node: graphs that find most of the nearest neighbours, and a search of all rows. It runs on one thread.
import { createRequire } from "node:module";
import { serve } from "./protocol.mjs";

/** Products beyond which the search of all rows takes more than some minutes. */
const MOST_WORK = 2e12;

serve(async () => {
  const require = createRequire(import.meta.url);
  const { default: hnswlib } = await import("hnswlib-node");
  const { version } = require("hnswlib-node/package.json");
  return {
    version,
    works: {
      /** The k nearest other rows of each row, exactly. */
      nearest_neighbors({ sizes: { N, D, k }, inputs }) {
        if (N * N * D > MOST_WORK) return "it would take minutes";
        const rows = Array.from({ length: N }, (_, i) =>
          Array.from(inputs.x.data.subarray(i * D, (i + 1) * D)),
        );
        const run = () => {
          const index = new hnswlib.BruteforceSearch("l2", D);
          index.initIndex(N);
          for (const [i, row] of rows.entries()) index.addPoint(row, i);
          return rows.map((row) => index.searchKnn(row, k + 1).distances.map(Math.sqrt));
        };
        return {
          run,
          results: () => {
            const sums = new Float64Array(k);
            for (const found of run()) for (let j = 0; j < k; j++) sums[j] += found[j + 1] / N;
            return { meanDistance: sums };
          },
        };
      },
    },
  };
});
