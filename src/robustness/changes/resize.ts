/** Images made smaller and enlarged again, by each filter of the step `resize`. */
import { preprocess } from "../../preprocess/index.js";
import { registerChange } from "./registry.js";

for (const method of ["nearest", "linear", "area"] as const) {
  registerChange({
    name: `resize-${method}`,
    about: `made smaller by the filter ${method}, and enlarged again by linear interpolation`,
    unit: "factor",
    levels: [0.75, 0.5],
    identity: 1,
    async apply(images, factor) {
      const { height, width } = images;
      const sized = (by: number) => ({
        height: Math.max(1, Math.round(by * height)),
        width: Math.max(1, Math.round(by * width)),
      });
      const { pixels } = await preprocess(images, [
        { step: "resize", ...sized(factor), method },
        { step: "resize", ...sized(1), method: "linear" },
      ]);
      return { ...images, pixels: pixels as Uint8Array };
    },
  });
}
