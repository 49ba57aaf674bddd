import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { debianRelease, unpackInto } from "./apt.js";
import { cache, root } from "./paths.js";
import { ScriptError } from "./run.js";

/** 200 faces or not, and two photographs. Later releases of scikit-image fetch the faces from the network instead. */
const files = ["lfw_subset.npy", "chelsea.png", "coffee.png"];
const release = "bookworm";

/**
 * Fetches the pictures of Debian 12's python3-skimage into .cache/articles/pictures.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @throws {ScriptError} where they cannot be fetched
 */
export async function ensurePictures({ log = () => {} } = {}) {
  const folder = join(cache, "articles", "pictures");
  if (files.every((name) => existsSync(join(folder, name)))) return;
  rmSync(folder, { recursive: true, force: true });
  const system = debianRelease();
  if (system?.id !== "debian") {
    throw new ScriptError(
      `the pictures are fetched on Debian only: put ${files.join(", ")} of scikit-image 0.19 into ${relative(root, folder)}`,
    );
  }
  log(`fetching Debian 12's python3-skimage for its pictures into ${relative(root, folder)}: 20 MB`);
  const wanted = { codename: system.codename, other: release, packages: ["python3-skimage"], alone: true };
  await unpackInto(folder, wanted, (unpacked) => {
    const data = join(unpacked, "usr", "lib", "python3", "dist-packages", "skimage", "data");
    for (const name of files) {
      if (!existsSync(join(data, name))) throw new ScriptError(`python3-skimage holds no ${name}`);
    }
    const kept = `${unpacked}.kept`;
    mkdirSync(kept);
    for (const name of files) cpSync(join(data, name), join(kept, name));
    rmSync(unpacked, { recursive: true });
    cpSync(kept, unpacked, { recursive: true });
    rmSync(kept, { recursive: true });
  });
}
