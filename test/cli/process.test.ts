/** How a command begins and ends among other processes: signals, full disks, readers that go, names from outside. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { here, type RunOptions, shell, skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (args: string[], options: RunOptions = {}) => skein(args, { cwd: folder.path, ...options });
/** For what a command prints: the tests of signals, streams and locks need a process of its own. */
const said = (args: string[]) => here(args, { cwd: folder.path });
const inShell = (line: string) => shell(line, { cwd: folder.path });
const posix = process.platform !== "win32";
const linux = process.platform === "linux";

const IMAGES = 60;
const MODEL = "run/model.safetensors";
const tiny = ["--config", "tiny.json", "--size", "16", "--device", "native", "--no-report"];
/** A training that goes on until something ends it. */
const endless = ["cluster", "shapes", ...tiny, "--epochs", "5000"];

/** Squares and stripes, in two folders. */
function writeShapes(): void {
  for (let i = 0; i < IMAGES; i++) {
    const pixels = Uint8Array.from({ length: 144 }, (_, at) => {
      const [x, y] = [at % 12, Math.floor(at / 12)];
      const inside = i % 2 === 0 ? x > 2 && x < 9 && y > 2 && y < 9 : (x + i) % 4 < 2;
      return inside ? 255 - i : i;
    });
    const kind = i % 2 === 0 ? "square" : "stripes";
    mkdirSync(at(`shapes/${kind}`), { recursive: true });
    writeFileSync(at(`shapes/${kind}/${i}.png`), encodePng({ width: 12, height: 12, channels: 1, pixels }));
  }
}

beforeAll(async () => {
  writeShapes();
  const stem = [{ channels: 4, kernel: 5, stride: 4 }];
  writeFileSync(
    at("tiny.json"),
    JSON.stringify({ clusters: 2, epochs: 2, batch: 20, hidden: 8, heads: 2, stem }),
  );
  const { code, stderr } = await said(["cluster", "shapes", ...tiny, "--out", "run", "--quiet"]);
  expect(code, stderr).toBe(0);
});

/** No temporary file, lock or half-made folder, at any depth. */
function expectNoRemains(): void {
  const names = readdirSync(folder.path, { recursive: true }).map(String);
  expect(names.filter((name) => /(^|[/\\])\./.test(name))).toEqual([]);
}

/** Sends a signal as soon as stderr has this text. */
const when = (text: string, act: (kill: (signal: NodeJS.Signals) => void) => void): RunOptions => {
  let done = false;
  return {
    onStderr: (stderr, child) => {
      if (done || !stderr.includes(text)) return;
      done = true;
      act((signal) => child.kill(signal));
    },
  };
};

describe.skipIf(!posix)("a signal", () => {
  it.each([
    ["SIGHUP", 129],
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("%s saves the training, lets the next run in, and ends with %d", async (signal, code) => {
    const out = `stopped-${signal}`;
    const options = when("epoch ", (kill) => {
      kill(signal);
      // A closed terminal sends it more than once.
      if (signal === "SIGHUP") kill(signal);
    });
    const stopped = await run([...endless, "--out", out], options);
    expect(stopped.code, stopped.stderr).toBe(code);
    expect(stopped.stderr).toContain(`Saved ${out}/checkpoint.safetensors. Go on with`);
    expect(readdirSync(at(out))).toEqual(["checkpoint.safetensors"]);
  });

  it("while the report is drawn stops the run, which --resume finishes", async () => {
    const args = ["cluster", "shapes", ...tiny.slice(0, -1), "--out", "drawn"];
    const stopped = await run(
      args,
      when("drawing the report", (kill) => kill("SIGINT")),
    );
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stdout).toBe("");
    expect(stopped.stderr).toContain(
      "Stopping: training is done, its results are not written yet. Go on with",
    );
    const resumed = await run([...args, "--resume", "--no-report"]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(readdirSync(at("drawn")).sort()).toEqual([
      "assignments.csv",
      "classes.json",
      "metrics.json",
      "model.safetensors",
    ]);
  });

  it("while the report of a method is drawn says how to start again", async () => {
    const args = [
      "cluster",
      "shapes",
      "-k",
      "2",
      "--method",
      "kmeans",
      "--device",
      "native",
      "--out",
      "method",
    ];
    const stopped = await run(
      args,
      when("drawing the report", (kill) => kill("SIGINT")),
    );
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stderr).toContain("method has a part of the results. Start again with\n");
    expect(stopped.stderr).toMatch(/ --out method --force$/m);
    const again = await run([...args, "--force"]);
    expect(again.code, again.stderr).toBe(0);
    // Without what the earlier run left for the review.
    rmSync(at("method"), { recursive: true });
  });
});

describe("two runs into one folder", () => {
  it("do not mix: the second stops", async () => {
    let second: ReturnType<typeof run> | undefined;
    const first = await run(
      [...endless, "--out", "shared"],
      when("epoch ", (kill) => {
        second = run(["cluster", "shapes", ...tiny, "--out", "shared", "--force"]);
        second.finally(() => kill("SIGTERM"));
      }),
    );
    const { code, stderr } = await second!;
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/^shared: another run is writing here \(process \d+, since /);
    if (posix) expect(first.stderr).toContain("Saved shared/checkpoint.safetensors");
  });

  it.skipIf(!posix)("do not hinder each other once the first was killed", async () => {
    await run(
      [...endless, "--out", "killed"],
      when("epoch ", (kill) => kill("SIGKILL")),
    );
    expect(readdirSync(at("killed"))).toContain(".skein-lock");
    const { code, stderr } = await run(["cluster", "shapes", ...tiny, "--out", "killed", "--force"]);
    expect(code, stderr).toBe(0);
    expect(existsSync(at("killed/.skein-lock"))).toBe(false);
    rmSync(at("killed"), { recursive: true });
  });
});

describe("a run with --force", () => {
  it("leaves nothing of the earlier run beside its own model", async () => {
    mkdirSync(at("old"));
    for (const name of ["model.safetensors", "report.html", "metrics.json", "mine.txt"])
      writeFileSync(at(`old/${name}`), "");
    const { code, stderr } = await said(["cluster", "shapes", ...tiny, "--out", "old", "--force"]);
    expect(code, stderr).toBe(0);
    expect(readdirSync(at("old")).sort()).toEqual([
      "assignments.csv",
      "classes.json",
      "metrics.json",
      "mine.txt",
      "model.safetensors",
    ]);
  });
});

describe("what cannot be written", () => {
  it.skipIf(!linux)("stops the run before the training", async () => {
    const args = ["cluster", "shapes", ...tiny, "--out", "early", "--sort-into", "/proc/x"];
    const { code, stdout, stderr } = await said(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^cannot sort into \/proc\/x \(ENOENT.*\): choose another folder\n$/);
    expect(existsSync(at("early"))).toBe(false);
  });

  it("a folder to sort into may not lie in the source", async () => {
    const args = ["cluster", "shapes", ...tiny, "--sort-into", "shapes/sorted"];
    const { code, stderr } = await said(args);
    expect(code).toBe(2);
    expect(stderr).toContain("--sort-into shapes/sorted lies in shapes");
    expect(readdirSync(at("shapes"))).toEqual(["square", "stripes"]);
    const predicting = await said(["predict", MODEL, "shapes", "--sort-into", "shapes/square/sorted"]);
    expect(predicting.code).toBe(2);
  });

  it("--out is not what is read", async () => {
    const before = readFileSync(at(MODEL));
    symlinkSync(at(MODEL), at("alias"));
    for (const [out, is] of [
      [MODEL, MODEL],
      ["alias", MODEL],
      ["./shapes/square/0.png", "shapes/square/0.png"],
    ] as const) {
      const { code, stderr } = await said(["predict", MODEL, "shapes/square/0.png", "--out", out]);
      expect(code).toBe(2);
      expect(stderr).toBe(`--out ${out} is ${is}, which is to be read: name another file\n`);
    }
    expect(readFileSync(at(MODEL)).equals(before)).toBe(true);
  });

  it("--labels that cannot be read are found out before the images are read", async () => {
    const { code, stderr } = await said(["cluster", "shapes", ...tiny, "--labels", "nowhere.csv"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "The file of labels nowhere.csv cannot be read: check the path and its permissions.\n",
    });
  });
});

describe.skipIf(!linux)("a full disk behind stdout", () => {
  const predict = `skein predict ${MODEL} shapes --device native --quiet`;

  it("ends with a sentence, and takes back what was sorted", async () => {
    const { code, stderr } = await inShell(`${predict} --sort-into s > /dev/full`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "cannot write the results to stdout: the disk is full\n",
    });
    expect(existsSync(at("s"))).toBe(false);
    expectNoRemains();
  });

  it("does not pass where a part still fits", async () => {
    const { code, stderr } = await inShell(`ulimit -f 1; ${predict} > part.csv`);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain("cannot write the results to stdout: EFBIG");
    expect(readFileSync(at("part.csv"))).toHaveLength(1024);
  });

  it("fails help, too", async () => {
    const { code, stderr } = await inShell("skein --help > /dev/full");
    expect(code).toBe(1);
    expect(stderr).not.toContain("at ");
  });

  it("is nothing to a command when it is behind stderr", async () => {
    const { code, stdout } = await inShell(
      "skein predict run/model.safetensors shapes --device native 2> /dev/full",
    );
    expect(code).toBe(0);
    expect(stdout.split("\n")).toHaveLength(IMAGES + 2);
  });
});

describe.skipIf(!posix)("pipes and devices", () => {
  it.each(["fifo.png", "fifo.gz", "fifo"])("%s is not waited for", async (name) => {
    expect(spawnSync("mkfifo", [at(name)]).status).toBe(0);
    for (const args of [
      ["predict", MODEL, name],
      ["predict", name, "shapes"],
      ["cluster", name, ...tiny, "--out", "never"],
      ["evaluate", name, "shapes"],
    ]) {
      const { code, stderr } = await said(args);
      expect(code, stderr).toBe(2);
      expect(stderr).toContain(name);
    }
    expect(existsSync(at("never"))).toBe(false);
  });
});

describe.skipIf(!posix)("names that hold control characters", () => {
  const evil = "a\u001b[2J\u001b]0;title\u0007\u009b";
  beforeAll(() => {
    mkdirSync(at(`evil/${evil}`), { recursive: true });
    mkdirSync(at("evil/plain"));
    for (let i = 0; i < 20; i++) linkSync(at(`shapes/square/${2 * i}.png`), at(`evil/${evil}/${i}.png`));
    for (let i = 0; i < 20; i++) linkSync(at(`shapes/stripes/${2 * i + 1}.png`), at(`evil/plain/${i}.png`));
    writeFileSync(at(`evil/plain/${evil}.png`), "no image");
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

  it("stay in CSV and JSON for programs, and are shown in words to people", async () => {
    const { code, stdout, stderr } = await said(["predict", MODEL, "evil", "--device", "native"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`\n${evil}/0.png,`);
    expect(stderr).toContain("a\\u001b[2J\\u001b]0;title\\u0007\\u009b.png: the content is none of");
    expect(stderr).not.toMatch(CONTROL);
  });

  it("do not reach the terminal from tables, notes and errors", async () => {
    for (const args of [
      ["cluster", "evil", ...tiny, "--labels", "folders", "--out", `out-${evil}`],
      ["evaluate", MODEL, "evil"],
      ["predict", MODEL, `nowhere-${evil}`],
      ["predict", `nowhere-${evil}`, "evil"],
      ["cluster", `nowhere-${evil}`],
      ["cluster", "evil", `--no-such-${evil}`],
      ["cluster", "evil", "--device", evil],
      ["cluster", "evil", ...tiny, "--labels", `nowhere-${evil}`],
      ["bench", "--shape", evil],
    ]) {
      const { stdout, stderr } = await said(args);
      expect(stdout + stderr).toContain("\\u001b[2J");
      expect(stdout + stderr).not.toMatch(CONTROL);
    }
  });
});

describe("a folder of 130,000 images", () => {
  it("is more than a call has arguments, and is predicted all the same", async () => {
    mkdirSync(at("many"));
    for (let i = 0, base = ""; i < 130_000; i++) {
      const name = at(`many/${String(i).padStart(6, "0")}.png`);
      // A file has at most 65,000 names on some file systems.
      if (i % 30_000 === 0) {
        base = name;
        writeFileSync(base, readFileSync(at("shapes/square/0.png")));
      } else linkSync(base, name);
    }
    const { code, stdout, stderr } = await inShell(
      `skein predict ${MODEL} many --device native --quiet | head -n 2`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^image,cluster,confidence\n000000.png,[01],[\d.]+\n$/);
  });
});
