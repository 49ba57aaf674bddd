import type { Command } from "commander";
import { trustedKey } from "../keys.js";
import { Output } from "../output.js";
import { end, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 13;

export function add(program: Command): void {
  program
    .command("check")
    .description("Check that a file is signed with a key, and was not changed since.")
    .argument("<file>", "the file; its signature is <file>.sig")
    .addOption(trustedKey())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Examples:
  skein check model.safetensors --trusted-key signing.pem.pub`,
    )
    .action((file, options) =>
      end(import("../sign.js").then(({ check }) => check(file, options, new Output(options)))),
    );
}
