/** Pictures of scikit-image: faces, surfaces, photographs. */
import { join } from "node:path";
import { faces } from "../../../dist/experiments/articles/pictures.js";
import { Random } from "../../../dist/random/philox.js";
import { crop, number, png, readPixels } from "./draw.js";

const packages = ["python3-skimage"];
const dataOf = (unpacked) => join(unpacked, "usr/lib/python3/dist-packages/skimage/data");

const surfaces = [
  ...["brick.png", "coins.png", "grass.png", "gravel.png"],
  ...["hubble_deep_field.jpg", "ihc.png", "moon.png", "page.png"],
];
const photographs = [
  ...["astronaut.png", "chelsea.png", "coffee.png", "hubble_deep_field.jpg"],
  ...["ihc.png", "motorcycle_left.png", "rocket.jpg"],
];
const crops = 100;
const side = 64;

/** Crops of pictures at random places; each picture is a class. */
async function makeCrops(unpacked, files, channels, add) {
  const random = new Random(0);
  for (const [label, file] of files.entries()) {
    const picture = await readPixels(join(dataOf(unpacked), file), channels);
    for (let n = 0; n < crops; n++) {
      const top = random.integer(picture.height - side + 1);
      const left = random.integer(picture.width - side + 1);
      const pixels = crop(picture, { top, left, side });
      add(
        file.replace(/\.\w+$/, ""),
        number(label * crops + n),
        await png(pixels, { width: side, height: side, channels }),
      );
    }
  }
}

/** @type {import("./draw.js").PictureSet[]} */
export const sets = [
  {
    name: "faces",
    about:
      "100 faces and 100 pictures without a face, 25 x 25, grey (Labeled Faces in the Wild, Huang et al. 2007).",
    licence: "no known restriction, says scikit-image, whose package is under BSD-3-Clause.",
    packages,
    make: async (unpacked, add) => {
      const { count, width, height, pixels, labels, labelNames } = await faces(dataOf(unpacked));
      for (let i = 0; i < count; i++) {
        const image = pixels.subarray(i * width * height, (i + 1) * width * height);
        add(labelNames[labels[i]], number(i), await png(image, { width, height }));
      }
    },
  },
  {
    name: "textures",
    about: `${crops} crops of ${side} x ${side} at random places of each of ${surfaces.length} grey pictures: ${surfaces.join(", ")}.`,
    licence: "CC0 or no known restriction, by picture (scikit-image's data/README.txt).",
    packages,
    make: (unpacked, add) => makeCrops(unpacked, surfaces, 1, add),
  },
  {
    name: "photographs",
    about: `${crops} crops of ${side} x ${side} at random places of each of ${photographs.length} colour pictures: ${photographs.join(", ")}.`,
    licence: "CC0, CC BY or no known restriction, by picture (scikit-image's data/README.txt).",
    packages,
    make: (unpacked, add) => makeCrops(unpacked, photographs, 3, add),
  },
];
