#!/usr/bin/env node
// Runs a Python program with Debian 13's OpenCV and scikit-image, which are fetched into .cache/opencv first: nothing is installed.
//
//   node scripts/opencv.js test/golden/generate_preprocess.py
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { debianRelease, unpackInto } from "./lib/apt.js";
import { cache, root } from "./lib/paths.js";
import { writeStarter } from "./lib/peers.js";

const release = "trixie";
const packages = ["python3-opencv", "python3-skimage"];

const folder = join(cache, "opencv", `${release}-${process.arch}`);
if (!existsSync(folder)) {
  const system = debianRelease();
  if (system?.id !== "debian") {
    console.error(
      "They are fetched on Debian only: run the program with a Python that has OpenCV 4.10 and scikit-image 0.25",
    );
    process.exit(1);
  }
  console.error(`fetching Debian 13's OpenCV and scikit-image into ${relative(root, folder)}`);
  await unpackInto(folder, { codename: system.codename, other: release, packages }, writeStarter);
}
const { status } = spawnSync(join(folder, "python"), process.argv.slice(2), { stdio: "inherit" });
process.exit(status ?? 1);
