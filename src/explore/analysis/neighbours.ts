/** The images that look most like each. */
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
import { ReviewGraph } from "../../review/fit/index.js";
import { type DerivedFolder, readTensors, unreadOfTensors, writeTensors } from "./derived.js";
import { requireFeatures, unreadOf } from "./features.js";
import type { AnalysisStep } from "./step.js";

export async function readNeighbours(derived: DerivedFolder): Promise<Neighbours | null> {
  const tensors = (await readTensors(derived, "neighbours"))?.tensors;
  const [indices, distances] = [tensors?.get("indices"), tensors?.get("distances")];
  if (indices?.dtype !== "I32" || distances?.dtype !== "F32") return null;
  const [rows, neighbours] = indices.shape as [number, number];
  return { rows, neighbours, indices: indices.data, distances: distances.data };
}

export const neighbours: AnalysisStep = {
  name: "neighbours",
  what: "looking for look-alikes",
  unread: async (derived) =>
    (await readNeighbours(derived)) ? unreadOfTensors(derived, "neighbours") : null,
  async work({ derived, device }) {
    const features = await requireFeatures(derived);
    const { neighbours: found } = await ReviewGraph.of(features, device);
    const { rows, neighbours: each, indices, distances } = found;
    await writeTensors(
      derived,
      "neighbours",
      new Map([
        ["indices", { dtype: "I32", shape: [rows, each], data: indices }],
        ["distances", { dtype: "F32", shape: [rows, each], data: distances }],
      ]),
      unreadOf(features),
    );
  },
};
