/** The file of corrections: read, added to, cut off, killed. */
import { spawn } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DataError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { CorrectionsWriter, type Decision, readCorrections } from "../../src/review/index.js";
import { key } from "./base.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "skein-corrections-"));
  path = join(folder, "corrections.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

async function append(...decisions: Decision[]) {
  const writer = await CorrectionsWriter.open(path, await readCorrections(path));
  for (const decision of decisions) await writer.append(decision);
  await writer.close();
}

const merge = { kind: "merge", classes: [0, 1], into: 1 };
const undo = { kind: "undo", of: 1 };
const line = (n: number, rest: object) =>
  `${JSON.stringify({ n, time: "2026-11-28T00:00:00.000Z", ...rest })}\n`;

it("reads what was added, with its number and time", async () => {
  expect(await readCorrections(path)).toEqual({ log: [], length: 0, size: 0, notes: [] });
  const before = Date.now();
  await append(merge);
  await append(undo, { kind: "lock", images: [key(3)], locked: true } as Decision);
  const { log, notes } = await readCorrections(path);
  expect(notes).toEqual([]);
  expect(log).toEqual([
    { n: 1, time: expect.any(String), ...merge },
    { n: 2, time: expect.any(String), ...undo },
    { n: 3, time: expect.any(String), kind: "lock", images: [key(3)], locked: true },
  ]);
  expect(Date.parse(log[0]!.time)).toBeGreaterThanOrEqual(before);
});

it("leaves out a last line that was cut off, names it, and goes on behind the one before", async () => {
  await append(merge, undo);
  const whole = await readFile(path, "utf8");
  for (const cut of [2, 10, whole.length - whole.indexOf("\n") - 2]) {
    await writeFile(path, whole.slice(0, -cut));
    const { log, notes } = await readCorrections(path);
    expect(log.map(({ n }) => n)).toEqual([1]);
    expect(notes).toEqual([`${path}, line 2, was cut off and is left out; the 1 before it are used`]);
  }
  await append(undo);
  expect((await readCorrections(path)).log.map(({ n, kind }) => [n, kind])).toEqual([
    [1, "merge"],
    [2, "undo"],
  ]);
});

it("keeps letters that take several bytes, wherever a line is cut", async () => {
  await append({ kind: "name", class: 0, name: "Kätzchen 🐈" } as Decision);
  const bytes = await readFile(path);
  await append(merge);
  const longer = await readFile(path);
  for (let length = bytes.length; length < longer.length - 1; length++) {
    await writeFile(path, longer.subarray(0, length));
    const { log } = await readCorrections(path);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ name: "Kätzchen 🐈" });
  }
});

it.each([
  ["no JSON", "{oops}\n", /line 2 is no JSON: correct it, or remove the line/],
  ["no decision", "7\n", /line 2: .*expected object/],
  ["no time", '{"n":2,"kind":"undo","of":1}\n', /line 2: time: /],
  ["another kind", line(2, { kind: "paint" }), /line 2: there is no decision of kind paint: kinds are add, /],
  ["a field that is missing", line(2, { kind: "merge", classes: [1, 2] }), /line 2: into: /],
  ["a field too many", line(2, { ...merge, colour: 1 }), /line 2: .*colour/],
  ["a number again", line(1, merge), /line 2: n is 1 after 1: numbers have to grow/],
  ["a hash that is none", line(2, { kind: "lock", images: [{ path: "a", hash: "b" }] }), /hash: 32 hex/],
])("refuses a line with %s", async (_, text, message) => {
  await writeFile(path, line(1, merge) + text);
  await expect(readCorrections(path)).rejects.toThrow(DataError);
  await expect(readCorrections(path)).rejects.toThrow(message);
});

it("uses a whole last line without its end, and goes on behind it", async () => {
  await writeFile(path, line(1, merge).trimEnd());
  const { log, notes } = await readCorrections(path);
  expect([log.length, notes]).toEqual([1, []]);
  await append(undo);
  expect((await readCorrections(path)).log.map(({ n }) => n)).toEqual([1, 2]);
});

it("refuses to write into a file that another program wrote into since", async () => {
  const read = await readCorrections(path);
  await append(merge);
  await expect(CorrectionsWriter.open(path, read)).rejects.toThrow(
    /changed since it was read: read it again/,
  );
  expect((await readCorrections(path)).log).toHaveLength(1);
});

it("refuses an undo of what is not there yet", async () => {
  await writeFile(path, line(1, { kind: "undo", of: 2 }));
  await expect(readCorrections(path)).rejects.toThrow(/line 1: an undo takes back an earlier decision/);
});

it("skips empty lines", async () => {
  await writeFile(path, `\n${line(1, merge)}\n`);
  expect((await readCorrections(path)).log).toHaveLength(1);
});

it("says that a folder cannot be written", async () => {
  const read = await readCorrections(path);
  await expect(CorrectionsWriter.open(join(folder, "no", "file"), read)).rejects.toThrow(/no\/file/);
});

describe("a process that is killed", () => {
  /** More of them with SKEIN_KILLS=200. */
  const KILLS = Number(process.env.SKEIN_KILLS ?? 12);
  const library = new URL("../../dist/review/index.js", import.meta.url).href;
  const program = `
    const { CorrectionsWriter, readCorrections } = await import(${JSON.stringify(library)});
    const path = process.argv[1];
    const writer = await CorrectionsWriter.open(path, await readCorrections(path));
    for (;;) {
      const { n } = await writer.append({ kind: "merge", classes: [0, 1], into: 1 });
      process.stdout.write(n + "\\n");
    }`;

  /** Appends until it is killed, a random time after its first decision; resolves with the last number that it was sure of. */
  const killed = (random: Random) =>
    new Promise<number>((resolve, reject) => {
      const child = spawn(process.execPath, ["--input-type=module", "--eval", program, path], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let text = "";
      child.stdout.on("data", (data) => {
        if (text === "") setTimeout(() => child.kill("SIGKILL"), 30 * random.uniform());
        text += data;
      });
      child.on("error", reject);
      child.on("close", (_, signal) => {
        if (signal === "SIGKILL") resolve(Number(text.trimEnd().split("\n").at(-1)));
        else reject(new Error(`it ended by itself after ${text}`));
      });
    });

  it(`has lost nothing that it was sure of, ${KILLS} times`, { timeout: 20_000 + 6000 * KILLS }, async () => {
    const random = new Random(15, 0);
    let last = 0;
    for (let i = 0; i < KILLS; i++) {
      const sure = await killed(random);
      expect(sure).toBeGreaterThan(last);
      // Half of the time as after a failure of the power: with a part of the next line.
      if (random.uniform() < 0.5) await appendFile(path, '{"n":');
      const { log } = await readCorrections(path);
      last = log.at(-1)!.n;
      expect(last).toBeGreaterThanOrEqual(sure);
      expect(log.map(({ n }) => n)).toEqual(Array.from({ length: last }, (_, n) => n + 1));
    }
  });
});
