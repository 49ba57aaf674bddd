/** What the command line answers before any work: help, wrong usage, bad input. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { here, NO_VULKAN, skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (args: string[]) => here(args, { cwd: folder.path });

describe("help", () => {
  it.each([[["--help"]], [["help"]]])("%j lists the commands and the exit codes", async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of [
      "cluster",
      "predict",
      "shard",
      "evaluate",
      "compare",
      "devices",
      "verify",
      "bench",
      "Exit codes",
      "130",
    ]) {
      expect(stdout).toContain(word);
    }
  });

  it.each(["cluster", "predict", "evaluate", "compare", "devices", "verify", "bench"])(
    "%s --help has examples",
    async (command) => {
      const { code, stdout } = await run([command, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`Examples:\\n +skein ${command}`));
    },
  );

  it("is shown on stderr where no command is given", async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: skein");
  });

  it("knows the version", async () => {
    expect((await run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

/** One sentence, or the few lines of a usage error, and no stack. */
function expectSentence({ code, stdout, stderr }: Awaited<ReturnType<typeof run>>, sentence: string): void {
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/\n {4}at .*\.js:\d/);
}

describe("wrong usage", () => {
  it.each([
    [["cluster", "x", "--clusters", "0"], "--clusters is 0: give a whole number from 2 to 10000"],
    [["cluster", "x", "--clusters", "1"], "--clusters is 1: give a whole number from 2 to 10000"],
    [["cluster", "x", "--clusters", "-1"], "--clusters is -1: give a whole number"],
    [["cluster", "x", "--clusters", "abc"], "--clusters is abc: give a whole number"],
    [["cluster", "x", "--clusters", "2.5"], "--clusters is 2.5: give a whole number"],
    [["cluster", "x", "--clusters", ""], "--clusters is empty: give a whole number"],
    [["cluster", "x", "--seed", "1e3"], "--seed is 1e3"],
    [["cluster", "x", "--size", "0x5"], "--size is 0x5: give pixels as 64"],
    [["cluster", "x", "--device", "gpu"], "--device is gpu: choose one of auto, native, webgpu, shadow"],
    [["cluster"], "missing required argument 'source'"],
    [["cluster", "x", "y"], "too many arguments"],
    [["cluster", "x", "--epoch", "3"], "unknown option '--epoch'"],
    [["clutser", "x"], "(Did you mean cluster?)"],
    [["predict", "model"], "missing required argument 'images'"],
    [["verify", "--filter", "no_such_kernel"], "no kernel's name contains no_such_kernel"],
  ])("%j", async (args, sentence) => {
    expectSentence(await run(args), sentence);
  });
});

describe("bad input", () => {
  beforeAll(() => {
    for (const name of ["empty", "same", "few", "full"]) mkdirSync(at(name));
    writeFileSync(at("full/mine.txt"), "do not touch");
    writeFileSync(at("file"), "");
    const picture = (value: number) =>
      encodePng({ width: 4, height: 4, channels: 1, pixels: new Uint8Array(16).fill(value) });
    for (let i = 0; i < 12; i++) writeFileSync(at(`same/${i}.png`), picture(9));
    for (let i = 0; i < 3; i++) writeFileSync(at(`few/${i}.png`), picture(i));
    const header = Buffer.from([0, 0, 8, 3, 0, 0, 255, 255, 0, 0, 0, 4, 0, 0, 0, 4]);
    writeFileSync(at("lies-idx3-ubyte"), Buffer.concat([header, Buffer.alloc(64)]));
    writeFileSync(at("labels.txt"), "a\nb\n");
    writeFileSync(at("broken.json"), "{");
    writeFileSync(at("list.json"), "[]");
    writeFileSync(at("wrong.json"), JSON.stringify({ hidden: -1 }));
    writeFileSync(at("text.safetensors"), "no model at all");
  });

  const cluster = (...args: string[]) => ["cluster", ...args, "--device", "native", "--out", "runs/x"];
  it.each([
    [cluster("nowhere"), "nowhere does not exist: check the path"],
    [cluster("empty"), "empty holds no images"],
    [cluster("file"), "not a type of file that holds images"],
    [cluster("same", "--clusters", "3"), "all 12 images are the same"],
    [cluster("few", "--clusters", "4"), "3 images cannot be sorted into 4 classes"],
    [cluster("lies-idx3-ubyte"), "lies-idx3-ubyte"],
    [cluster("few", "--labels", "labels.txt"), "labels.txt holds 2 labels for 3 images"],
    [cluster("few", "--labels", "folders"), "All images of few lie in that folder itself"],
    [cluster("few", "--config", "none.json"), "--config none.json cannot be read"],
    [cluster("few", "--config", "broken.json"), "--config broken.json is not JSON"],
    [cluster("few", "--config", "list.json"), "holds no JSON object"],
    [cluster("few", "--config", "wrong.json"), "hidden"],
    [cluster("few", "--sort-into", "full"), "--sort-into full is not empty"],
    [cluster("few", "--resume"), "holds no checkpoint to resume from"],
    [cluster("mnist", "--limit", "20", "--size", "16"), "--size is for image files"],
    [["cluster", "few", "--device", "native", "--out", "file/x"], "a file is where a folder should be"],
    [["predict", "none.safetensors", "few"], "none.safetensors"],
    [["predict", "text.safetensors", "few"], "text.safetensors is not a usable safetensors file"],
    [["predict", "text.safetensors", "nowhere"], "nowhere does not exist"],
    [["evaluate", "text.safetensors", "few"], "text.safetensors is not a usable safetensors file"],
  ])("%j", async (args, sentence) => {
    const before = readdirSync(folder.path, { recursive: true }).sort();
    expectSentence(await run(args), sentence);
    expect(readdirSync(folder.path, { recursive: true }).sort()).toEqual(before);
  });

  it.skipIf(process.platform !== "linux")(
    "names the remedy where no adapter is found, and writes nothing",
    async () => {
      const args = ["cluster", "few", "--clusters", "2", "--device", "webgpu", "--out", "runs/gpu"];
      const { code, stderr } = await skein(args, { cwd: folder.path, env: NO_VULKAN });
      expect(code).toBe(1);
      expect(stderr).toMatch(/no WebGPU adapter was found .*install a Vulkan driver/);
      expect(existsSync(at("runs"))).toBe(false);
    },
  );
});
