/** Names that are proposed for classes, and the words that they come from. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { proposeNames } from "../../../src/review/names/index.js";
import { readMetadata } from "../../../src/review/names/metadata.js";
import { termsOf, wordsOf } from "../../../src/review/names/words.js";

const root = mkdtempSync(join(tmpdir(), "skein-names-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const keys = (name: string) => wordsOf(name).map(({ key }) => key);

describe("words of names", () => {
  it.each([
    ["IMG_1234", []],
    ["DSC00017", []],
    ["PXL_20240518_101112.MP", []],
    ["golden-gate_bridge (2)", ["golden", "gate", "bridge"]],
    ["GoldenGate2019copy", ["golden", "gate"]],
    ["550e8400-e29b-41d4-a716-446655440000", []],
    ["9f86d081884c7d659a2feaa0c55ad015", []],
    ["face0001", ["face"]],
    ["Straßenbahn am Zoo", ["straßenbahn", "zoo"]],
    ["猫 2", ["猫"]],
    ["", []],
  ])("%s", (name, expected) => {
    expect(keys(name)).toEqual(expected);
  });

  it("has pairs of words that follow each other", () => {
    expect(termsOf("New_York 12 skyline").map(({ key }) => key)).toEqual(["york", "skyline", "york skyline"]);
  });
});

describe("proposeNames", () => {
  it("takes words that a class has and others have not", async () => {
    const names = [
      ...["beach-1", "beach-2", "beach sunset", "IMG_7"].map((name) => `holiday/${name}.jpg`),
      ...["boots_a", "boots_b", "beach boots"].map((name) => `holiday/${name}.jpg`),
      ...["x", "y"].map((name) => `holiday/${name}.jpg`),
    ];
    const classOf = [4, 4, 4, 4, 7, 7, 7, 9, 9];
    expect(await proposeNames({ names, files: null, classOf })).toEqual([
      {
        ...{ class: 4, name: "beach", confidence: (3 / 4) * (3 / 4) },
        evidence: "in the file names of 3 of 4 images, and of 1 in other classes",
      },
      { class: 7, name: "boots", confidence: 1, evidence: "in the file names of 3 of 3 images" },
    ]);
  });

  it("prefers pairs of words, as they were mostly written, and leaves images of no class out", async () => {
    const names = ["Golden Gate 1", "Golden Gate 2", "golden gate 3", "tower 1", "tower 2", "golden gate"];
    const found = await proposeNames({ names, files: null, classOf: [0, 0, 0, 1, 1, -1] });
    expect(found.map(({ class: id, name, confidence }) => [id, name, confidence])).toEqual([
      [0, "Golden Gate", 1],
      [1, "tower", 1],
    ]);
  });

  it("has nothing to say where all images share all words", async () => {
    const names = ["a/cat 1.jpg", "a/cat 2.jpg", "a/cat 3.jpg", "a/cat 4.jpg"];
    expect(await proposeNames({ names, files: null, classOf: [0, 0, 1, 1] })).toEqual([]);
  });

  it("reads places, keywords, cameras and years", async () => {
    const files = ["0.jpg", "1.jpg", "2.jpg", "3.jpg"].map((name) => join(root, name));
    for (const [i, file] of files.entries()) writeFileSync(file, await picture(i < 2));
    expect(await readMetadata(files[0]!)).toEqual({
      ...{ camera: "Canon EOS R5", year: "2019" },
      ...{ places: ["Paris", "France"], keywords: ["tower", "summer trip"] },
    });
    expect(await readMetadata(files[2]!)).toEqual({ camera: null, year: null, places: [], keywords: [] });
    expect(await readMetadata(join(root, "none.jpg"))).toMatchObject({ camera: null });
    const found = await proposeNames(
      { names: files.map((_, i) => `${i}.jpg`), files, classOf: [3, 3, 5, 5] },
      { most: 9 },
    );
    expect(found.map(({ name, confidence }) => [name, confidence])).toEqual([
      ["summer trip", 1],
      ["France", 1],
      ["Paris", 1],
      ["tower", 1],
      ["Canon EOS R5", 0.5],
      ["2019", 0.5],
    ]);
    expect(found[0]!.evidence).toBe("in the keywords of 2 of 2 images");
  });
});

/** A JPEG, with what cameras and programs write or without. */
async function picture(told: boolean): Promise<Buffer> {
  const plain = sharp({ create: { width: 8, height: 8, channels: 3, background: "#48a" } }).jpeg();
  if (!told) return await plain.toBuffer();
  const jpeg = await plain
    .withExif({
      IFD0: { Make: "Canon", Model: "Canon EOS R5" },
      IFD2: { DateTimeOriginal: "2019:07:01 12:00:00" },
    })
    .withXmp(
      '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Country="France">' +
        "<dc:subject><rdf:Bag><rdf:li>tower</rdf:li><rdf:li>summer trip</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>",
    )
    .toBuffer();
  return Buffer.concat([jpeg.subarray(0, 2), iptc("Paris"), jpeg.subarray(2)]);
}

/** An APP13 segment of JPEG with IPTC's record 2, data set 90: the city. */
function iptc(city: string): Buffer {
  const record = Buffer.concat([Buffer.from([0x1c, 2, 90, 0, city.length]), Buffer.from(city)]);
  const block = Buffer.concat([
    Buffer.from("8BIM"),
    Buffer.from([0x04, 0x04, 0, 0, 0, 0, 0, record.length]),
    record,
    Buffer.alloc(record.length % 2),
  ]);
  const content = Buffer.concat([Buffer.from("Photoshop 3.0\0"), block]);
  return Buffer.concat([Buffer.from([0xff, 0xed, 0, content.length + 2]), content]);
}
