/** What `skein segment` takes: images of all kinds, archives, true masks. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import sharp from "sharp";
import { create } from "tar";
import { afterAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { zip } from "../data/archives.js";
import { drawn, maskOf, squares, squaresFolder } from "./squares.js";

const folder = squaresFolder();
const { at, json, run, write } = folder;
afterAll(folder.remove);

describe("segment of what is given [native]", () => {
  it("takes archives, each image at its own size, and what sets images apart", async () => {
    const names = Object.keys(squares).map((name) => `${name}.png`);
    const members = names.map((name) => ({ name, data: readFileSync(at(`squares/${name}`)) }));
    write("squares.zip", zip(members));
    await create({ file: at("squares.tar"), cwd: at("squares") }, names);
    const folders = await run("squares", "--truth", "truth", "--out", "folders", "--no-report");
    expect(folders.code, folders.stderr).toBe(0);
    for (const kind of ["zip", "tar"]) {
      const found = await run(`squares.${kind}`, "--truth", "truth", "--out", kind, "--no-report");
      expect(found.code, found.stderr).toBe(0);
      expect(found.stderr).toContain("3 images, each at its own size");
      expect(readFileSync(at(`${kind}/regions.csv`))).toEqual(readFileSync(at("folders/regions.csv")));
      expect(await maskOf(at(`${kind}/masks/b/three.png`))).toEqual(drawn(squares["b/three"]!).mask);
    }
    const mnist = await run("mnist", "--limit", "2", "--out", "mnist", "--no-report");
    expect(mnist.code, mnist.stderr).toBe(0);
    expect(readdirSync(at("mnist/masks"))).toEqual(["test", "train"]);
  });

  it("warns of masks that show nothing on most images", async () => {
    const { image } = drawn(squares["a/one"]!);
    for (let n = 0; n < 5; n++) {
      const pixels = n === 0 ? image.pixels : new Uint8Array(image.pixels.length).fill(40 * n);
      write(`flat/${n}.png`, encodePng({ ...image, pixels }));
    }
    const found = await run("flat", "--out", "flat-found", "--no-report");
    expect(found.code, found.stderr).toBe(0);
    expect(found.stderr).toContain(
      "The mask is empty in 4 of 5 images: look at report.html, and try another",
    );
  });

  it("lists images and true masks without a counterpart", async () => {
    for (const name of ["a/one", "other"])
      write(`some/${name}.png`, encodePng(drawn(squares["a/one"]!).mask));
    const found = await run("squares", "--truth", "some", "--out", "some-found", "--no-report");
    expect(found.code, found.stderr).toBe(0);
    expect(found.stderr).toContain(
      "2 images without a true mask, left out of the scores: a/two.png, b/three.png\n",
    );
    expect(found.stderr).toContain("1 true mask without an image: other.png\n");
    expect(found.stdout).toContain("against 1 true mask");
    write("none/x.png", encodePng(drawn(squares["a/one"]!).mask));
    const none = await run("squares", "--truth", "none", "--out", "none-found");
    expect(none.code).toBe(2);
    expect(none.stderr).toContain(
      "No mask in none has the name of an image, such as a/one.png; it holds x.png",
    );
    expect(existsSync(at("none-found"))).toBe(false);
  });

  it("refuses two true masks of one name, and colours of a photograph", async () => {
    const { mask } = drawn(squares["a/one"]!);
    for (const ending of ["png", "webp"]) write(`double/a/one.${ending}`, encodePng(mask));
    const double = await run("squares", "--truth", "double", "--out", "double-found");
    expect(double.code).toBe(2);
    expect(double.stderr).toContain(
      "double holds two masks of one name, a/one.png and a/one.webp: leave one",
    );
    const pixels = Uint8Array.from({ length: 40 * 40 * 3 }, (_, i) => (i % 3 ? i / 3 : i / 300) % 256);
    for (const folder of ["photo", "photo-truth"]) {
      write(`${folder}/x.png`, encodePng({ height: 40, width: 40, channels: 3, pixels }));
    }
    const given = ["--truth", "photo-truth", "--method", "clustering", "--regions", "3"];
    const photo = await run("photo", ...given, "--out", "photo-found");
    expect(photo.code).toBe(2);
    expect(photo.stderr).toContain("photo-truth have more than 1024 colours: give a colour to each region");
  });

  it("takes a true mask of another size for a mistake", async () => {
    write("wrong/a/one.png", encodePng(drawn(squares["a/two"]!).mask));
    const found = await run("squares", "--truth", "wrong", "--out", "wrong-found");
    expect(found.code).toBe(2);
    expect(found.stderr).toContain(
      "has 24 x 24 pixels, its image 30 x 20: give masks as large as the images.",
    );
    expect(existsSync(at("wrong-found"))).toBe(false);
  });

  it("takes images of all kinds, each at its own size", async () => {
    const { image } = drawn(squares["a/one"]!);
    const raw = () => sharp(image.pixels, { raw: { width: 30, height: 20, channels: 3 } });
    write("kinds/cmyk.jpg", await raw().toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer());
    write("kinds/palette.png", await raw().png({ palette: true }).toBuffer());
    write("kinds/deep.png", await raw().toColourspace("rgb16").png().toBuffer());
    write(
      "kinds/plain.png",
      encodePng({ height: 5, width: 7, channels: 3, pixels: new Uint8Array(105).fill(9) }),
    );
    write("kinds/point.png", encodePng({ height: 1, width: 1, channels: 1, pixels: Uint8Array.of(3) }));
    const line = Uint8Array.from({ length: 5000 }, (_, i) => (i > 2000 && i < 2500 ? 250 : 5));
    write("kinds/line.png", encodePng({ height: 1, width: 5000, channels: 1, pixels: line }));
    const alpha = Uint8Array.from({ length: 600 * 4 }, (_, i) =>
      i % 4 < 3 ? image.pixels[Math.floor(i / 4) * 3 + (i % 4)]! : i < 1200 ? 0 : 255,
    );
    write("kinds/alpha.png", encodePng({ height: 20, width: 30, channels: 4, pixels: alpha }));
    write("kinds/broken.png", Buffer.from(encodePng(image)).subarray(0, 60));
    const found = await run("kinds", "--out", "kinds-found", "--alpha", "mask");
    expect(found.code, found.stderr).toBe(0);
    expect(found.stderr).toContain(
      "2 images of one colour: nothing stands in front there, the mask is empty.",
    );
    expect(found.stderr).toContain("1 image with transparent pixels: the alpha channel is the mask.");
    expect(found.stderr).toMatch(/Skipped 1 file that could not be used:\n {2}broken\.png: /);
    const { mask } = drawn(squares["a/one"]!);
    for (const name of ["palette", "deep"])
      expect(await maskOf(at(`kinds-found/masks/${name}.png`))).toEqual(mask);
    const own = await maskOf(at("kinds-found/masks/alpha.png"));
    expect([own.pixels[0], own.pixels[599]]).toEqual([0, 255]);
    const long = await maskOf(at("kinds-found/masks/line.png"));
    expect([long.height, long.width, long.pixels[0], long.pixels[2250]]).toEqual([1, 5000, 0, 255]);
    expect(json("kinds-found/metrics.json").empty).toEqual(["plain.png", "point.png"]);
    expect(existsSync(at("kinds-found/cutouts/point.png"))).toBe(false);
    expect(existsSync(at("kinds-found/masks/cmyk.png"))).toBe(true);
  });
});
