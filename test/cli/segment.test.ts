/** `skein segment`, as a user does it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { here, type Result, skein } from "./skein.js";
import { drawn, maskOf, squares, squaresFolder } from "./squares.js";

const folder = squaresFolder();
const { at, json, run, write } = folder;
afterAll(folder.remove);

describe("segment [native]", () => {
  let result: Result;
  beforeAll(async () => {
    result = await run("squares", "--truth", "truth", "--out", "found");
  });

  it("writes each mask at its image's size, and scores them", async () => {
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toMatch(/foreground IoU, mean over images +1\.0000/);
    expect(result.stderr).toContain("squares: 3 images, each at its own size");
    for (const [name, square] of Object.entries(squares)) {
      expect(await maskOf(at(`found/masks/${name}.png`))).toEqual(drawn(square).mask);
    }
    expect(json("found/metrics.json").scores.iouOfImages["a/one.png"]).toEqual([1, 1]);
  });

  it("cuts out what stands in front, in a square with alpha", async () => {
    const { data, info } = await sharp(at("found/cutouts/a/two.png"))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 8, height: 8, channels: 4 });
    expect([...data.subarray(0, 4)]).toEqual([30, 60, 230, 255]);
  });

  it("shows the regions over the image", async () => {
    const { data, info } = await sharp(at("found/overlays/a/one.png"))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixel = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ];
    expect(pixel(0, 0)).toEqual([40, 160, 60]);
    expect(pixel(9, 10)).toEqual([
      Math.round(0.55 * 220 + 0.45 * 255),
      Math.round(0.55 * 30),
      Math.round(0.55 * 30 + 0.45 * 160),
    ]);
    expect(pixel(5, 10)).toEqual([255, 0, 160]);
  });

  it("writes COCO's annotations and a table of areas and boxes", () => {
    const polygons = json("found/coco_polygons.json");
    expect(polygons.images[0]).toEqual({ id: 1, file_name: "a/one.png", width: 30, height: 20 });
    expect(polygons.categories).toEqual([{ id: 1, name: "foreground", supercategory: "" }]);
    expect(polygons.annotations[0]).toMatchObject({
      image_id: 1,
      category_id: 1,
      area: 81,
      bbox: [5, 6, 9, 9],
      iscrowd: 0,
    });
    expect(polygons.annotations[0].segmentation[0].toSorted((a: number, b: number) => a - b)).toEqual([
      5, 5, 6, 6, 14, 14, 15, 15,
    ]);
    expect(json("found/coco_rle.json").annotations[2].segmentation.size).toEqual([40, 16]);
    const lines = readFileSync(at("found/regions.csv"), "utf8").split("\n");
    expect(lines[0]).toBe(
      "image,region,area,share,left,top,width,height,image_width,image_height,confidence",
    );
    expect(lines[1]).toMatch(/^a\/one\.png,1,81,0\.135,5,6,9,9,30,20,/);
  });

  it("draws a page that asks for nothing and shows all images", () => {
    const page = readFileSync(at("found/report.html"), "utf8");
    for (const name of Object.keys(squares)) expect(page).toContain(`<bdi>${name}.png</bdi>`);
    expect(page).toContain("script-src 'sha256-");
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it("refuses a folder with other files or with an earlier run, and replaces that with --force", async () => {
    const again = await run("squares", "--out", "found");
    expect(again.code).toBe(2);
    expect(again.stderr).toContain(
      "found holds the masks of an earlier run: choose another --out, or replace them with --force",
    );
    rmSync(at("found/cutouts/a/one.png"));
    writeFileSync(at("found/masks/mine.png"), "mine");
    const within = await run("squares", "--out", "found", "--force");
    expect(within.code).toBe(2);
    expect(within.stderr).toContain(
      "found holds other files (masks/mine.png): choose another --out, or empty it",
    );
    expect(readFileSync(at("found/masks/mine.png"), "utf8")).toBe("mine");
    rmSync(at("found/masks/mine.png"));
    const forced = await run("squares", "--out", "found", "--force", "--no-report");
    expect(forced.code, forced.stderr).toBe(0);
    expect(existsSync(at("found/cutouts/a/one.png"))).toBe(true);
    expect(readdirSync(at("found/masks"))).toEqual(["a", "b"]);
    expect(existsSync(at("found/report.html"))).toBe(false);
    writeFileSync(at("found/notes.txt"), "mine");
    const other = await run("squares", "--out", "found", "--force");
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("found holds other files (notes.txt): choose another --out, or empty it");
    expect(readFileSync(at("found/notes.txt"), "utf8")).toBe("mine");
  });

  it("gives the same as JSON, with K regions whose masks have a palette", async () => {
    const found = await run(
      "squares",
      "--regions",
      "3",
      "--out",
      "three",
      "--json",
      "--quiet",
      "--limit",
      "2",
    );
    expect(found.code, found.stderr).toBe(0);
    expect(JSON.parse(found.stdout)).toMatchObject({
      ...{ command: "segment", images: { count: 2 }, meanShare: null, scores: null },
      config: { method: "clustering", regions: 3 },
    });
    // PNG's colour type.
    expect(readFileSync(at("three/masks/a/one.png"))[25]).toBe(3);
    expect(json("three/coco_rle.json").categories.map(({ name }: { name: string }) => name)).toEqual([
      "region 0",
      "region 1",
      "region 2",
    ]);
    expect(existsSync(at("three/cutouts"))).toBe(false);
  });

  it("preprocesses images first, and shows and cuts out what was given", async () => {
    const found = await run("squares", "--preprocess", "grey,invert", "--truth", "truth", "--out", "steps");
    expect(found.code, found.stderr).toBe(0);
    expect(json("steps/metrics.json").config.preprocess).toEqual([{ step: "grey" }, { step: "invert" }]);
    expect(found.stdout).toMatch(/foreground IoU, mean over images +(1\.0|0\.9)/);
    const { data } = await sharp(at("steps/cutouts/a/two.png")).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 4)]).toEqual([30, 60, 230, 255]);
    const crop = await run("squares", "--preprocess", "crop:width=8", "--out", "cropped");
    expect(crop.code).toBe(2);
    expect(crop.stderr).toContain("after crop masks would not fit the images");
  });

  it("uses a segmenter that a run wrote again, without learning", async () => {
    const settings = { size: 16, channels: 2, hidden: 2, teacher: "clustering", epochs: 1 };
    write("small.json", Buffer.from(JSON.stringify({ method: "recurrent", settings })));
    const plain = (...args: string[]) => here([...args, "-d", "native"], { cwd: folder.path });
    const first = await plain("segment", "squares", "--config", "small.json", "--out", "learned");
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toContain("recurrent learns from 3 images");
    expect(first.stderr).toContain(
      "recurrent learns well from 100 images or more: give more, or choose a --method",
    );
    const model = "learned/model.safetensors";
    const again = await plain("segment", "squares", "--model", model, "--out", "again", "--no-report");
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).not.toContain("learns");
    expect(json("again/metrics.json").config).toEqual(json("learned/metrics.json").config);
    for (const name of ["masks/a/one.png", "model.safetensors", "regions.csv"]) {
      expect(readFileSync(at(`again/${name}`))).toEqual(readFileSync(at(`learned/${name}`)));
    }
    const other = await plain("segment", "squares", "--model", model, "--regions", "3", "--out", "no");
    expect(other.code).toBe(2);
    expect(other.stderr).toContain(
      `${model} was made with regions 2, and --regions asks for another: leave --regions out, or --model`,
    );
    expect(existsSync(at("no"))).toBe(false);
    const config = await plain("segment", "squares", "--model", model, "--config", "small.json");
    expect(config.stderr).toContain("--config is for a new segmenter, and --model brings its own");
    for (const command of ["predict", "evaluate"]) {
      const sorted = await plain(command, model, "squares");
      expect(sorted.code).toBe(2);
      expect(sorted.stderr).toBe(
        `${model} is a segmenter, which gives masks and no classes: use skein segment <source> --model ${model}, with --truth for scores\n`,
      );
    }
    const none = await plain("segment", "squares", "--model", "small.json");
    expect(none.code).toBe(2);
  });

  it("sorts the cut-outs, then new ones with the model", async () => {
    // Alpha is the mask, so that classes depend on no method.
    for (let n = 0; n < 16; n++) {
      const colour = n % 2 ? [220, 30, 30] : [30, 60, 230];
      const square = { height: 20, width: 20 + n, left: 1 + (n % 5), top: 2 + (n % 3), side: 8, colour };
      const { image, mask } = drawn(square);
      const pixels = Uint8Array.from({ length: mask.pixels.length * 4 }, (_, i) =>
        i % 4 === 3 ? mask.pixels[Math.floor(i / 4)]! : image.pixels[Math.floor(i / 4) * 3 + (i % 4)]!,
      );
      write(`sort/${n % 2 ? "red" : "blue"}/${n}.png`, encodePng({ ...image, channels: 4, pixels }));
    }
    const found = await run(
      ...[
        "sort",
        "--alpha",
        "mask",
        "--cluster",
        "2",
        "--labels",
        "folders",
        "--size",
        "8",
        "--out",
        "sorted",
        "--no-report",
      ],
      "--json",
    );
    expect(found.code, found.stderr).toBe(0);
    expect(JSON.parse(found.stdout).clusters.scores.all.accuracy).toBe(1);
    expect(readFileSync(at("sorted/clusters/assignments.csv"), "utf8").split("\n")).toHaveLength(18);
    const model = "sorted/clusters/model.safetensors";
    const classified = await run(
      "sort",
      "--alpha",
      "mask",
      "--classify",
      model,
      "--out",
      "classified",
      "--no-report",
    );
    expect(classified.code, classified.stderr).toBe(0);
    const rows = readFileSync(at("classified/classes.csv"), "utf8").trim().split("\n").slice(1);
    const classOf = (row: string) => row.split(",")[1];
    expect(new Set(rows.filter((row) => row.startsWith("red/")).map(classOf)).size).toBe(1);
    expect(new Set(rows.map(classOf)).size).toBe(2);
  });

  it("stops at Ctrl-C, and leaves nothing", async () => {
    for (let n = 0; n < 40; n++) {
      const square = { height: 200, width: 200, left: 20 + n, top: 30, side: 60 };
      write(`many/${n}.png`, encodePng(drawn(square).image));
    }
    const found = await skein(
      ["segment", "many", "-d", "native", "--method", "clustering", "--out", "stopped"],
      {
        cwd: folder.path,
        onStderr: (text, child) => {
          if (text.includes("device:") && !text.includes("Stopping")) child.kill("SIGINT");
        },
      },
    );
    expect(found.code, found.stderr).toBe(130);
    expect(found.stderr).toContain("Stopping: nothing is kept, since masks appear all together.");
    expect(existsSync(at("stopped"))).toBe(false);
  });

  it.each([
    [["--regions", "1"], "--regions is 1: give a whole number from 2 to 255"],
    [["--method", "teeth"], 'method is "teeth"'],
    [
      ["--cluster", "2", "--classify", "m"],
      "--cluster finds classes and --classify uses those of a model: leave one out",
    ],
    [
      ["--cluster", "2", "--regions", "3", "--method", "clustering"],
      "--cluster sorts what stands in front, and 3 regions tell no front: leave out --regions",
    ],
    [["--labels", "folders"], "--labels is for --cluster: give it, too, or leave --labels out"],
    [["--truth", "nowhere"], "nowhere does not exist: check the path."],
    [["--config", "nowhere.json"], "--config nowhere.json cannot be read"],
  ])("refuses %j", async (args, message) => {
    const found = await here(["segment", "squares", "-d", "native", ...args, "--out", "refused"], {
      cwd: folder.path,
    });
    expect(found.code, found.stderr).toBe(2);
    expect(found.stderr).toContain(message);
    expect(existsSync(at("refused"))).toBe(false);
  });
});
