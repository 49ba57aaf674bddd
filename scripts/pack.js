// npm run pack [-- --platform NAME]: the packages that users install, in build/packages: skein, and the addon for this
// machine. That for another one which is named, where a cross compiler for it is here, goes into a folder of its name.
// The addon for MPI is in none: it fits the MPI library that it was built with. A clone builds it (npm run build), and
// SKEIN_MPI_ADDON names it to an installed skein.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "./lib/bundle.js";
import { newestGlibc } from "./lib/glibc.js";
import { root } from "./lib/paths.js";
import { ADDON_LIMIT, OLDEST_GLIBC, ownPlatform, packageOf, platforms } from "./lib/platforms.js";
import { main, run, ScriptError } from "./lib/run.js";
import { buildTypeScript, compile, installDependencies } from "./lib/setup.js";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const out = join(root, "build", "packages");

/** Packs a folder; prints the size of what is installed. */
async function npmPack(folder, place = ".") {
  mkdirSync(join(out, place), { recursive: true });
  const { code, stdout, stderr } = await run(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", join(out, place)],
    { cwd: folder, capture: true },
  );
  if (code !== 0) throw new ScriptError(`pack: npm pack failed in ${folder}: ${stderr.trim()}`);
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(stdout);
  const mega = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(
    `${join("build", "packages", place, filename)}: ${mega(size)}, installed ${mega(unpackedSize)} in ${entryCount} files`,
  );
}

function stage(name) {
  const folder = join(out, "stage", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

const writeManifest = (folder, content) =>
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(content, null, 2)}\n`);

/** What users need to run skein: neither its sources nor what only builds and tests it. */
async function packSkein() {
  const folder = stage("skein");
  await bundle(join(root, "dist"), join(folder, "dist"));
  rmSync(join(folder, "dist", "experiments"), { recursive: true, force: true });
  for (const part of ["shaders", "docs", "README.md", "FEATURES.md", "CHANGELOG.md", "LICENSE"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  const { private: _, scripts: __, devDependencies: ___, binary: ____, files, ...rest } = manifest;
  const addons = Object.fromEntries(
    Object.keys(platforms).map((platform) => [packageOf(platform), manifest.version]),
  );
  writeManifest(folder, {
    ...rest,
    files: [...files, "FEATURES.md", "CHANGELOG.md"],
    optionalDependencies: { ...manifest.optionalDependencies, ...addons },
  });
  await npmPack(folder);
}

async function packAddon(platform) {
  const { triple, ...target } = platforms[platform];
  const own = platform === ownPlatform();
  const built = own ? "build" : join("build", platform);
  const cross = own ? undefined : { arch: target.cpu, compiler: `${triple}-g++` };
  if (cross && !triple) {
    throw new ScriptError(
      `pack: ${platform} is built on a machine of its kind, see .github/workflows/release.yml`,
    );
  }
  await compile({ folder: built, target: "skein_portable", cross });
  const file = join(root, built, "portable", "skein.node");
  const { size } = statSync(file);
  if (size > ADDON_LIMIT) {
    throw new ScriptError(`pack: the addon for ${platform} has ${size} bytes, more than ${ADDON_LIMIT}`);
  }
  if (target.libc === "glibc") {
    const needed = await newestGlibc(file, triple);
    console.log(`${platform}: needs glibc ${needed.version} (${needed.symbol})`);
    if (needed.version.localeCompare(OLDEST_GLIBC, "en", { numeric: true }) > 0) {
      throw new ScriptError(
        `pack: ${needed.symbol} needs glibc ${needed.version}, newer than ${OLDEST_GLIBC}: native/platform/old_glibc.cc takes older versions`,
      );
    }
  }
  const folder = stage(platform);
  cpSync(file, join(folder, "skein.node"));
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(
    join(folder, "README.md"),
    `# ${packageOf(platform)}\n\nThe native addon of skein for ${platform}. Install \`skein\`; npm adds this package where it fits.\n`,
  );
  const { os, cpu, libc } = target;
  writeManifest(folder, {
    name: packageOf(platform),
    version: manifest.version,
    description: `Native addon of skein for ${platform}.`,
    license: manifest.license,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    engines: manifest.engines,
    files: ["skein.node"],
    main: "skein.node",
    bytes: size,
  });
  // npm installs no addon of another platform: beside the others it would end `npm install build/packages/*.tgz`.
  await npmPack(folder, own ? "." : platform);
}

await main(async () => {
  const { values } = parseArgs({ options: { platform: { type: "string" } } });
  const platform = values.platform ?? ownPlatform();
  if (!platforms[platform]) {
    const named = platform ? `${platform} is none of them` : "name one with --platform";
    throw new ScriptError(`pack: packages are made for ${Object.keys(platforms).join(", ")}: ${named}`);
  }
  await installDependencies();
  await buildTypeScript();
  mkdirSync(out, { recursive: true });
  for (const file of readdirSync(out)) {
    if (file.endsWith(".tgz") && !file.endsWith(`-${manifest.version}.tgz`)) rmSync(join(out, file));
  }
  await packSkein();
  await packAddon(platform);
});
