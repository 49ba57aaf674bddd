/** Every program of `examples/` runs as printed, on few images. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "skein-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Arguments that make it quick, and what it prints. */
const runs: Record<string, readonly [args: readonly string[], output: RegExp]> = {
  "01_cluster_folder.mjs": [[folder, "2"], /^[01] {2}bright\/0\.png\n/m],
  "02_row_lstm.mjs": [["1000", "1"], /^accuracy 0\.\d{4}, precision 0\.\d{4}, recall 0\.\d{4}\n$/],
  "03_cnn_rnn.mjs": [
    [folder, "32", "2"],
    /epoch 2: loss [\d.]+, validation accuracy [\d.]+\n.*bright\/0.png is (bright|dark)\n$/,
  ],
  "04_custom_module.mjs": [["200"], /^step 100: loss [\d.]+\nstep 200: loss [\d.]+\n$/],
  "05_autoencoder_kmeans.mjs": [
    ["500", "2"],
    /^reconstruction error 0\.\d+\nk-means on the codes: accuracy 0\.\d\d\n$/,
  ],
  "06_attention.mjs": [["300", "1"], /^epoch 1: loss [\d.]+, test accuracy [\d.]+\n[\s\S]*attention/i],
  "07_resnet.mjs": [
    ["100", "1"],
    /^conv1\.weight, bn1\.weight, .*\nten digits on the frozen trunk: validation accuracy 0\.\d\d\n$/,
  ],
  "08_exact_resume.mjs": [["400"], /^interrupted: true\nthe same bits: true\n$/],
  "09_pipeline.mjs": [["300"], /^accuracy 0\.\d\d, with 100 new images 0\.\d\d\n$/],
  "10_preprocess.mjs": [
    ["300"],
    /^mean error of a pixel: \d+\.\d, after a median \d+\.\d\nas they are: accuracy 0\.\d\d\nmedian: accuracy 0\.\d\d\n$/,
  ],
};

describe("examples [native]", () => {
  beforeAll(() => {
    for (const [name, base] of [
      ["bright", 160],
      ["dark", 20],
    ] as const) {
      mkdirSync(join(folder, name));
      for (let i = 0; i < 12; i++) {
        const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, j) => base + ((i * 31 + j * 7) % 60));
        writeFileSync(
          join(folder, name, `${i}.png`),
          encodePng({ width: 32, height: 32, channels: 3, pixels }),
        );
      }
    }
  });

  it("has a run for each", () => {
    expect(
      readdirSync(examples)
        .filter((file) => file.endsWith(".mjs"))
        .sort(),
    ).toEqual(Object.keys(runs).sort());
  });

  it.each(Object.entries(runs))("%s", async (file, [args, output]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(examples, file), ...args], {
      cwd: fileURLToPath(new URL("../../", import.meta.url)),
    });
    expect(stdout).toMatch(output);
    const lines = readFileSync(join(examples, file), "utf8").trimEnd().split("\n").length;
    expect(lines).toBeGreaterThanOrEqual(18);
    expect(lines).toBeLessThanOrEqual(60);
  });
});
