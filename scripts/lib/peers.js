import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { debianRelease, unpackInto } from "./apt.js";
import { cache, root } from "./paths.js";
import { run, ScriptError } from "./run.js";

/** Debian 13: PyTorch 2.6, scikit-learn 1.4, scikit-image 0.25, OpenBLAS 0.3.29 and oneDNN 3.7, each with all it depends on. */
const release = "trixie";
const packages = ["python3-torch", "python3-sklearn", "python3-skimage", "libopenblas0-openmp", "libdnnl3.6"];

/**
 * Fetches Debian 13's Python libraries into .cache/peers, with their own C library and loader: no root, and nothing
 * on the system changes. Compiles bench/peers/gemm_loop.c beside them.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @throws {ScriptError} where this machine cannot fetch or start them
 */
export async function ensurePeers({ log = () => {} } = {}) {
  await ensurePython({
    name: "peers",
    packages,
    about: "PyTorch, scikit-learn and scikit-image: 320 MB, unpacked 1.2 GB",
    hello:
      "import torch, sklearn, skimage; print('PyTorch', torch.__version__, 'scikit-learn', sklearn.__version__)",
    finish: compileLoop,
    log,
  });
}

/**
 * Fetches Debian 13's OpenCV into .cache/opencv, in the same way.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @throws {ScriptError} where this machine cannot fetch or start them
 */
export async function ensureOpenCv({ log = () => {} } = {}) {
  await ensurePython({
    name: "opencv",
    packages: ["python3-opencv"],
    about: "OpenCV: unpacked 1.2 GB",
    hello: "import cv2; print('OpenCV', cv2.__version__)",
    log,
  });
}

/**
 * Unpacks Python packages with a Python of their own into .cache/NAME, and starts it.
 *
 * @param {object} options
 * @param {string} options.name of the folder in .cache
 * @param {string[]} options.packages
 * @param {string} options.about what is fetched, and how much
 * @param {string} options.hello a Python program that imports the packages and prints their versions
 * @param {(folder: string) => Promise<void>} [options.finish] adds what else is to lie there
 * @param {(line: string) => void} options.log
 */
async function ensurePython({ name, packages, about, hello, finish = async () => {}, log }) {
  const folder = join(cache, name, `${release}-${process.arch}`);
  if (!existsSync(folder)) {
    const system = debianRelease();
    if (system?.id !== "debian") throw new ScriptError("they are fetched on Debian only");
    log(`fetching Debian 13's ${about}, into ${relative(root, folder)}`);
    await unpackInto(folder, { codename: system.codename, other: release, packages }, writeStarter);
  }
  await finish(folder);
  const { code, stdout, stderr } = await run(join(folder, "python"), ["-c", hello], { capture: true });
  if (code !== 0) {
    const reason = stderr.trim().split("\n").at(-1);
    throw new ScriptError(
      `they do not start: ${reason}; remove ${relative(root, folder)} to fetch them again`,
    );
  }
  log(`${stdout.trim()}, from ${relative(root, folder)}`);
}

/** A script `python` that starts the unpacked interpreter with the unpacked loader; it finds its own folder. */
function writeStarter(unpacked) {
  const libraries = join("usr", "lib");
  const [triplet] = readdirSync(join(unpacked, libraries)).filter((name) => name.endsWith("-linux-gnu"));
  const loader = findLoader(unpacked);
  const [python] = readdirSync(join(unpacked, "usr", "bin")).filter((name) => /^python3\.\d+$/.test(name));
  if (!triplet || !loader || !python) throw new ScriptError("the packages hold no loader or no Python");
  // libblas.so.3 lies in a folder of its own, which the system would choose by links that no one makes here.
  const folders = [join(libraries, triplet, "openblas-openmp"), join(libraries, triplet), libraries];
  const script = [
    "#!/bin/sh",
    `root=$(dirname "$(readlink -f "$0")")`,
    `export PYTHONHOME="$root/usr" PYTHONPATH="$root/usr/lib/python3/dist-packages"`,
    "unset LD_LIBRARY_PATH",
    `exec "$root/${loader}" --library-path "${folders.map((name) => `$root/${name}`).join(":")}" "$root/usr/bin/${python}" "$@"`,
    "",
  ];
  writeFileSync(join(unpacked, "python"), script.join("\n"), { mode: 0o755 });
}

/** Such as usr/lib64/ld-linux-x86-64.so.2. */
function findLoader(unpacked) {
  for (const name of ["usr/lib64", "usr/lib"]) {
    const parent = join(unpacked, name);
    const found = existsSync(parent) && readdirSync(parent).find((entry) => /^ld-linux.*\.so/.test(entry));
    if (found) return join(name, found);
  }
  return undefined;
}

async function compileLoop(folder) {
  const compiler = process.env.CC ?? "cc";
  const source = join(root, "bench", "peers", "gemm_loop.c");
  mkdirSync(folder, { recursive: true });
  const output = join(folder, "gemm_loop.so");
  const { code, stderr } = await run(compiler, ["-O2", "-shared", "-fPIC", "-o", output, source], {
    capture: true,
  });
  if (code !== 0) throw new ScriptError(`${compiler} could not compile gemm_loop.c: ${stderr.trim()}`);
}
