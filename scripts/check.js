// npm run check [-- --fix]: types, style, imports and spelling, without building or testing anything.
import { parseArgs } from "node:util";
import { checks } from "./lib/checks.js";
import { main } from "./lib/run.js";
import { installDependencies } from "./lib/setup.js";
import { buildShaderTexts } from "./lib/shader_texts.js";
import { step } from "./lib/steps.js";

await main(async () => {
  const { values } = parseArgs({ options: { fix: { type: "boolean" } } });
  await installDependencies();
  await buildShaderTexts();
  const failed = [];
  for (const [name, body] of checks(values)) {
    if (!(await step(name, body))) failed.push(name);
  }
  console.log(failed.length > 0 ? `failed: ${failed.join(", ")}` : "all checks passed");
  return failed.length > 0 ? 1 : 0;
});
