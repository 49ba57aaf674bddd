/** Mutated files, a few hundred of them: `npm run fuzz:files` reads more. */
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runNode } from "../support/child.js";

it("mutated files end in an error of the library, soon and with little memory [native]", {
  timeout: 60_000,
}, async () => {
  const program = fileURLToPath(new URL("files.mjs", import.meta.url));
  const { code, stdout, stderr } = await runNode(["--expose-gc", program, "--files", "600", "--seed", "3"], {
    timeout: 55_000,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { files, read, refused } = JSON.parse(stdout);
  expect(files).toBe(600);
  // Neither are all refused, nor none.
  expect(read).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(300);
});
