import { type Command, Option } from "commander";
import { identity } from "../keys.js";
import { Output } from "../output.js";
import { end, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 11;

export function add(program: Command): void {
  program
    .command("open")
    .description("Decrypt a file that seal, --encrypt, --recipient or age encrypted.")
    .argument("<file>", "the encrypted file")
    .addOption(
      new Option("-o, --out <file>", "the decrypted file (default: the name without .age; - for stdout)"),
    )
    .addOption(identity())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
The file appears whole, or not at all where anything in it was changed.

Examples:
  skein open model.safetensors.age
  skein open runs/digits/report.html --out report.html --identity key.txt`,
    )
    .action((file, options) =>
      end(import("../seal.js").then(({ open }) => open(file, options, new Output(options)))),
    );
}
