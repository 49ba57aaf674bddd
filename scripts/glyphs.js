/**
 * Draws letters in many fonts, a folder for each letter: the 300 glyphs of the README.
 *
 *   node scripts/glyphs.js FOLDER
 *
 * Families that are not installed are left out (Debian: fonts-dejavu, fonts-freefont-ttf, fonts-liberation).
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

const LETTERS = "ABCDEFGHIJ";
const FAMILIES = [
  ...["DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif", "FreeMono", "FreeSans", "FreeSerif"],
  ...["Liberation Mono", "Liberation Sans", "Liberation Sans Narrow", "Liberation Serif"],
];
const STYLES = { regular: "", bold: "font-weight='bold'", italic: "font-style='italic'" };
const SIDE = 48;

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("give the folder to draw into");
const installed = execFileSync("fc-list", [":", "family"], { encoding: "utf8" });
let count = 0;
for (const letter of LETTERS) {
  mkdirSync(join(folder, letter), { recursive: true });
  for (const family of FAMILIES.filter((name) => installed.includes(name))) {
    for (const [style, attribute] of Object.entries(STYLES)) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
<rect width="100%" height="100%" fill="white"/>
<text x="50%" y="36" text-anchor="middle" font-size="36" font-family="${family}" ${attribute}>${letter}</text></svg>`;
      const file = join(folder, letter, `${family.replaceAll(" ", "")}-${style}.png`);
      await sharp(Buffer.from(svg)).flatten().greyscale().png().toFile(file);
      count++;
    }
  }
}
console.log(`${count} glyphs`);
