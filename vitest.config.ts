import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Tests import files of src/ one by one, and not the entry of the package, which sets the host.
    setupFiles: ["src/platform/node.ts"],
    // The devices own threads and native memory: one process per file keeps a crash where it belongs.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    // What was built is run as it is.
    server: { deps: { external: [new RegExp(`^${import.meta.dirname}/dist/`)] } },
  },
});
