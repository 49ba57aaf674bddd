/** Letters in many fonts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { Random } from "../../../dist/random/philox.js";
import { number, png } from "./draw.js";

export const packages = [
  ...["fonts-dejavu-core", "fonts-dejavu-extra", "fonts-liberation", "fonts-urw-base35", "fonts-lato"],
  ...["fonts-open-sans", "fonts-roboto-slab", "fonts-crosextra-carlito", "fonts-crosextra-caladea"],
  "fonts-linuxlibertine",
];
const families = [
  ...["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "Liberation Sans", "Liberation Serif"],
  ...["Liberation Mono", "C059", "Nimbus Mono PS", "Nimbus Roman", "Nimbus Sans", "P052"],
  ...["URW Bookman", "URW Gothic", "Lato", "Open Sans", "Roboto Slab", "Carlito", "Caladea"],
  ...["Linux Libertine O", "Linux Biolinum O"],
];
const fonts = families.flatMap((family) => ["normal", "bold"].map((weight) => ({ family, weight })));
const first = [..."ABCDEFGHIJ"];
const side = 48;
const scansOfEach = 2;

/** Lets the SVG renderer see the unpacked fonts and no others; it reads this when it draws its first text. */
function useFonts(unpacked) {
  const config = join(unpacked, "fonts.conf");
  const folders = [join(unpacked, "usr/share/fonts"), join(unpacked, "usr/share/texmf/fonts")];
  writeFileSync(
    config,
    `<?xml version="1.0"?>
<fontconfig>${folders.map((folder) => `<dir>${folder}</dir>`).join("")}<cachedir>${unpacked}/cache</cachedir></fontconfig>`,
  );
  process.env.FONTCONFIG_FILE = config;
}

/** Grey pixels of a letter; `turn` in degrees about the middle. */
async function draw(
  letter,
  { family, weight },
  { width, height, size, x, y, turn = 0, ink = 0, paper = 255 },
) {
  const grey = (value) => `rgb(${value},${value},${value})`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="${grey(paper)}"/>
<text x="${x}" y="${y}" text-anchor="middle" font-size="${size}" font-family="${family}" font-weight="${weight}"
 fill="${grey(ink)}" transform="rotate(${turn} ${width / 2} ${height / 2})">${letter}</text></svg>`;
  return await sharp(Buffer.from(svg)).flatten({ background: "white" }).toColourspace("b-w").raw().toBuffer();
}

const nameOf = ({ family, weight }) => `${family.replaceAll(" ", "")}-${weight}`;

/** Letters in the middle, black on white or the other way round. */
export async function makeGlyphs(unpacked, add, { inverted = false, letters = first } = {}) {
  useFonts(unpacked);
  const seen = new Map();
  for (const font of fonts) {
    const drawn = [];
    for (const letter of letters) {
      const place = { width: side, height: side, size: 36, x: side / 2, y: 36 };
      drawn.push(await draw(letter, font, place));
    }
    // A font that is not found is drawn as another one.
    const all = Buffer.concat(drawn).toString("base64");
    if (seen.has(all)) throw new Error(`${nameOf(font)} is drawn like ${seen.get(all)}`);
    seen.set(all, nameOf(font));
    for (const [index, letter] of letters.entries()) {
      const pixels = inverted ? drawn[index].map((value) => 255 - value) : drawn[index];
      add(letter, nameOf(font), await png(pixels, { width: side, height: side }));
    }
  }
}

/** Letters as if scanned: of any size and place, turned a little, on uneven paper, blurred, with noise. */
export async function makeScans(unpacked, add, { letters = first } = {}) {
  useFonts(unpacked);
  const random = new Random(0);
  const between = (low, high) => low + (high - low) * random.uniform();
  for (const font of fonts) {
    for (const letter of letters) {
      for (let n = 0; n < scansOfEach; n++) {
        const [width, height] = [40 + random.integer(41), 40 + random.integer(41)];
        const size = Math.round(between(26, 34));
        const x = between(0.6 * size, width - 0.6 * size);
        const y = between(0.95 * size, height - 0.2 * size);
        const place = { width, height, size, x, y, turn: between(-6, 6) };
        const tones = { ink: Math.round(between(10, 90)), paper: Math.round(between(190, 245)) };
        const clean = await draw(letter, font, { ...place, ...tones });
        const raw = { width, height, channels: 1 };
        const sigma = between(0.4, 1);
        const blurred = await sharp(clean, { raw }).blur(sigma).toColourspace("b-w").raw().toBuffer();
        const [slopeX, slopeY, noise] = [between(-25, 25), between(-25, 25), between(4, 14)];
        const pixels = blurred.map((value, i) => {
          const shade =
            slopeX * ((i % width) / width - 0.5) + slopeY * (Math.floor(i / width) / height - 0.5);
          return Math.min(255, Math.max(0, Math.round(value + shade + noise * random.normal())));
        });
        add(letter, `${nameOf(font)}-${number(n, 1)}`, await png(pixels, raw));
      }
    }
  }
}

export const licence =
  "by font: Bitstream Vera and DejaVu's (free), SIL Open Font Licence 1.1, Apache 2.0, AGPL 3 with font exception (URW), GPL with font exception.";
export const titleOf = (letters) =>
  `The letters ${letters[0]} to ${letters.at(-1)} in ${fonts.length} fonts (${families.length} families, regular and bold)`;

/** @type {import("./draw.js").PictureSet[]} */
export const sets = [
  {
    name: "glyphs",
    about: `${titleOf(first)}, ${side} x ${side}, black on white: ${first.length * fonts.length} pictures, a class for each letter.`,
    licence,
    packages,
    make: (unpacked, add) => makeGlyphs(unpacked, add),
  },
  {
    name: "glyphs-light",
    about: "The pictures of glyphs inverted: white on black.",
    licence,
    packages,
    make: (unpacked, add) => makeGlyphs(unpacked, add, { inverted: true }),
  },
  {
    name: "scans",
    about: `${titleOf(first)} as if scanned, ${scansOfEach} of each: 40 to 80 pixels high and wide, at any place, turned by up to 6 degrees, blurred, with noise, on uneven grey paper.`,
    licence,
    packages,
    make: (unpacked, add) => makeScans(unpacked, add),
  },
];
