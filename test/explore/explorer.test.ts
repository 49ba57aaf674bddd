/** A run that is corrected through its page's addresses. */
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Analysis } from "../../src/explore/analysis/analysis.js";
import { Explorer } from "../../src/explore/explorer.js";
import {
  type DuplicatePictures,
  decodeColumns,
  type ExplorerState,
  type ExportFormat,
  type ExportResult,
  FLAG,
  type ImageAbout,
  type NameProposal,
  type OutlierImage,
  type Question,
  type SimilarImages,
} from "../../src/explore/protocol.js";
import { type Served, serveRun } from "../../src/explore/serve.js";
import { ReviewRun, readCorrections } from "../../src/review/index.js";
import { Client, errorOf } from "./client.js";
import { type MadeRun, makePage, makeRun } from "./made_run.js";

const TIMEOUT = 180_000;
const IMAGES = 30;

let made: MadeRun;
let page: string;
let served: Served;
let client: Client;
const open = async () => {
  served = await serveRun(made.run, { page, device: "native" });
  client = new Client(served.address);
};
beforeEach(async () => {
  made = await makeRun(IMAGES);
  page = await makePage(made.root);
  await open();
}, TIMEOUT);
afterEach(async () => {
  await served.close();
  await rm(made.root, { recursive: true, force: true });
}, TIMEOUT);

const columns = async () => {
  const { body } = await client.get("columns");
  return decodeColumns(body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer);
};
const decide = (request: object) => client.change<ExplorerState>("decide", request);
const sizes = ({ classes }: ExplorerState) => classes.map(({ id, images }) => [id, images]);
const lines = async () => (await readCorrections(join(made.run, "corrections.jsonl"))).log;

it("tells of classes and images as the run left them", async () => {
  const state = await client.value<ExplorerState>("state");
  expect(state).toMatchObject({
    ...{
      run: "run",
      source: made.images,
      images: IMAGES,
      readOnly: null,
      notes: [],
      refit: null,
      refitted: false,
    },
    ...{ decisions: [], decisionCount: 0, undo: null, redo: null },
  });
  expect(sizes(state)).toEqual([
    [0, 10],
    [1, 10],
    [2, 10],
    [-1, 0],
  ]);
  const { classOf, confidence, flags } = await columns();
  expect([...classOf.subarray(0, 4)]).toEqual([0, 1, 2, 0]);
  expect(confidence[7]).toBeCloseTo(0.57);
  expect(flags[7]! & FLAG.decided).toBe(0);
  expect(await client.change("names", [2, 0])).toEqual(["pictures/2.png", "pictures/0.png"]);
  expect((await client.post("names", [IMAGES])).status).toBe(400);
});

it("makes each kind of decision, takes all back, and brings all forth again", async () => {
  const requests = [
    { kind: "name", class: 0, name: "cats" },
    { kind: "merge", classes: [0, 1], into: 0 },
    { kind: "move", images: [2, 5], to: 0 },
    { kind: "move", images: [8], to: null },
    { kind: "move", images: [11, 14], to: { new: "dogs" } },
    { kind: "split", class: 0, parts: [[0, 3], [6]] },
    { kind: "must-link", images: [17, 20] },
    { kind: "cannot-link", images: [17, 23] },
    { kind: "lock", images: [26], locked: true },
    { kind: "ignore", images: [29], ignored: true },
    { kind: "keeper", image: 26, of: [23] },
  ];
  const states = [await client.value<ExplorerState>("state")];
  for (const request of requests) states.push(await decide(request));
  const last = states.at(-1)!;
  expect(last.classes).toEqual([
    { id: 0, name: "cats", images: 19 },
    { id: 2, name: null, images: 4 },
    { id: 3, name: "dogs", images: 2 },
    { id: 4, name: "cats 2", images: 2 },
    { id: 5, name: "cats 3", images: 1 },
    { id: -1, name: null, images: 1 },
  ]);
  expect(last.decisionCount).toBe(12);
  expect(last.decisions[0]).toMatchObject({ n: 12, undone: false, text: expect.stringContaining("26.png") });
  const { flags, classOf } = await columns();
  expect(flags[26]! & FLAG.locked).toBe(FLAG.locked);
  expect(flags[29]! & FLAG.ignored).toBe(FLAG.ignored);
  expect(classOf[14]).toBe(3);

  for (let i = requests.length - 1; i >= 0; i--) {
    const state = await client.change<ExplorerState>("undo");
    expect(state.classes, `undo ${requests[i]!.kind}`).toEqual(states[i]!.classes);
  }
  const begun = await client.value<ExplorerState>("state");
  expect([begun.undo, begun.decisions.every(({ undone }) => undone)]).toEqual([null, true]);
  expect((await client.post("undo", {})).status).toBe(409);
  for (let i = 0; i < requests.length; i++) {
    const state = await client.change<ExplorerState>("redo");
    expect(state.classes, `redo ${requests[i]!.kind}`).toEqual(states[i + 1]!.classes);
  }
  expect((await client.post("redo", {})).status).toBe(409);

  // Another process finds the same.
  const before = await columns();
  await served.close();
  await open();
  expect((await client.value<ExplorerState>("state")).classes).toEqual(last.classes);
  const after = await columns();
  expect([...after.classOf]).toEqual([...before.classOf]);
});

it("forgets what could be brought back once something else is decided, and gives no id twice", async () => {
  await decide({ kind: "move", images: [1], to: { new: null } });
  const undone = await client.change<ExplorerState>("undo");
  expect(undone.redo).toBe("pictures/1.png to class 3");
  const state = await decide({ kind: "move", images: [1], to: { new: "other" } });
  expect(state.redo).toBeNull();
  expect(state.classes.map(({ id }) => id)).toEqual([0, 1, 2, 4, -1]);
});

it("refuses what does not fit, and writes nothing of it", async () => {
  await decide({ kind: "lock", images: [0], locked: true });
  const size = (await stat(join(made.run, "corrections.jsonl"))).size;
  for (const [request, reason] of [
    [{ kind: "move", images: [0], to: 1 }, /locked in class 0: unlock it first/],
    [{ kind: "move", images: [0], to: { new: "x" } }, /locked in class 0/],
    [{ kind: "move", images: [99], to: 1 }, /there is no image 99/],
    [{ kind: "merge", classes: [0, 7], into: 0 }, /there is no class 7/],
    [{ kind: "merge", classes: [0, 1], into: 2 }, /into is one of classes/],
    [{ kind: "split", class: 9, parts: [[1]] }, /there is no class 9/],
  ] as const) {
    const reply = await client.post("decide", request);
    expect([reply.status, errorOf(reply)]).toEqual([400, expect.stringMatching(reason)]);
  }
  expect((await stat(join(made.run, "corrections.jsonl"))).size).toBe(size);
  const { classes } = await client.value<ExplorerState>("state");
  expect(classes.map(({ id }) => id)).toEqual([0, 1, 2, -1]);
});

it("tells a second explorer that the run is open, and lets it in afterwards", async () => {
  await expect(Explorer.open(made.run)).rejects.toThrow(/another run is writing here \(process \d+/);
  await served.close();
  await open();
  expect((await client.value<ExplorerState>("state")).readOnly).toBeNull();
});

it("saves nothing where the run was replaced, or its corrections were changed by others", async () => {
  const path = join(made.run, "corrections.jsonl");
  await decide({ kind: "name", class: 0, name: "cats" });
  await appendFile(path, "\n");
  const changed = await client.post("decide", { kind: "name", class: 0, name: "dogs" });
  expect([changed.status, errorOf(changed)]).toEqual([
    409,
    expect.stringMatching(/changed by another program/),
  ]);
  await served.close();
  await open();
  expect((await decide({ kind: "name", class: 0, name: "dogs" })).classes[0]!.name).toBe("dogs");

  const table = join(made.run, "assignments.csv");
  const text = await readFile(table, "utf8");
  await writeFile(`${table}.new`, text);
  await rename(`${table}.new`, table);
  const replaced = await client.post("undo", {});
  expect([replaced.status, errorOf(replaced)]).toEqual([
    409,
    expect.stringMatching(/was replaced since it was opened/),
  ]);
  expect((await client.value<ExplorerState>("state")).readOnly).toMatch(/start it again/);
  expect(await lines()).toHaveLength(2);
});

it("takes its own decisions, many at once and looked at meanwhile, for nobody else's", async () => {
  const replies = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      i % 2 === 0
        ? client.post("decide", { kind: "move", images: [i % IMAGES], to: i % 3 })
        : client.get("state"),
    ),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await client.value<ExplorerState>("state")).toMatchObject({ readOnly: null, decisionCount: 20 });
});

it("names a line that was cut off, and uses the rest", async () => {
  await decide({ kind: "name", class: 0, name: "cats" });
  await served.close();
  await appendFile(join(made.run, "corrections.jsonl"), '{"n":2,"ti');
  await open();
  const state = await client.value<ExplorerState>("state");
  expect(state.notes).toEqual([expect.stringMatching(/line 2, was cut off and is left out/)]);
  expect(state.classes[0]!.name).toBe("cats");
});

it("answers what is computed in the background, and keeps it", { timeout: TIMEOUT }, async () => {
  const similar = await client.eventually<SimilarImages>("similar/4?count=5");
  expect(similar.images).toHaveLength(5);
  expect(similar.images).not.toContain(4);
  expect([...similar.similarity].sort((a, b) => b - a)).toEqual(similar.similarity);
  const questions = await client.eventually<Question[]>("questions?count=3");
  for (const { images, candidates } of questions) {
    expect(images.length).toBeGreaterThan(0);
    expect(candidates[0]).not.toBe(candidates[1]);
  }
  let reply = await client.get("map");
  while (reply.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    reply = await client.get("map");
  }
  const xy = new Float32Array(new Uint8Array(reply.body).buffer);
  expect(xy).toHaveLength(2 * IMAGES);
  expect(xy.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(Math.max(...xy) - Math.min(...xy)).toBeGreaterThan(0.9);
  expect(await client.eventually<DuplicatePictures[]>("duplicates")).toEqual([]);
  expect(await client.eventually<OutlierImage[]>("outliers")).toBeInstanceOf(Array);
  expect(await client.value<NameProposal[]>("proposals")).toBeInstanceOf(Array);
  const split = await decide({ kind: "split", class: 1, parts: 2 });
  expect(split.classes.filter(({ id }) => id === 1 || id === 3).map(({ images }) => images)).toEqual([
    expect.any(Number),
    10 - split.classes.find(({ id }) => id === 1)!.images,
  ]);
  const { classOf } = await columns();
  const linked = [classOf.indexOf(1), classOf.indexOf(3)];
  await client.change("undo");
  await decide({ kind: "must-link", images: linked });
  await decide({ kind: "split", class: 1, parts: 2 });
  const again = (await columns()).classOf;
  expect(again.includes(1) && again.some((id) => id > 2)).toBe(true);
  expect(again[linked[0]!]).toBe(again[linked[1]!]);
  const about = await client.value<ImageAbout>("about/4");
  expect(about).toMatchObject({ image: 4, name: "pictures/4.png", file: { width: 96, height: 64 } });

  const before = await readFile(join(made.run, ".review", "features.safetensors"));
  const { mtimeMs } = await stat(join(made.run, ".review", "features.safetensors"));
  await served.close();
  await open();
  await client.eventually("outliers");
  expect((await stat(join(made.run, ".review", "features.safetensors"))).mtimeMs).toBe(mtimeMs);
  expect(await readFile(join(made.run, ".review", "features.safetensors"))).toEqual(before);
});

it("computes anew what was computed while a file was away", { timeout: TIMEOUT }, async () => {
  await served.close();
  await rm(join(made.run, ".review"), { recursive: true });
  const [path, away] = [join(made.images, "pictures", "4.png"), join(made.root, "away.png")];
  await rename(path, away);
  await open();
  await client.eventually("outliers");
  expect((await client.get("similar/4")).status).toBe(404);
  const modified = () =>
    Promise.all(
      [
        "features.safetensors",
        "neighbours.safetensors",
        "map.safetensors",
        "duplicates.json",
        "outliers.json",
      ].map(async (name) => (await stat(join(made.run, ".review", name))).mtimeMs),
    );
  const before = await modified();
  // Still away: nothing would become another.
  await served.close();
  await open();
  await client.eventually("outliers");
  expect(await modified()).toEqual(before);
  await served.close();
  await rename(away, path);
  await open();
  await client.eventually("outliers");
  expect((await client.value<SimilarImages>("similar/4?count=5")).images).toHaveLength(5);
  (await modified()).forEach((time, i) => {
    expect(time).toBeGreaterThan(before[i]!);
  });
});

it("tells why nothing can be computed, in the error's own words", { timeout: TIMEOUT }, async () => {
  const derived = { folder: join(made.root, "derived"), fingerprint: "" };
  const analysis = new Analysis({ run: join(made.root, "nothing"), derived, device: "native" }, () => {});
  while (analysis.failures.length < 5) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const failure of analysis.failures) expect(failure).toMatch(/^[a-z- ]+: \S+\/nothing holds no run/);
  await analysis.close();
});

it("follows no link that stands for the folder of thumbnails, and keeps nothing then", async () => {
  await served.close();
  const elsewhere = join(made.root, "elsewhere");
  for (const place of [".review", join(".review", "thumbnails")]) {
    await rm(join(made.run, ".review"), { recursive: true });
    await mkdir(dirname(join(made.run, place)), { recursive: true });
    await mkdir(elsewhere, { recursive: true });
    await symlink(elsewhere, join(made.run, place));
    await open();
    const { notes, readOnly } = await client.value<ExplorerState>("state");
    expect([notes, readOnly]).toEqual([[expect.stringMatching(/ is a link, .* remove it/)], null]);
    expect((await client.get("thumbnails/0?side=64")).status).toBe(200);
    await decide({ kind: "name", class: 0, name: place });
    await served.close();
    expect(await readdir(elsewhere)).toEqual([]);
  }
  await rm(join(made.run, ".review"), { recursive: true });
  await open();
});

it("fits again with the decisions, and goes back where they are taken back", {
  timeout: TIMEOUT,
}, async () => {
  await client.eventually("questions");
  await decide({ kind: "move", images: [0, 3, 6, 9], to: 1 });
  const found = [...(await columns()).classOf];
  // Both are of one class until a re-fit parts them.
  await decide({ kind: "cannot-link", images: [2, 5] });
  const decided = [...(await columns()).classOf];
  await client.change("refit");
  const settled = async () => {
    for (;;) {
      const state = await client.value<ExplorerState>("state");
      if (state.refit === null) return state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  expect(await settled()).toMatchObject({ notes: [], refitted: true });
  const fitted = [...(await columns()).classOf];
  expect([fitted[0], fitted[3], fitted[6], fitted[9]]).toEqual([1, 1, 1, 1]);
  expect(fitted).not.toEqual(decided);
  // The page's export is what the page shows; the run itself, as commands read it, is decisions alone.
  await client.change("export", { format: "csv", out: "fitted.csv" });
  const exported = (await readFile(join(made.run, "fitted.csv"), "utf8")).trimEnd().split("\n").slice(1);
  expect(exported.map((line) => Number(line.split(",")[1]))).toEqual(fitted);
  expect([...(await ReviewRun.open(made.run)).replay().state.classOf]).toEqual(decided);
  await served.close();
  await open();
  expect([...(await columns()).classOf]).toEqual(fitted);
  expect(await client.change("undo")).toMatchObject({ refitted: false });
  expect([...(await columns()).classOf]).toEqual(found);
  expect(await client.change("redo")).toMatchObject({ refitted: true });
  expect([...(await columns()).classOf]).toEqual(fitted);
});

it("tells listeners of each state", { timeout: TIMEOUT }, async () => {
  const response = await fetch(`${served.address}events`);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const until = async (wanted: RegExp) => {
    while (!wanted.test(text)) text += (await reader.read()).value ?? "";
  };
  await until(/^data: \{"revision":\d+/);
  await decide({ kind: "name", class: 2, name: "birds" });
  await until(/"name":"birds"/);
  await reader.cancel();
});

describe("pictures", () => {
  const format = async (bytes: Buffer) => {
    const { format, width, height } = await sharp(bytes).metadata();
    return [format, width, height];
  };

  it("are shown small and whole", async () => {
    expect(await format((await client.get("thumbnails/0?side=64")).body)).toEqual(["webp", 64, 43]);
    expect(await format((await client.get("thumbnails/0?side=128")).body)).toEqual(["webp", 96, 64]);
    expect(await format((await client.get("images/0")).body)).toEqual(["png", 96, 64]);
    expect((await client.get("thumbnails/0?side=65")).status).toBe(400);
  });

  it("that are gone or damaged are told of", async () => {
    await served.close();
    await rm(join(made.images, "pictures", "1.png"));
    await writeFile(join(made.images, "pictures", "2.png"), "no picture");
    await rm(join(made.run, ".review"), { recursive: true });
    await open();
    for (const image of [1, 2]) {
      const reply = await client.get(`thumbnails/${image}?side=64`);
      expect([reply.status, errorOf(reply)]).toEqual([404, expect.stringContaining(`pictures/${image}.png`)]);
    }
    expect((await client.get("thumbnails/3?side=64")).status).toBe(200);
    expect(await client.value<ImageAbout>("about/1")).toMatchObject({ file: null });
    let flags = (await columns()).flags;
    while (!(flags[1]! & FLAG.vanished)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      flags = (await columns()).flags;
    }
  });
});

it("exports what the classes are, and says so before", async () => {
  await decide({ kind: "name", class: 0, name: "cats" });
  const formats = await client.value<ExportFormat[]>("formats");
  expect(formats.map(({ name }) => name)).toContain("csv");
  const out = join(made.root, "out.csv");
  const planned = await client.change<ExportResult>("export", { format: "csv", out, dryRun: true });
  expect([planned.written, planned.images]).toEqual([false, IMAGES]);
  await expect(stat(out)).rejects.toThrow();
  expect((await client.change<ExportResult>("export", { format: "csv", out })).written).toBe(true);
  expect(await readFile(out, "utf8")).toContain("cats");
  expect((await client.post("export", { format: "csv", out })).status).toBe(400);
});
