/** Random views of images that stay on the device as bytes, with ImageClusterer's default augmentation. */
import { Tape } from "../../autograd/index.js";
import { augmentImages } from "../../kernels/images.js";
import { ImageBatches } from "../../models/batches.js";
import { parseConfig } from "../../models/index.js";
import { Random } from "../../random/philox.js";
import { type BenchCase, type Family, kernelCounts, type Sizes } from "../case.js";

function make(sizes: Sizes): BenchCase {
  const { B, H: height, W: width, C: channels } = sizes as { B: number; H: number; W: number; C: number };
  const { augmentation } = parseConfig();
  const { rotation, scale, shear, translation, elastic, erase } = augmentation;
  return {
    work: "augment_images",
    sizes,
    ...kernelCounts(augmentImages, { count: B, height, width, channels }),
    items: { count: B, unit: "images" },
    unchecked: "random views; npm test compares them with float64",
    // Each draws its own random numbers: the results are not compared.
    peer: {
      work: "augment_images",
      settings: { rotation, scale, shear, translation, elastic, erase },
      tolerance: Number.POSITIVE_INFINITY,
    },
    inputs() {
      const random = new Random(2, 0);
      const data = Uint8Array.from({ length: B * height * width * channels }, () => random.word() >>> 24);
      return { images: { shape: [B, height, width, channels], data } };
    },
    prepare(device, inputs) {
      const pixels = inputs.images!.data as Uint8Array;
      const batches = new ImageBatches(device, { count: B, height, width, channels, pixels });
      const indices = Uint32Array.from({ length: B }, (_, i) => i);
      let offset = 0;
      return {
        run() {
          using tape = new Tape(device, { gradient: false });
          batches.augmented(tape, batches.select(tape, indices), augmentation, { seed: 0, offset: offset++ });
          device.submit();
        },
        release: () => batches.release(),
      };
    },
  };
}

export const augmentationFamily: Family = {
  work: "augment_images",
  about: "random views of image batches (rotation, scale, shear, shift, elastic, erased band)",
  shapes: [
    { B: 500, H: 28, W: 28, C: 1 },
    { B: 128, H: 64, W: 64, C: 3 },
  ],
  quick: { B: 6, H: 9, W: 8, C: 1 },
  make,
};
