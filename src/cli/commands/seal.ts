import { type Command, Option } from "commander";
import { encrypt, recipient } from "../keys.js";
import { Output } from "../output.js";
import { end, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 10;

export function add(program: Command): void {
  program
    .command("seal")
    .description("Encrypt a file, in the format of age.")
    .argument("<file>", "a model, or any other file")
    .addOption(new Option("-o, --out <file>", "the encrypted file (default: <file>.age)"))
    .addOption(encrypt())
    .addOption(recipient())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Without --recipient it is encrypted with a passphrase, asked for or from the file that SKEIN_PASSPHRASE_FILE names. Commands
that read models read encrypted ones, too. The file itself stays; docs/security.md says what encryption protects.

Examples:
  skein seal runs/digits/model.safetensors
  skein seal model.safetensors --recipient age1... --out for-them.safetensors`,
    )
    .action((file, options) =>
      end(import("../seal.js").then(({ seal }) => seal(file, options, new Output(options)))),
    );
}
