/** Exports: each format against its documentation's own form, and what they never do. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classByName } from "../../../src/review/exports/export_set.js";
import {
  type ExportRequest,
  exportFormats,
  exportImages,
  exportText,
  registerExportFormat,
} from "../../../src/review/exports/index.js";
import { ReviewRun } from "../../../src/review/index.js";
import { VERSION } from "../../../src/version.js";
import { hashOf } from "../base.js";
import { writeRun } from "./run.js";

const root = mkdtempSync(join(tmpdir(), "skein-exports-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...parts: string[]) => join(root, ...parts);
const keyOf = (n: number, path: string) => ({ path, hash: hashOf(n) });

/** Paths of what is in a folder, sorted, but for folders and the export's own list. */
const files = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name !== ".skein-export.json")
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

let run: ReviewRun;
beforeAll(async () => {
  await writeRun(
    at("run"),
    at("photos"),
    [
      { name: "a/1.png", class: 0, confidence: 0.9 },
      { name: "b/1.png", class: 0, confidence: 0.6 },
      { name: "b/2.png", class: 1, confidence: 0.75 },
      { name: "b/3.png", class: 1, confidence: 0.3 },
      { name: "c d/ä 4.png", class: 1, confidence: 0.51234 },
      { name: "c d/5.png", class: -1, confidence: 0.4 },
      { name: "c d/6.png", class: 0, confidence: 0.8 },
      { name: "c d/7.png", class: 0, confidence: 0.8 },
    ],
    ["boots", null],
    [
      { kind: "name", class: 1, name: "bags: old/new?" },
      { kind: "move", images: [keyOf(3, "b/3.png")], to: 0 },
      { kind: "ignore", images: [keyOf(6, "c d/6.png")], ignored: true },
      { kind: "keeper", image: keyOf(0, "a/1.png"), over: [keyOf(7, "c d/7.png")] },
    ],
  );
  run = await ReviewRun.open(at("run"));
  expect(run.replay().refused).toEqual([]);
});

let exports = 0;
const write = async (request: Partial<ExportRequest> & { format: string }) => {
  const out = request.out ?? at(`out-${exports++}`);
  return { out, result: await exportImages(run, { ...request, out }) };
};
const textOf = async (format: string, more: Partial<ExportRequest> = {}) => {
  let text = "";
  for await (const part of exportText(run, { format, ...more }).text) text += part;
  return text;
};

describe("formats", () => {
  it("folders: links in a folder for each class, under names that file systems take", async () => {
    const { out, result } = await write({ format: "folders" });
    expect(files(out)).toEqual([
      "bags- old-new-/2.png",
      "bags- old-new-/ä 4.png",
      "boots/1-2.png",
      "boots/1.png",
      "boots/3.png",
      "boots/7.png",
      "unsorted/5.png",
    ]);
    expect(result).toMatchObject({ files: 7, images: 7, leftOut: 0, written: true });
    expect(lstatSync(join(out, "boots/1.png")).isSymbolicLink()).toBe(true);
    expect(realpathSync(join(out, "boots/1-2.png"))).toBe(realpathSync(at("photos/b/1.png")));
  });

  it("csv", async () => {
    expect(await textOf("csv", { keepers: true, minConfidence: 0.5 })).toBe(
      [
        "image,class,name,confidence,decided,hash",
        `a/1.png,0,boots,0.9,0,${hashOf(0)}`,
        `b/1.png,0,boots,0.6,0,${hashOf(1)}`,
        `b/2.png,1,bags: old/new?,0.75,0,${hashOf(2)}`,
        `b/3.png,0,boots,1,1,${hashOf(3)}`,
        `c d/ä 4.png,1,bags: old/new?,0.5123,0,${hashOf(4)}`,
        "",
      ].join("\n"),
    );
  });

  it("json", async () => {
    expect(JSON.parse(await textOf("json", { classes: [-1, 1] }))).toEqual({
      ...{ skein: VERSION, source: at("photos") },
      classes: [{ id: 1, name: "bags: old/new?", images: 2 }],
      images: [
        ...[
          [2, "b/2.png", 0.75],
          [4, "c d/ä 4.png", 0.5123],
        ].map(([n, image, confidence]) => ({
          ...{
            image,
            hash: hashOf(n as number),
            class: 1,
            name: "bags: old/new?",
            confidence,
            decided: false,
          },
        })),
        { image: "c d/5.png", hash: hashOf(5), class: null, name: null, confidence: 0.4, decided: false },
      ],
    });
  });

  // cocodataset.org, "Data format": image{id, width, height, file_name}, annotation{id, image_id, category_id, segmentation, area,
  // bbox [x, y, width, height], iscrowd}, categories[{id, name, supercategory}].
  it("coco: image-level annotations", async () => {
    expect(JSON.parse(await textOf("coco", { minConfidence: 0.7, keepers: true }))).toEqual({
      images: ["a/1.png", "b/2.png", "b/3.png"].map((file_name, i) => ({
        ...{ id: i + 1, file_name, width: 6, height: 4 },
      })),
      annotations: [1, 2, 1].map((category_id, i) => ({
        ...{ id: i + 1, image_id: i + 1, category_id },
        ...{ segmentation: [], area: 24, bbox: [0, 0, 6, 4], iscrowd: 0 },
      })),
      categories: [
        { id: 1, name: "boots", supercategory: "", skein_class: 0 },
        { id: 2, name: "bags: old/new?", supercategory: "", skein_class: 1 },
      ],
    });
  });

  it("coco: masks, where the images are cut-outs of a segmentation", async () => {
    const images = [
      { name: "a.png", class: 1, confidence: 0.9 },
      { name: "b/c.png", class: 0, confidence: 0.9 },
    ];
    await writeRun(at("seg/clusters"), at("seg/cutouts"), images, ["cup", "fork"]);
    const annotation = (image_id: number) => ({
      ...{ id: image_id, image_id, category_id: 1, segmentation: [[0, 0, 3, 0, 3, 3]] },
      ...{ area: 5, bbox: [0, 0, 3, 3], iscrowd: 0 },
    });
    const coco = {
      images: [
        { id: 1, file_name: "b/c.jpg", width: 60, height: 40 },
        { id: 2, file_name: "a.tif", width: 61, height: 41 },
      ],
      annotations: [annotation(1), annotation(2)],
      categories: [{ id: 1, name: "foreground", supercategory: "" }],
    };
    writeFileSync(at("seg/coco_polygons.json"), JSON.stringify(coco));
    const { text } = exportText(await ReviewRun.open(at("seg/clusters")), { format: "coco" });
    let found = "";
    for await (const part of text) found += part;
    expect(JSON.parse(found)).toMatchObject({
      images: [
        { id: 1, file_name: "a.tif", width: 61, height: 41 },
        { id: 2, file_name: "b/c.jpg", width: 60, height: 40 },
      ],
      annotations: [
        { ...annotation(2), id: 1, image_id: 1, category_id: 2 },
        { ...annotation(1), id: 2, image_id: 2, category_id: 1 },
      ],
    });
  });

  // docs.ultralytics.com/datasets/classify: train/airplane/10008_airplane.png, val/airplane/...
  it("yolo: train and val, the same images in every export", async () => {
    const { out, result } = await write({ format: "yolo", copy: true });
    expect(files(out)).toEqual([
      "train/bags- old-new-/ä 4.png",
      "train/boots/1.png",
      "train/boots/3.png",
      "train/boots/7.png",
      "val/bags- old-new-/2.png",
      "val/boots/1.png",
    ]);
    expect(result.leftOut).toBe(1);
    expect(lstatSync(join(out, "val/boots/1.png")).isSymbolicLink()).toBe(false);
    expect(readFileSync(join(out, "val/boots/1.png"))).toEqual(readFileSync(at("photos/a/1.png")));
  });

  // ILSVRC's LOC_synset_mapping.txt: "n01440764 tench, Tinca tinca"; train/n01440764/n01440764_10026.JPEG
  it("imagenet: folders of ids, and what they are called", async () => {
    const { out } = await write({ format: "imagenet", classes: [1] });
    expect(files(out)).toEqual([
      "LOC_synset_mapping.txt",
      "train/n00000001/2.png",
      "train/n00000001/ä 4.png",
    ]);
    expect(readFileSync(join(out, "LOC_synset_mapping.txt"), "utf8")).toBe("n00000001 bags: old/new?\n");
  });

  // docs.voxel51.com, FiftyOneImageClassificationDataset: data/<uuid1>.<ext>; labels.json { "classes": ["<labelA>", ...],
  // "labels": { "<uuid1>": { "label": <target>, "confidence": <optional-confidence> } } }; None for unlabeled images.
  it("fiftyone", async () => {
    const { out } = await write({ format: "fiftyone", keepers: true });
    expect(files(out)).toEqual([
      ...["data/1-2.png", "data/1.png", "data/2.png", "data/3.png", "data/5.png", "data/ä 4.png"],
      "labels.json",
    ]);
    expect(JSON.parse(readFileSync(join(out, "labels.json"), "utf8"))).toEqual({
      classes: ["boots", "bags: old/new?"],
      labels: {
        "1": { label: 0, confidence: 0.9 },
        "1-2": { label: 0, confidence: 0.6 },
        "2": { label: 1, confidence: 0.75 },
        "3": { label: 0, confidence: 1 },
        "ä 4": { label: 1, confidence: 0.5123 },
        "5": null,
      },
    });
  });

  // labelstud.io/guide/predictions: [{ "data": { "image": "..." }, "predictions": [{ "model_version", "score", "result": [{
  // "from_name", "to_name", "type": "choices", "value": { "choices": [...] } }] }] }]; labelstud.io/guide/storage: ?d=<path>.
  it("label-studio: predictions, and what a person chose as annotations", async () => {
    const result = (label: string) => [
      { from_name: "class", to_name: "image", type: "choices", value: { choices: [label] } },
    ];
    expect(JSON.parse(await textOf("label-studio", { keepers: true })).slice(3)).toEqual([
      { data: { image: "/data/local-files/?d=b/3.png" }, annotations: [{ result: result("boots") }] },
      {
        data: { image: "/data/local-files/?d=c%20d/%C3%A4%204.png" },
        predictions: [{ model_version: `skein ${VERSION}`, score: 0.5123, result: result("bags: old/new?") }],
      },
      { data: { image: "/data/local-files/?d=c%20d/5.png" } },
    ]);
  });

  it("list", async () => {
    expect(await textOf("list", { classes: [1] })).toBe(
      `${at("photos/b/2.png")}\n${at("photos/c d/ä 4.png")}\n`,
    );
  });

  it("images without files become PNG", async () => {
    await writeRun(at("digits"), at("none"), [], ["zero"]);
    const { classes } = JSON.parse(readFileSync(at("digits/classes.json"), "utf8"));
    const facts = { format: 1, source: "mnist", folder: null, places: [0], classes, nextId: 1 };
    writeFileSync(at("digits/classes.json"), JSON.stringify(facts));
    writeFileSync(
      at("digits/assignments.csv"),
      `image,split,cluster,confidence,hash\ntest/3,test,0,1,${hashOf(3)}\ntrain/0,train,0,1,${hashOf(0)}\n`,
    );
    const digits = await ReviewRun.open(at("digits"));
    await exportImages(digits, { format: "folders", out: at("digits-out") });
    expect(files(at("digits-out"))).toEqual(["zero/test-3.png", "zero/train-0.png"]);
    await expect(exportImages(digits, { format: "label-studio", out: at("tasks.json") })).rejects.toThrow(
      /Label Studio needs files/,
    );
  });

  it("have each name once", () => {
    expect(() => registerExportFormat(exportFormats()[0]!)).toThrow(/folders is registered already/);
  });
});

describe("exportImages", () => {
  it("says what a dry run would write, and writes nothing", async () => {
    const { out, result } = await write({ format: "folders", dryRun: true, classes: [1] });
    expect(result).toEqual({
      ...{ files: 2, images: 2, leftOut: 0, written: false },
      paths: ["bags- old-new-/2.png", "bags- old-new-/ä 4.png"],
    });
    expect(existsSync(out)).toBe(false);
  });

  it("replaces nothing but an earlier export", async () => {
    const out = at("again");
    await write({ format: "folders", out });
    await expect(write({ format: "yolo", out })).rejects.toThrow(/holds an earlier export: choose another/);
    await write({ format: "yolo", out, force: true });
    expect(files(out).every((path) => /^(train|val)\//.test(path))).toBe(true);
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
    writeFileSync(join(out, "train/mine.txt"), "mine");
    await expect(write({ format: "folders", out, force: true })).rejects.toThrow(
      /train\/mine\.txt came into it/,
    );
    expect(readFileSync(join(out, "train/mine.txt"), "utf8")).toBe("mine");
    mkdirSync(at("own"));
    writeFileSync(at("own/photo.jpg"), "mine");
    await expect(write({ format: "folders", out: at("own"), force: true })).rejects.toThrow(
      /holds files that no export wrote \(photo\.jpg\)/,
    );
  });

  it("replaces no file without force, and none of the run's own", async () => {
    const out = at("table.csv");
    await write({ format: "csv", out });
    await expect(write({ format: "csv", out })).rejects.toThrow(/table\.csv exists/);
    await write({ format: "csv", out, force: true, classes: [1] });
    expect(readFileSync(out, "utf8").split("\n")).toHaveLength(4);
    symlinkSync(at("run"), at("other name"));
    symlinkSync(at("run/classes.json"), at("other.csv"));
    for (const own of ["other name/assignments.csv", "other.csv", "run/checkpoint.safetensors"]) {
      await expect(write({ format: "csv", out: at(own), force: true })).rejects.toThrow(/is the run's own/);
    }
    await expect(write({ format: "csv", out: at("run/assignments.csv"), force: true })).rejects.toThrow(
      /is the run's own/,
    );
  });

  it("leaves nothing behind where an image is gone", async () => {
    rmSync(at("lost"), { recursive: true, force: true });
    await writeRun(at("lost/run"), at("lost/photos"), [{ name: "x.png", class: 0, confidence: 1 }], [null]);
    rmSync(at("lost/photos/x.png"));
    const lost = await ReviewRun.open(at("lost/run"));
    await expect(exportImages(lost, { format: "folders", out: at("lost/new/out") })).rejects.toThrow(
      "x.png is gone, or may not be read: put it back, or ignore it",
    );
    expect(readdirSync(at("lost")).sort()).toEqual(["photos", "run"]);
  });

  it("takes back an earlier export that a killed process had put aside", async () => {
    const out = at("killed");
    mkdirSync(at(".killed.skein-earlier"));
    writeFileSync(at(".killed.skein-earlier/.skein-export.json"), JSON.stringify({ files: ["a.png"] }));
    writeFileSync(at(".killed.skein-earlier/a.png"), "earlier");
    await write({ format: "folders", out, force: true, classes: [1] });
    expect(files(out)).toHaveLength(2);
    expect(existsSync(at(".killed.skein-earlier"))).toBe(false);
  });

  it.each([
    [{ format: "folders", out: at("photos/sorted") }, /lie in each other/],
    [{ format: "ugly" }, /there is no format ugly: formats are folders, csv/],
    [{ format: "csv", classes: [7] }, /there is no class 7: the classes are 0, 1/],
    [{ format: "yolo", classes: [-1] }, /no image of .* is to be exported \(1 image of no class cannot be\)/],
  ])("refuses %j", async (request, message) => {
    await expect(write(request)).rejects.toThrow(message);
  });

  it("knows classes by name and id", () => {
    const { state } = run.replay();
    expect(classByName(state, "boots")).toBe(0);
    expect(classByName(state, "1")).toBe(1);
    expect(classByName(state, "unsorted")).toBe(-1);
    expect(() => classByName(state, "hats")).toThrow(/no class hats: the classes are 0 \(boots\), 1 \(bags/);
  });
});
