import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The devices own threads and native memory: one process per file keeps a crash where it belongs.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
