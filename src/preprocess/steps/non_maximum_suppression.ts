/** Thin edges: OpenCV's Canny before its thresholds. */
import { toByte } from "../border.js";
import { choice } from "../parameters.js";
import { registerStep } from "../step.js";
import { thinEdges } from "../thin_edges.js";

registerStep({
  name: "non-maximum-suppression",
  aliases: ["nms"],
  about: "thin edges: the strength of those that are the strongest across their direction",
  parameters: {
    norm: choice("l1", ["l1", "l2"], "of the gradient: |x| + |y|, or the root of x^2 + y^2"),
  },
  takes: { bytes: true },
  output: (size) => ({ ...size, channels: 1 }),
  prepare(size, { norm }) {
    const thin = thinEdges(size, norm);
    return (from, to) => {
      const edges = thin(from);
      for (let i = 0; i < to.length; i++) to[i] = toByte(norm === "l1" ? edges[i]! : Math.sqrt(edges[i]!));
    };
  },
});
