/** The packages as users get them: packed, installed into an empty project, and used from each kind of program. */
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
// @ts-expect-error: scripts are plain JavaScript.
import { ownPlatform, packageOf } from "../../scripts/lib/platforms.js";
import { VERSION } from "../../src/version.js";

const root = new URL("../../", import.meta.url).pathname;
const project = mkdtempSync(join(tmpdir(), "skein-install-"));
const platform = ownPlatform();
afterAll(() => rm(project, { recursive: true, force: true }));

interface Ended {
  readonly status: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not the synchronous call: Vitest wants an answer from this process each minute. */
function run(command: string, args: readonly string[], cwd = project): Promise<Ended> {
  const env = { ...process.env, NODE_OPTIONS: "", SKEIN_ADDON: "", VK_DRIVER_FILES: "/nonexistent" };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, timeout: 300_000 }, (error, stdout, stderr) =>
      resolve({ status: error ? (error.code ?? null) : 0, stdout, stderr }),
    );
  });
}

/** Runs a program, which must succeed; what it printed. */
async function node(file: string, text: string): Promise<string> {
  writeFileSync(join(project, file), text);
  const { status, stdout, stderr } = await run(process.execPath, [file]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.trim();
}

/** What npm says where there is no registry. */
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/;

/** Why there is nothing to test, or "". */
async function install(): Promise<string> {
  if (!platform) return "no package is made for this system";
  const packed = await run(process.execPath, ["scripts/pack.js"], root);
  if (packed.status !== 0) throw new Error(`npm run pack: ${packed.stderr}${packed.stdout}`);
  writeFileSync(join(project, "package.json"), '{ "private": true }\n');
  const files = ["skein", `skein-native-${platform}`].map((name) =>
    join(root, "build", "packages", `${name}-${VERSION}.tgz`),
  );
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel", "warn"];
  const { status, stderr } = await run("npm", ["install", ...options, ...files]);
  if (NO_REGISTRY.test(stderr)) return "the npm registry does not answer";
  expect({ status, stderr }, "npm install without scripts or a warning").toEqual({ status: 0, stderr: "" });
  return "";
}

/** A package in a folder of its own that stays between runs; null where the registry does not answer. */
async function fetched(spec: string): Promise<string | null> {
  const place = join(root, ".cache", "packages", spec.replace("@", "-"));
  if (existsSync(join(place, "node_modules"))) return place;
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), '{ "private": true }\n');
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  const { status, stderr } = await run("npm", ["install", ...options, spec], place);
  if (NO_REGISTRY.test(stderr)) return null;
  expect({ status, stderr }, `npm install ${spec}`).toMatchObject({ status: 0 });
  return place;
}

/** Writes 60 images of two classes. */
const digits = `import { createRequire } from "node:module";
  import { mkdirSync } from "node:fs";
  const sharp = createRequire(import.meta.resolve("skein"))("sharp");
  for (let i = 0; i < 60; i++) {
    const folder = "digits/" + "ab"[i % 2];
    mkdirSync(folder, { recursive: true });
    const pixels = Buffer.alloc(256, 9 + i);
    for (let j = 0; j < 64; j++) pixels[(i % 2 ? j * 4 : j) + (i >> 1) % 8] = 255;
    await sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } }).png().toFile(folder + "/" + (i >> 1) + ".png");
  }`;

const missing = await install();
const open = 'const device = await openDevice("native"); console.log(device.kind); device.close();';

describe.skipIf(missing)(`the installed packages${missing && ` (${missing})`}`, () => {
  it("are of the version in package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(version).toBe(VERSION);
    expect((await run("npx", ["--no-install", "skein", "--version"])).stdout.trim()).toBe(VERSION);
  });

  it("have every file that exports names", () => {
    const installed = join(project, "node_modules", "skein");
    const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    const files = Object.values(exports).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry as Record<string, string>),
    );
    expect(files.length).toBeGreaterThan(6);
    expect(files.filter((file) => !existsSync(join(installed, file)))).toEqual([]);
  });

  it("work in an ES module", async () => {
    expect(await node("esm.mjs", `import { openDevice } from "skein"; ${open}`)).toBe("native");
  });

  it("work in CommonJS", async () => {
    const text = `const { openDevice } = require("skein"); (async () => { ${open} })();`;
    expect(await node("common.cjs", text)).toBe("native");
  });

  it("work in a worker thread", async () => {
    const text = `import { Worker } from "node:worker_threads"; new Worker(new URL("./esm.mjs", import.meta.url));`;
    expect(await node("worker.mjs", text)).toBe("native");
  });

  it("load neither sharp, Dawn nor the addon before they are needed", async () => {
    const text = `import "skein"; import { readFileSync } from "node:fs";
      console.log(process.platform === "linux" && /\\.node$|libvips/m.test(readFileSync("/proc/self/maps", "utf8")));`;
    expect(await node("lazy.mjs", text)).toBe("false");
  });

  it("work in a bundle for Node", async () => {
    await build({
      stdin: { contents: `import { openDevice } from "skein"; ${open}`, resolveDir: project },
      bundle: true,
      platform: "node",
      format: "esm",
      outfile: join(project, "bundle", "out.mjs"),
      logLevel: "error",
    });
    const { stdout, stderr } = await run(process.execPath, ["bundle/out.mjs"]);
    expect({ stdout, stderr }).toEqual({ stdout: "native\n", stderr: "" });
  });

  it("work in a bundle of webpack for Node", async ({ skip }) => {
    const webpack = await fetched("webpack@5");
    if (!webpack) return skip("the npm registry does not answer");
    writeFileSync(join(project, "entry.mjs"), `import { openDevice } from "skein"; ${open}`);
    const config = {
      ...{ entry: "./entry.mjs", context: project, target: "node20", mode: "production" },
      // Webpack bundles no native code; sharp's documentation asks for the same.
      externals: { sharp: "module sharp", webgpu: "module webgpu" },
      // Nor does it know which file createRequire() of Node is to find at run time.
      module: { parser: { javascript: { createRequire: false } } },
      ...{ experiments: { outputModule: true }, optimization: { minimize: false } },
      output: { path: join(project, "webpack"), filename: "out.mjs", module: true, chunkFormat: "module" },
    };
    const text = `const webpack = require(${JSON.stringify(join(webpack, "node_modules", "webpack"))});
      webpack(${JSON.stringify(config)}, (error, stats) =>
        console.log(error ?? stats.toString({ all: false, errors: true })));`;
    expect(await node("pack.cjs", text)).toBe("");
    const { stdout, stderr } = await run(process.execPath, ["webpack/out.mjs"]);
    expect({ stdout, stderr }).toEqual({ stdout: "native\n", stderr: "" });
  });

  it.for(["20", "22", "24"])("work in Node %s", async (major, { skip }) => {
    const name = `node-${process.platform}-${process.arch}`;
    const place = await fetched(`${name}@${major}`);
    if (!place) return skip("the npm registry does not answer");
    const other = join(place, "node_modules", name, "bin", "node");
    const text = `import { openDevice } from "skein"; console.log(process.version); ${open}`;
    writeFileSync(join(project, "version.mjs"), text);
    const { stdout, stderr } = await run(other, ["version.mjs"]);
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringMatching(new RegExp(`^v${major}\\.[0-9.]+\\nnative\\n$`)),
      stderr: "",
    });
  });

  it("run the command: help, training, prediction, learners in processes of their own, all kernels' declarations", async () => {
    await node("digits.mjs", digits);
    const skein = (...args: string[]) =>
      run(process.execPath, ["node_modules/skein/dist/cli/main.js", ...args]);
    const ok = { status: 0, stderr: "" };
    expect((await skein("--help")).stdout).toContain("predict");
    const native = ["--device", "native", "--quiet"];
    expect(await skein("train", "digits", "--epochs", "2", "--out", "run", ...native)).toMatchObject(ok);
    const predicted = await skein("predict", "run/model.safetensors", "digits/a/1.png", ...native);
    expect(predicted).toMatchObject({
      ...ok,
      stdout: expect.stringMatching(/^image,label,confidence\n.*1\.png,/),
    });
    const compared = await skein("compare", "digits", "--learners", "kmeans", "--json", ...native);
    expect(compared).toMatchObject(ok);
    expect(compared.stdout).toContain('"accuracy"');
    // It loads the cases of all kernels before it looks for the GPU, which is hidden here.
    expect((await skein("verify", "--filter", "nothing")).stderr).toContain(
      "no kernel's name contains nothing",
    );
  });

  it("work beside another version in one process", async () => {
    const other = join(project, "other", "node_modules");
    for (const name of ["skein", packageOf(platform ?? "")]) {
      cpSync(join(project, "node_modules", name), join(other, name), { recursive: true });
      const manifest = join(other, name, "package.json");
      writeFileSync(manifest, readFileSync(manifest, "utf8").replaceAll(VERSION, "9.9.9"));
    }
    for (const file of readdirSync(join(other, "skein", "dist", "chunks"))) {
      const path = join(other, "skein", "dist", "chunks", file);
      writeFileSync(path, readFileSync(path, "utf8").replace(`VERSION = "${VERSION}"`, 'VERSION = "9.9.9"'));
    }
    const text = `import * as one from "skein"; import * as two from "./other/node_modules/skein/dist/index.js";
      const sums = [];
      for (const { openDevice, Tape, tensor, ops } of [one, two]) {
        const device = await openDevice("native");
        const x = tensor(device, [1, 2, 3, 4], [2, 2]);
        const tape = new Tape(device);
        sums.push(...(await ops.matmul(tape, x, x).data()));
        device.close();
      }
      console.log(sums.join(" "), one.openDevice !== two.openDevice);`;
    expect(await node("two.mjs", text)).toBe("7 10 15 22 7 10 15 22 true");
  });

  it("pass strict TypeScript without skipLibCheck, in Node without the DOM and in a browser with it", async () => {
    const modules = {
      "use.mts": `import { ImageClusterer, KMeans, openDevice } from "skein";
        const clusterer = new ImageClusterer({ clusters: 3 }, await openDevice("native"));
        export const kmeans: KMeans = new KMeans({ clusters: clusterer.config.clusters });`,
      "use.cts": 'import skein = require("skein"); export = Object.keys(skein);',
      "browser.mts": `import { ImageClusterer, loadImages, openDevice } from "skein/web";
        export const opened = openDevice({ adapter: (await navigator.gpu.requestAdapter())! });
        export const images = await loadImages(document.querySelector("input")!.files!, { size: "auto" });
        export const clusterer = new ImageClusterer({ clusters: 3 }, await opened);`,
    };
    for (const [file, text] of Object.entries(modules)) writeFileSync(join(project, file), text);
    for (const part of ["@types/node", "undici-types"]) {
      cpSync(join(root, "node_modules", part), join(project, "node_modules", part), { recursive: true });
    }
    const strict = ["--strict", "--skipLibCheck", "false", "--module", "nodenext", "--target", "es2022"];
    const check = (...args: string[]) =>
      run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", ...strict, ...args]);
    expect((await check("--lib", "es2023", "--types", "node", "use.mts", "use.cts")).stdout).toBe("");
    expect((await check("--lib", "es2023,dom", "--types", "geojson", "browser.mts")).stdout).toBe("");
  });
});

describe.skipIf(missing)("where the addon's package is not as it should be", () => {
  const name = packageOf(platform ?? "");
  const folder = join(project, "node_modules", name);
  const kept = join(project, "kept");
  const trouble = `import { openDevice } from "skein";
    try { await openDevice("native"); } catch ({ name, message }) { console.log(name + ": " + message); }`;

  /** What opening a device says after `damage`; the package is whole again then. */
  async function after(damage: () => void): Promise<string> {
    cpSync(folder, kept, { recursive: true });
    try {
      damage();
      return await node("trouble.mjs", trouble);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      cpSync(kept, folder, { recursive: true });
    }
  }

  it("one sentence says that it is missing", async () => {
    expect(await after(() => rmSync(folder, { recursive: true }))).toMatch(
      /^DeviceError: the native addon is missing \(@skein\/native-.* is not installed\): install skein again without --omit=optional; [^\n]*$/,
    );
  });

  it("one sentence says that it is damaged", async () => {
    expect(await after(() => truncateSync(join(folder, "skein.node"), 1000))).toMatch(
      new RegExp(
        `^DeviceError: the native addon is damaged \\(1000 bytes of [0-9]+\\): install it again: npm install ${name}@${VERSION}$`,
      ),
    );
  });

  it("one sentence says that its file is gone", async () => {
    expect(await after(() => rmSync(join(folder, "skein.node")))).toMatch(
      /^DeviceError: the native addon is damaged \(0 bytes of [0-9]+\): install it again: [^\n]*$/,
    );
  });

  it("one sentence says that it is no addon", async () => {
    const { length } = readFileSync(join(folder, "skein.node"));
    expect(await after(() => writeFileSync(join(folder, "skein.node"), "x".repeat(length)))).toMatch(
      new RegExp(
        `^DeviceError: the native addon cannot be loaded \\(.*\\): install it again: npm install ${name}@${VERSION}$`,
      ),
    );
  });

  it.runIf(process.platform === "linux")("one sentence says that glibc is too old", async () => {
    const newer = () => {
      const file = join(folder, "skein.node");
      const text = readFileSync(file, "latin1");
      expect(text).toContain("GLIBC_2.18\0");
      writeFileSync(file, text.replaceAll("GLIBC_2.18\0", "GLIBC_9.18\0"), "latin1");
    };
    expect(await after(newer)).toBe(
      "DeviceError: the native addon needs glibc 9.18 or newer, which this system lacks: build skein from its source " +
        'with "npm run build", or compute with --device webgpu',
    );
  });

  it("one sentence says that none is made for the system", async () => {
    const text = `Object.defineProperty(process, "platform", { value: "sunos" });
      const { openDevice } = await import("skein");
      try { await openDevice("native"); } catch ({ name, message }) { console.log(name + ": " + message); }`;
    expect(await node("system.mjs", text)).toMatch(
      /^DeviceError: the native addon is missing \(@skein\/native-sunos-[a-z0-9]+ is not installed\): [^\n]*"npm run build"[^\n]*$/,
    );
  });

  it("one sentence says that it is of another version", async () => {
    const other = () => {
      const file = join(folder, "package.json");
      writeFileSync(file, readFileSync(file, "utf8").replace(VERSION, "9.9.9"));
    };
    expect(await after(other)).toBe(
      `DeviceError: ${name} is version 9.9.9, and skein ${VERSION}: install both again with npm install skein@${VERSION}`,
    );
  });
});
