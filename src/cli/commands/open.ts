import { type Command, Option } from "commander";
import { addKeyOptions } from "../keys.js";
import { Output } from "../output.js";
import { end, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 11;

export function add(program: Command): void {
  const command = program
    .command("open")
    .description("Decrypt a file that seal, --encrypt, --recipient or age encrypted.")
    .argument("<file>", "the encrypted file")
    .addOption(
      new Option("-o, --out <file>", "the decrypted file (default: the name without .age; - for stdout)"),
    )
    .addOption(quiet())
    .addHelpText(
      "after",
      `
The file appears whole, or not at all where anything in it was changed; others cannot read it. With --out -, what stands before a
changed part was written by then.

Examples:
  skein open model.safetensors.age
  skein open runs/digits/report.html --out report.html --identity key.txt`,
    )
    .action((file, options) =>
      end(import("../seal.js").then(({ open }) => open(file, options, new Output(options)))),
    );
  addKeyOptions(command, ["reads"]);
}
