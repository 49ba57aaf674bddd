import { type Command, Option } from "commander";
import { Output } from "../output.js";
import { end, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 12;

export function add(program: Command): void {
  program
    .command("sign")
    .description("Sign a file, so that others can check whom it is from and that nothing in it was changed.")
    .argument("[file]", "a model, or any other file; its signature is written into <file>.sig")
    .addOption(new Option("--key <file>", "the private key"))
    .addOption(
      new Option(
        "--new-key <file>",
        "make a key first: <file> is the private one, <file>.pub is for those who check",
      ),
    )
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Keys are Ed25519 in PEM, as OpenSSL has them. An encrypted file is signed as it is.

Examples:
  skein sign --new-key signing.pem
  skein sign runs/digits/model.safetensors --key signing.pem
  skein predict model.safetensors new/ --trusted-key signing.pem.pub`,
    )
    .action((file, options) =>
      end(import("../sign.js").then(({ sign }) => sign(file, options, new Output(options)))),
    );
}
