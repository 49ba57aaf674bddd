/** Units of The Battle for Wesnoth on its terrain. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../dist/random/philox.js";
import { filesBelow, foldersIn, number, sample } from "../picture_sets/draw.js";
import { between, compose, cutOut, layOver, oneOf, readWithAlpha } from "./compose.js";

const core = "usr/share/games/wesnoth/1.16/data/core/images";
const side = 96;
const ofEach = 100;
/** Folders with fewer hold boats and the like. */
const least = 20;

/** Names of tiles that fill a hexagon; a picture takes all its tiles from one of these. */
const terrains = [
  ...["grass/green", "grass/dry", "grass/semi-dry", "grass/leaf-litter", "sand/beach", "sand/desert"],
  ...["flat/dirt", "flat/dirt-dark", "flat/road", "flat/stone-path", "frozen/ice", "frozen/snow"],
  ...["water/ocean-A", "water/coast-tropical-A", "swamp/mud", "swamp/water", "hills/regular"],
  ...[
    "cave/floor",
    "cave/earthy-floor",
    "cave/flagstones-dark",
    "interior/stone-regular",
    "interior/wood-regular",
  ],
];

/** Hexagons of 72 x 72 pixels: a column begins 54 pixels after the one before, and every other half a tile lower. */
const [tile, column] = [72, 54];

async function tilesOf(folder) {
  const tiles = [];
  for (const terrain of terrains) {
    const [group, name] = terrain.split("/");
    const pattern = new RegExp(`^${name}\\d*\\.png$`);
    const files = readdirSync(join(folder, group))
      .filter((file) => pattern.test(file))
      .sort();
    if (files.length === 0) throw new Error(`the package holds no tiles ${terrain}`);
    tiles.push(await Promise.all(files.map((file) => readWithAlpha(join(folder, group, file)))));
  }
  return tiles;
}

/** Ground of `side` pixels: tiles of one terrain from a random place of an endless field. */
function ground(tiles, light, random) {
  const picture = { pixels: new Uint8Array(side * side * 4), width: side, height: side };
  const [x, y] = [random.integer(2 * column), random.integer(tile)];
  // The first layer, half a tile further, shows only where the corners of four tiles leave a pixel open.
  for (const shift of [tile / 2, 0]) {
    for (let i = -2; i * column - x < side; i++) {
      for (let j = -2; j * tile - y < side; j++) {
        const top = j * tile - y + (i % 2 === 0 ? 0 : tile / 2) + shift;
        layOver(picture, oneOf(random, tiles), { left: i * column - x + shift, top, light });
      }
    }
  }
  return picture;
}

/** The first object of a random order of files, over and over, that is one: `cutOut` says which are not. */
async function* objects(folder, files, random) {
  for (;;) {
    for (const index of random.permutation(files.length)) {
      const object = await cutOut(
        await readWithAlpha(join(folder, files[index])),
        Math.round(between(random, 40, 76)),
      );
      if (object !== null) yield object;
    }
  }
}

async function makeSprites(unpacked, add) {
  const random = new Random(0);
  const units = join(unpacked, core, "units");
  const tiles = await tilesOf(join(unpacked, core, "terrain"));
  for (const label of foldersIn(units)) {
    const files = filesBelow(join(units, label), /\.png$/);
    if (files.length < least) continue;
    const sprites = objects(join(units, label), sample(files, 2 * ofEach, random), random);
    for (let n = 0; n < ofEach; n++) {
      const { value: object } = await sprites.next();
      const background = ground(oneOf(random, tiles), between(random, 0.75, 1.2), random);
      const { image, mask } = await compose(background, object, { light: between(random, 0.7, 1.3), random });
      add(join("images", label), number(n), image);
      add(join("masks", label), number(n), mask);
    }
  }
}

/** @type {import("../picture_sets/draw.js").PictureSet[]} */
export const sets = [
  {
    name: "sprites",
    about: `Units of The Battle for Wesnoth in 20 classes, ${ofEach} of each, on tiles of ${terrains.length} terrains, ${side} x ${side}, colour: at random places, 40 to 76 pixels long, sprite and ground of random brightness.`,
    licence: "GPL 2 or later; newer pictures CC BY-SA 4.0 (The Battle for Wesnoth).",
    packages: ["wesnoth-1.16-data"],
    make: makeSprites,
  },
];
