import { preprocess } from "../../preprocess/index.js";
import { registerChange } from "./registry.js";

registerChange({
  name: "blur",
  about: "Gaussian blur",
  unit: "standard deviation in pixels",
  levels: [0.5, 1, 2],
  identity: 0,
  async apply(images, sigma) {
    if (sigma === 0) return images;
    const { pixels } = await preprocess(images, [{ step: "gaussian-blur", sigma }]);
    return { ...images, pixels: pixels as Uint8Array };
  },
});
