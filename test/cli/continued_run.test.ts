/** Runs that follow another, and models whose classes people corrected. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import {
  CorrectionsWriter,
  type Decision,
  type ImageKey,
  ReviewRun,
  readClasses,
  readCorrections,
} from "../../src/review/index.js";
import { DIGITS, here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here([...args, "--device", "native"], { cwd: folder.path });
const METHOD = ["--method", "kmeans", "--features", "hog", "--labels", "folders"];

async function cluster(...args: string[]) {
  const result = await run("cluster", "digits", ...METHOD, ...args);
  expect(result.code, result.stderr).toBe(0);
  return result;
}

async function decide(name: string, ...decisions: object[]) {
  const path = at(`${name}/corrections.jsonl`);
  const writer = await CorrectionsWriter.open(path, await readCorrections(path));
  for (const decision of decisions) await writer.append(decision as Decision);
  await writer.close();
}

/** Image, class and confidence of each line. */
function rows(csv: string): Map<string, { id: number; confidence: number; line: string }> {
  const [head, ...lines] = csv.trimEnd().split("\n");
  const place = (name: string) => head!.split(",").indexOf(name);
  return new Map(
    lines.map((line) => {
      const fields = line.split(",");
      return [
        fields[0]!,
        { id: Number(fields[place("cluster")]), confidence: Number(fields[place("confidence")]), line },
      ];
    }),
  );
}

const assigned = (name: string) => rows(readFileSync(at(`${name}/assignments.csv`), "utf8"));
const metricsOf = (name: string) => JSON.parse(readFileSync(at(`${name}/metrics.json`), "utf8"));

describe("a run that follows another [native]", () => {
  let keys: readonly ImageKey[];
  let moved: ImageKey;
  let into: number;

  beforeAll(async () => {
    const pixels = readFileSync(join(DIGITS, "t10k-images-idx3-ubyte")).subarray(16);
    const labels = readFileSync(join(DIGITS, "t10k-labels-idx1-ubyte")).subarray(8);
    const wanted = new Map([0, 1, 4, 7].map((label) => [label, 14]));
    for (let i = 0, left = 56; left > 0; i++) {
      const more = wanted.get(labels[i]!) ?? 0;
      if (more === 0) continue;
      wanted.set(labels[i]!, more - 1);
      left--;
      mkdirSync(at(`digits/${labels[i]}`), { recursive: true });
      const image = { width: 28, height: 28, channels: 1, pixels: pixels.subarray(i * 784, (i + 1) * 784) };
      writeFileSync(at(`digits/${labels[i]}/${i}.png`), encodePng(image));
    }
    await cluster("-k", "4", "--out", "first");
    const first = await ReviewRun.open(at("first"));
    keys = first.images;
    moved = keys[0]!;
    into = first.classes.classes.find(({ id }) => id !== first.base.classOf[0])!.id;
    const others = first.classes.classes.map(({ id }) => id).filter((id) => id !== into);
    await decide(
      "first",
      { kind: "name", class: into, name: "Zeros/and: more" },
      { kind: "move", images: [moved], to: into },
      { kind: "merge", classes: [others[0]!, others[1]!], into: others[0]! },
      { kind: "ignore", images: [keys[1]!], ignored: true },
    );
  });

  it("predicts and evaluates by the numbers, names and merges that people gave", async () => {
    const plain = await run("predict", "first/model.safetensors", "digits");
    expect(plain.stdout.split("\n")[0]).toBe("image,cluster,confidence,name");
    const found = rows(plain.stdout);
    expect(found.get(moved.path)).toMatchObject({ id: into, confidence: 1 });
    expect(found.get(moved.path)!.line).toMatch(/,Zeros\/and: more$/);
    expect(found.has(keys[1]!.path)).toBe(true);
    const raw = rows((await run("predict", "first/model.safetensors", "digits", "--raw")).stdout);
    const before = assigned("first");
    for (const [image, { id }] of raw) expect(id).toBe(before.get(image)!.id);
    // A merged class has the probabilities of both.
    const log = JSON.parse(readFileSync(at("first/corrections.jsonl"), "utf8").split("\n")[2]!);
    const lost = log.classes[1];
    expect([...found.values()].some(({ id }) => id === lost)).toBe(false);
    for (const [image, { id, confidence }] of raw) {
      if (id !== lost || image === moved.path) continue;
      expect(found.get(image)).toMatchObject({ id: log.into });
      expect(found.get(image)!.confidence).toBeGreaterThan(confidence);
    }
    // A file is known by its content, and by its path where it was encoded again.
    cpSync(at(`digits/${moved.path}`), at("elsewhere.png"));
    const json = await run("predict", "first/model.safetensors", "elsewhere.png", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ cluster: into, confidence: 1, decided: true });
    const sorted = await run("predict", "first/model.safetensors", "digits", "--sort-into", "sorted");
    expect(sorted.code, sorted.stderr).toBe(0);
    expect(readdirSync(at("sorted"))).toContain("Zeros-and- more");
    const scores = await run("evaluate", "first/model.safetensors", "digits", "--json");
    const { classes } = JSON.parse(scores.stdout);
    expect(classes).toHaveLength(3);
    expect(classes.find(({ cluster: id }: { cluster: number }) => id === into).name).toBe("Zeros/and: more");
    const mapped = await run(
      ...["evaluate", "first/model.safetensors", "digits", "--mapping", "first/metrics.json"],
    );
    expect(mapped.code, mapped.stderr).toBe(0);
  });

  it("keeps numbers, names and decisions with another seed, in another folder and in its own", async () => {
    const before = await ReviewRun.open(at("first"));
    const { state } = before.replay();
    const result = await cluster("-k", "4", "--seed", "7", "--previous", "first", "--out", "second");
    expect(result.stdout).toMatch(/^of the classes of the earlier run 3 stay: /m);
    expect(result.stdout).toContain("Zeros/and: more");
    // The earlier run is as it was.
    expect(await readClasses(at("first/classes.json"))).toEqual(before.classes);
    expect(readFileSync(at("second/corrections.jsonl"))).toEqual(readFileSync(at("first/corrections.jsonl")));
    const second = (await readClasses(at("second/classes.json")))!;
    expect(second.absorbed).toBe(4);
    expect(second.nextId).toBeGreaterThanOrEqual(before.classes.nextId);
    expect(second.classes).toContainEqual({ id: into, name: "Zeros/and: more" });
    const now = assigned("second");
    expect(now.get(moved.path)).toMatchObject({ id: into, confidence: 1 });
    const same = keys.filter(({ path }, i) => now.get(path)!.id === state.classOf[i]).length;
    expect(same / keys.length).toBeGreaterThan(0.6);
    expect(metricsOf("second").previous).toMatchObject({ run: "first" });
    // Again, in place, and what was decided in between counts.
    await decide("second", { kind: "name", class: into, name: "Zeros" });
    await cluster("-k", "4", "--seed", "8", "--out", "second", "--force");
    const third = (await readClasses(at("second/classes.json")))!;
    expect(third.absorbed).toBe(5);
    expect(third.classes).toContainEqual({ id: into, name: "Zeros" });
    expect(assigned("second").get(moved.path)).toMatchObject({ id: into, confidence: 1 });
    expect(readdirSync(at("second/.review"))).toEqual([]);
    expect(readFileSync(at("second/report.html"), "utf8")).toContain(">Zeros<");
    // The page of the first run follows its corrections, and leaves out what is ignored or gone.
    renameSync(at(`digits/${keys[2]!.path}`), at("hidden.png"));
    const page = await run("report", "first", "--out", "page.html");
    renameSync(at("hidden.png"), at(`digits/${keys[2]!.path}`));
    expect(page.code, page.stderr).toBe(0);
    expect(page.stderr).toContain("1 image cannot be read any more");
    const text = readFileSync(at("page.html"), "utf8");
    expect(text).toContain("54 images sorted into 3 classes");
    expect(text).toContain(">Zeros/and: more<");
  });

  it("goes on from what a killed run had set aside", async () => {
    await cluster("-k", "4", "--previous", "first", "--out", "killed", "--no-report");
    const classes = await readClasses(at("killed/classes.json"));
    mkdirSync(at("killed/.review/earlier"), { recursive: true });
    for (const name of ["assignments.csv", "classes.json"]) {
      renameSync(at(`killed/${name}`), at(`killed/.review/earlier/${name}`));
    }
    await cluster("-k", "4", "--out", "killed", "--force", "--no-report");
    expect((await readClasses(at("killed/classes.json")))!.classes).toEqual(classes!.classes);
    expect(existsSync(at("killed/.review/earlier"))).toBe(false);
  });

  it("says what is wrong with corrections, and loses nothing", async () => {
    const corrected = ["cluster", "digits", ...METHOD, "-k", "4", "--no-report"];
    // The last line is cut off: the others are used.
    cpSync(at("first"), at("cut"), { recursive: true });
    appendFileSync(at("cut/corrections.jsonl"), '{"n":5,"time":"2026-');
    const cut = await run("predict", "cut/model.safetensors", "elsewhere.png");
    expect(cut.code).toBe(0);
    expect(cut.stderr).toMatch(/corrections\.jsonl, line 5, was cut off/);
    expect(cut.stdout).toContain("Zeros/and: more");
    // Links that contradict each other: nothing is touched.
    cpSync(at("first"), at("links"), { recursive: true });
    await decide("links", { kind: "must-link", images: [keys[2], keys[3]] });
    appendFileSync(
      at("links/corrections.jsonl"),
      `${JSON.stringify({ n: 6, time: "2026-01-01T00:00:00Z", kind: "cannot-link", images: [keys[2], keys[3]] })}\n`,
    );
    for (const command of [
      [...corrected, "--out", "links", "--force"],
      ["predict", "links/model.safetensors", "elsewhere.png"],
    ]) {
      const refused = await run(...command);
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toMatch(/links contradict each other.*decision 6/s);
    }
    expect(await readClasses(at("links/classes.json"))).toEqual(await readClasses(at("first/classes.json")));
    // An image that is gone is named.
    cpSync(at("first"), at("gone"), { recursive: true });
    const hash = "0".repeat(32);
    await decide("gone", { kind: "lock", images: [{ path: "away.png", hash }], locked: true });
    const gone = await run("predict", "gone/model.safetensors", "elsewhere.png");
    expect(gone.stderr).toMatch(/1 image that decisions name is not in the run any more: away\.png/);
    // Corrections of another run, or of none.
    const both = await run(...corrected, "--previous", "first", "--out", "gone", "--force");
    expect(both.code).not.toBe(0);
    expect(both.stderr).toMatch(/gone holds corrections of its own/);
    rmSync(at("gone/assignments.csv"));
    const orphans = await run(...corrected, "--out", "gone", "--force");
    expect(orphans.stderr).toMatch(/holds corrections, and not the assignments\.csv/);
    const none = await run(...corrected, "--previous", "nothing", "--out", "new");
    expect(none.stderr).toMatch(/--previous nothing holds no run: give a folder that skein cluster wrote/);
    expect(existsSync(at("new"))).toBe(false);
  });
});
