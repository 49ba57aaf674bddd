/**
 * npm run experiment:stable-ids [source] [-- options of skein cluster]: sorts a source twice, with seeds 0 and 1, the second time with the
 * classes of the first, all of them named, and prints how many images, numbers and names stayed. Default: mnist by k-means of HOG
 * features, which takes a minute; `mnist --method network` trains the network twice.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = new URL("../dist/cli/main.js", import.meta.url).pathname;
const [source = "mnist", ...given] = process.argv.slice(2);
const options = given.length > 0 ? given : ["--method", "kmeans", "--features", "hog", "-k", "10"];
const folder = mkdtempSync(join(tmpdir(), "skein-stable-ids-"));
const at = (name, file) => join(folder, name, file);

function cluster(name, seed, ...more) {
  const args = ["cluster", source, ...options, "--seed", String(seed), "--no-report", "--json", "-q"];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [MAIN, ...args, "--out", join(folder, name), ...more],
    { encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const classesOf = (name) => JSON.parse(readFileSync(at(name, "classes.json"), "utf8")).classes;

/** The class of each image that was learned from. */
function assigned(name) {
  const [, ...lines] = readFileSync(at(name, "assignments.csv"), "utf8").trimEnd().split("\n");
  return lines
    .map((line) => line.split(","))
    .filter(([, split]) => split === "train")
    .map(([, , id]) => id);
}

try {
  const first = cluster("first", 0);
  const time = new Date().toISOString();
  const named = classesOf("first");
  for (const [i, { id }] of named.entries()) {
    const line = { n: i + 1, time, kind: "name", class: id, name: `class ${id} of the first run` };
    appendFileSync(at("first", "corrections.jsonl"), `${JSON.stringify(line)}\n`);
  }
  const second = cluster("second", 1, "--previous", join(folder, "first"));
  const [before, after] = [assigned("first"), assigned("second")];
  const same = before.filter((id, i) => id === after[i]).length;
  const names = new Set(classesOf("second").map(({ name }) => name));
  const kept = named.filter(({ id }) => names.has(`class ${id} of the first run`)).length;
  const accuracy = ({ scores }) => (scores ? (scores.train ?? scores.all).accuracy.toFixed(4) : "unknown");
  console.log(
    JSON.stringify({
      source,
      options: options.join(" "),
      images: before.length,
      accuracy: [accuracy(first), accuracy(second)],
      imagesWithTheSameId: `${((100 * same) / before.length).toFixed(2)} %`,
      idsAndNamesKept: `${kept} of ${named.length}`,
      previous: second.previous,
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
