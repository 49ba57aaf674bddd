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
  const folder = join(cache, "peers", `${release}-${process.arch}`);
  if (!existsSync(folder)) {
    const system = debianRelease();
    if (system?.id !== "debian") throw new ScriptError("they are fetched on Debian only");
    log(
      `fetching Debian 13's PyTorch, scikit-learn and scikit-image into ${relative(root, folder)}: 320 MB, unpacked 1.2 GB`,
    );
    await unpackInto(folder, { codename: system.codename, other: release, packages }, writeStarter);
  }
  await compileLoop(folder);
  const { code, stdout, stderr } = await run(
    join(folder, "python"),
    [
      "-c",
      "import torch, sklearn, skimage; print('PyTorch', torch.__version__, 'scikit-learn', sklearn.__version__)",
    ],
    { capture: true },
  );
  if (code !== 0) {
    const reason = stderr.trim().split("\n").at(-1);
    throw new ScriptError(
      `they do not start: ${reason}; remove ${relative(root, folder)} to fetch them again`,
    );
  }
  log(`${stdout.trim()}, from ${relative(root, folder)}`);
}

/** A script `python` that starts the unpacked interpreter with the unpacked loader; it finds its own folder. */
export function writeStarter(unpacked) {
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
