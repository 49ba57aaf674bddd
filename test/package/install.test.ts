/** The packages as users get them: packed, installed into an empty project, and used from each kind of program. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
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
afterAll(() => rm(project, { recursive: true, force: true }), 120_000);

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
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(stderr)) return "the npm registry does not answer";
  expect({ status, stderr }, "npm install without scripts or a warning").toEqual({ status: 0, stderr: "" });
  return "";
}

const missing = await install();
const open = 'const device = await openDevice("native"); console.log(device.kind); device.close();';

describe.skipIf(missing)(`the installed packages${missing && ` (${missing})`}`, { timeout: 120_000 }, () => {
  it("are of the version in package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(version).toBe(VERSION);
    expect((await run("npx", ["--no-install", "skein", "--version"])).stdout.trim()).toBe(VERSION);
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

describe.skipIf(missing)("where the addon's package is not as it should be", { timeout: 120_000 }, () => {
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
