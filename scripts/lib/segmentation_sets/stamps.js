/** Tux Paint's photographs of things on surfaces that scikit-image brings. */
import { join } from "node:path";
import { Random } from "../../../dist/random/philox.js";
import { filesBelow, number, readPixels, sample } from "../picture_sets/draw.js";
import { between, compose, cutOut, oneOf, readWithAlpha } from "./compose.js";

const classes = ["animals", "food", "hobbies", "household", "plants", "vehicles"];
const surfaces = ["brick.png", "grass.png", "gravel.png"];
const side = 128;
const count = 300;

/** `side` pixels of a grey surface at a random place, in the shades of a random colour. */
function surface({ pixels, width, height }, random) {
  const [left, top] = [random.integer(width - side + 1), random.integer(height - side + 1)];
  const colour = [0, 1, 2].map(() => between(random, 0.55, 1.15));
  const picture = { pixels: new Uint8Array(side * side * 4), width: side, height: side };
  for (let i = 0; i < side * side; i++) {
    const grey = pixels[(top + Math.floor(i / side)) * width + left + (i % side)];
    for (let c = 0; c < 3; c++) picture.pixels[i * 4 + c] = Math.min(255, Math.round(grey * colour[c]));
    picture.pixels[i * 4 + 3] = 255;
  }
  return picture;
}

async function makeStamps(unpacked, add) {
  const random = new Random(0);
  const data = join(unpacked, "usr/lib/python3/dist-packages/skimage/data");
  const grounds = await Promise.all(surfaces.map((file) => readPixels(join(data, file), 1)));
  const folder = join(unpacked, "usr/share/tuxpaint/stamps");
  const photographs = classes.flatMap((label) =>
    filesBelow(join(folder, label), /^.*\.png$/)
      .filter((file) => !/cartoon|drawing|mirror/.test(file))
      .map((file) => ({ label, path: join(folder, label, file) })),
  );
  const drawn = [];
  for (const photograph of photographs) {
    const object = await cutOut(await readWithAlpha(photograph.path), Math.round(between(random, 56, 108)));
    if (object !== null) drawn.push({ ...photograph, object });
  }
  for (const [index, { label, object }] of sample(drawn, count, random).entries()) {
    const background = surface(oneOf(random, grounds), random);
    const { image, mask } = await compose(background, object, { light: between(random, 0.8, 1.2), random });
    add(join("images", label), number(index), image);
    add(join("masks", label), number(index), mask);
  }
}

/** @type {import("../picture_sets/draw.js").PictureSet[]} */
export const sets = [
  {
    name: "stamps",
    about: `Photographs of Tux Paint in ${classes.length} classes (${classes.join(", ")}), at most ${count}, on ${surfaces.length} surfaces of scikit-image (${surfaces.join(", ")}) in random colours, ${side} x ${side}: at random places, 56 to 108 pixels long.`,
    licence:
      "GPL 2 (Tux Paint stamps); CC0 or no known restriction, by surface (scikit-image's data/README.txt).",
    packages: ["tuxpaint-stamps-default", "python3-skimage"],
    make: makeStamps,
  },
];
