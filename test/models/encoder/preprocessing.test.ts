/** What files beside an encoder say of preprocessing, and sizes that differ from theirs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  type EncoderPreprocessingOptions,
  findPreprocessing,
} from "../../../src/models/encoder/preprocessing.js";

const folder = mkdtempSync(join(tmpdir(), "skein-preprocessing-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let folders = 0;

interface Given {
  /** Files by their paths, beside the model's; objects are written as JSON. */
  readonly files: Record<string, unknown>;
  readonly fixed?: number;
  readonly asked?: EncoderPreprocessingOptions;
}

async function found({ files, fixed, asked }: Given) {
  const place = join(folder, String(folders++), "onnx");
  mkdirSync(place, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(place, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  const sides = { height: fixed ?? null, width: fixed ?? null };
  return await findPreprocessing(join(place, "model.onnx"), sides, asked);
}

/** Height, width and the shorter side before the crop. */
async function sizes(given: Given) {
  const { height, width, resize } = (await found(given)).preprocessing;
  return [height, width, resize];
}

const huggingFace = (content: object) => ({ "preprocessor_config.json": content });
const timm = (content: object) => ({
  "config.json": {
    pretrained_cfg: { input_size: [3, 224, 224], mean: [0.5, 0.5, 0.5], std: [1, 1, 1], ...content },
  },
});

describe("preprocessor_config.json", () => {
  it("has entries that are null, as fast image processors write them", async () => {
    const files = huggingFace({
      ...{ crop_size: null, do_center_crop: null, do_convert_rgb: null, image_mean: null },
      ...{ size: { height: 224, width: 224 }, do_resize: true, image_std: [0.5, 0.5, 0.5] },
    });
    const { preprocessing, from } = await found({ files });
    expect(from).toBe("preprocessor_config.json");
    expect(preprocessing).toEqual({
      ...{ height: 224, width: 224, resize: null, scale: 1 / 255 },
      ...{ mean: [0.485, 0.456, 0.406], std: [0.5, 0.5, 0.5] },
    });
  });

  const cases: [string, object, (number | null)[]][] = [
    [
      "scales the shorter side and crops (DINOv2)",
      { size: { shortest_edge: 256 }, crop_size: { height: 224, width: 224 }, do_center_crop: true },
      [224, 224, 256],
    ],
    ["stretches to one number without a crop (ViT)", { size: 224 }, [224, 224, null]],
    ["crops the share of ConvNeXT, rounded down", { size: 224, crop_pct: 0.95 }, [224, 224, 235]],
    ["stretches ConvNeXT's large images", { size: { shortest_edge: 384 }, crop_pct: 1 }, [384, 384, null]],
    ["crops to a shorter side alone", { size: { shortest_edge: 224 } }, [224, 224, 224]],
    [
      "does not stretch images that are cropped alone",
      { size: 256, do_resize: false, do_center_crop: true, crop_size: 224 },
      [224, 224, 224],
    ],
  ];
  it.each(cases)("%s", async (_, content, wanted) => {
    expect(await sizes({ files: huggingFace(content) })).toEqual(wanted);
  });

  it("may lie in the folder above, where another config.json says nothing", async () => {
    const above = { "../preprocessor_config.json": { size: 192 }, "../config.json": "no JSON" };
    expect(await sizes({ files: above })).toEqual([192, 192, null]);
    expect((await found({ files: { "../config.json": "no JSON" } })).from).toBe("ImageNet");
    const timmAbove = { "../config.json": timm({})["config.json"] };
    expect((await found({ files: timmAbove })).from).toBe("ImageNet");
    expect((await found({ files: { "config.json": "no JSON" } })).from).toBe("ImageNet");
  });

  it("is refused where it is damaged", async () => {
    await expect(found({ files: { "preprocessor_config.json": "{" } })).rejects.toThrow(
      /preprocessor_config\.json is no JSON: fetch it again/,
    );
    await expect(found({ files: huggingFace({ size: "large" }) })).rejects.toThrow(
      /preprocessor_config\.json: size cannot be used/,
    );
    await expect(found({ files: huggingFace({ size: 5000 }) })).rejects.toThrow(
      /preprocessor_config\.json: preprocessing\.height is 5000/,
    );
  });
});

describe("sizes", () => {
  it("has the middle that timm crops in another size, too", async () => {
    const files = timm({ crop_pct: 0.875 });
    expect(await sizes({ files })).toEqual([224, 224, 256]);
    expect(await sizes({ files, asked: { size: 112 } })).toEqual([112, 112, 128]);
    expect(await sizes({ files, fixed: 448 })).toEqual([448, 448, 512]);
    expect(await sizes({ files, asked: { size: 112, resize: 120 } })).toEqual([112, 112, 120]);
    expect(await sizes({ files: timm({ crop_mode: "squash" }), asked: { size: 112 } })).toEqual([
      112,
      112,
      null,
    ]);
  });

  it("are ImageNet's where nothing says what they are", async () => {
    expect(await sizes({ files: {} })).toEqual([224, 224, 256]);
    expect(await sizes({ files: {}, asked: { size: 56 } })).toEqual([56, 56, 64]);
  });
});
