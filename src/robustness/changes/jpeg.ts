import { throughJpeg } from "../../data/jpeg.js";
import { registerChange } from "./registry.js";

registerChange({
  name: "jpeg",
  about: "encoded as JPEG and decoded again",
  unit: "quality",
  levels: [90, 70, 50, 30, 10],
  // Quality 100 rounds, too.
  identity: null,
  refuses: ({ channels }) =>
    channels === 1 || channels === 3 ? null : `JPEG has no images of ${channels} channels`,
  apply: async (images, quality) => ({ ...images, pixels: await throughJpeg(images, quality) }),
});
