/**
 * The command line: each file of `commands/` declares a command, its options and its help. What a command does is
 * loaded when it runs, so that help needs neither a device nor an image decoder.
 */
import { readdir } from "node:fs/promises";
import { Command } from "commander";
import { VERSION } from "./about.js";
import { EXIT_CODES_HELP } from "./exit_codes.js";
import { printableLines } from "./printable.js";
export async function createProgram() {
    const program = new Command("skein")
        .description("Sorts images into classes nobody labelled, and new images into those classes.")
        .version(VERSION, "-V, --version", "print the version")
        .helpCommand("help [command]", "show the help of a command")
        .configureHelp({ sortSubcommands: false, helpWidth: Math.min(process.stdout.columns ?? 100, 110) })
        .configureOutput({ outputError: (text, write) => write(printableLines(text.replace(/^error: /, ""))) })
        .showHelpAfterError("(skein --help shows what can be given)")
        .exitOverride()
        .addHelpText("after", `
Examples:
  skein cluster photos/ --clusters 8 --sort-into sorted/
  skein predict runs/photos-20261121-101500/model.safetensors new/*.jpg > classes.csv
  skein devices

Results go to stdout, progress to stderr.

${EXIT_CODES_HELP}`);
    const args = process.argv.slice(2);
    const helping = args.some((arg) => ["help", "-h", "--help"].includes(arg));
    for (const { add, help } of await commands()) {
        add(program);
        const added = program.commands.at(-1);
        if (help && helping && args.includes(added.name()))
            added.addHelpText("after", await help());
    }
    return program;
}
/** Every file of `commands/`, in the order that it asks for. */
async function commands() {
    const folder = new URL("commands/", import.meta.url);
    const files = (await readdir(folder)).filter((file) => /^[a-z_]+\.(js|ts)$/.test(file));
    const found = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
    return found.sort((a, b) => a.order - b.order);
}
//# sourceMappingURL=program.js.map