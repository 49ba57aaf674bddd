import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache, root } from "./paths.js";

/**
 * Builds something unless its inputs are the ones it was last built from. Contents count, not times: a
 * checkout touches files without changing them.
 *
 * @param {object} options
 * @param {string} options.name names the build in messages and its stamp in .cache/stamps
 * @param {string[]} options.files files and folders it is built from, relative to the root
 * @param {Record<string, string>} options.settings whatever else the result depends on
 * @param {string} options.output a file or folder it leaves, relative to the root
 * @param {() => Promise<void>} options.build throws where it fails
 */
export async function buildIfChanged({ name, files, settings, output, build }) {
  const inputs = { ...settings };
  for (const file of files) inputs[file] = hash(join(root, file));

  const stamp = join(cache, "stamps", `${name}.json`);
  const reason = whyBuild(output, stamp, inputs);
  if (!reason) {
    console.log(`${name}: up to date`);
    return;
  }
  console.log(`${name}: building (${reason})`);
  // A build that fails half-way leaves neither the old result nor the new one.
  rmSync(stamp, { force: true });
  await build();
  mkdirSync(join(cache, "stamps"), { recursive: true });
  writeFileSync(stamp, JSON.stringify(inputs, null, 2));
}

function whyBuild(output, stamp, inputs) {
  if (!existsSync(join(root, output))) return `no ${output} yet`;
  let last;
  try {
    last = JSON.parse(readFileSync(stamp, "utf8"));
  } catch {
    return "not built by this script before";
  }
  const names = new Set([...Object.keys(last), ...Object.keys(inputs)]);
  const changed = [...names].filter((name) => last[name] !== inputs[name]);
  return changed.length > 0 ? `${changed.join(", ")} changed` : undefined;
}

/** A digest of a file, or of every path and file below a folder. */
function hash(path) {
  const digest = createHash("sha256");
  const add = (file, name) => {
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const entry of readdirSync(file).sort()) add(join(file, entry), `${name}/${entry}`);
    } else {
      digest.update(`${name}\0`).update(readFileSync(file)).update("\0");
    }
  };
  add(path, "");
  return digest.digest("hex");
}
