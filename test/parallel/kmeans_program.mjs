// What kmeans_mpi.test.ts starts, alone or by mpirun: k-means of rows that the processes share. Rank 0 prints what came out.
import { KMeans, openCollectives, openDevice, ownRows, Random, tensor } from "../../dist/index.js";

const [ROWS, COLS] = [601, 6];
const collectives = await openCollectives();
const random = new Random(4);
const values = Float32Array.from(
  { length: ROWS * COLS },
  (_, i) => 5 * (Math.floor(i / COLS) % 4) + random.normal(),
);
const { begin, end } = ownRows(ROWS, 8, collectives);
const device = await openDevice("native");
const x = tensor(device, values.slice(begin * COLS, end * COLS), [end - begin, COLS]);
const seed = process.argv[2] === "differ" ? collectives.rank : 1;
const kmeans = await new KMeans({ clusters: 6, shards: 8, seed }).fit(x, { collectives });
const labels = await collectives.allGather(new Uint8Array(kmeans.labels.buffer));
if (collectives.rank === 0) {
  const { clusterCenters, inertia, iterations } = kmeans;
  console.log(
    JSON.stringify({
      centers: Buffer.from(clusterCenters.buffer).toString("hex"),
      labels: Buffer.concat(labels).toString("hex"),
      inertia,
      iterations,
    }),
  );
}
x.release();
device.close();
await collectives.close();
