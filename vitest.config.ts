import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

/**
 * Folders of tests that call functions. `npm test` lets one process run many of their files: each spares the start
 * of a process and another loading of src/. Elsewhere commands are run, devices are broken, processes are watched.
 */
const SHARED = [
  "autograd",
  "clustering",
  "data",
  "estimators",
  "features",
  "golden",
  "io",
  "linalg",
  "metrics",
  "models",
  "nn",
  "onnx",
  "ops",
  "optim",
  "preprocess",
  "random",
  "report",
  "review",
  "robustness",
  "tensor",
  "train",
];
/**
 * A file of these folders with one of these words has a process of its own: it replaces modules, registers what others
 * would find there (a call that only has to fail stands behind `expect`), or looks at the whole process.
 */
const ALONE =
  /\bvi\.(mock|resetModules|stubEnv)\(|^ *register[A-Z]\w*\(|\b(memoryUsage|peakMemory)\b|\bprocess\.env\.\w+ = /m;

const shared = SHARED.flatMap((folder) =>
  readdirSync(join(root, "test", folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `test/${folder}/${name.replaceAll("\\", "/")}`)
    .filter((file) => !ALONE.test(readFileSync(join(root, file), "utf8"))),
);

export default defineConfig({
  test: {
    // Tests import files of src/ one by one, and not the entry of the package, which sets the host.
    setupFiles: ["src/platform/node.ts"],
    // The devices own threads and native memory: a crash ends a process, and with it one file, or those that share it.
    pool: "forks",
    maxWorkers: 2,
    // For a machine that does ten other things at once.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What was built is run as it is.
    server: { deps: { external: [new RegExp(`^${root}/dist/`)] } },
    projects: [
      { extends: true, test: { name: "alone", include: ["test/**/*.test.ts"], exclude: shared } },
      { extends: true, test: { name: "shared", include: shared } },
    ],
  },
});
