import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { peakMemory } from "../../src/io/peak_memory.js";

it("counts this process's memory, not that of the process that started it", async () => {
  const before = peakMemory();
  const large = Buffer.alloc(300e6, 1);
  expect(peakMemory()).toBeGreaterThan(before + 250e6);
  const module = fileURLToPath(new URL("../../dist/io/peak_memory.js", import.meta.url));
  const code = `import(${JSON.stringify(module)}).then(({ peakMemory }) => console.log(peakMemory()))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", code]);
  expect(Number(stdout)).toBeGreaterThan(10e6);
  expect(Number(stdout)).toBeLessThan(large.length / 2);
});
