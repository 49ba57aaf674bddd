/**
 * The command line: each file of `commands/` declares a command, its options and its help. What a command does is
 * loaded when it runs, so that help needs neither a device nor an image decoder.
 */
import { Command } from "commander";
import { importFolder } from "../import_folder.js";
import type { Keys } from "../io/keys.js";
import { alone } from "../parallel/index.js";
import { VERSION } from "./about.js";
import { EXIT_CODES_HELP } from "./exit_codes.js";
import { type Job, joinJob, launchedRank } from "./job.js";
import { addKeyOptions, type KeyUse, keysOf } from "./keys.js";
import { printableLines } from "./printable.js";

/** What a file of `commands/` exports. */
interface CommandFile {
  /** Place in the list of commands. */
  readonly order: number;
  add(program: Command): void;
  /** What it does with files of models; the options of keys follow from it. Default nothing. */
  readonly models?: readonly KeyUse[];
  /** Whether the processes that mpirun or srun starts share its work. Default false: it refuses to be one of several. */
  readonly parallel?: boolean;
  /** More help, of what is loaded only for a user who asks for it. */
  help?(): Promise<string>;
}

/**
 * @param keys gets the keys of the command that is run, before its action begins.
 * @param job gets the processes that run it, likewise.
 */
export async function createProgram(keys: Keys = {}, job: Job = { ranks: alone }): Promise<Command> {
  // All processes of a job read the same command line; one answers.
  const writes = launchedRank() === 0 ? {} : { writeOut: () => {}, writeErr: () => {} };
  const program = new Command("skein")
    .description("Sorts images into classes nobody labelled, and new images into those classes.")
    .version(VERSION, "-V, --version", "print the version")
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp({ sortSubcommands: false, helpWidth: Math.min(process.stdout.columns ?? 100, 110) })
    .configureOutput({
      ...writes,
      outputError: (text, write) => write(printableLines(text.replace(/^error: /, ""))),
    })
    .showHelpAfterError("(skein --help shows what can be given)")
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  skein cluster photos/ --clusters 8 --sort-into sorted/
  skein predict runs/photos-20261121-101500/model.safetensors new/*.jpg > classes.csv
  skein devices

Results go to stdout, progress to stderr.

${EXIT_CODES_HELP}`,
    );
  const args = process.argv.slice(2);
  const helping = args.some((arg) => ["help", "-h", "--help"].includes(arg));
  for (const { add, help, models, parallel = false } of await commands()) {
    add(program);
    const added = program.commands.at(-1);
    added!.hook("preAction", () => joinJob(job, added!.name(), parallel));
    if (models) {
      addKeyOptions(added!, models);
      added!.hook("preAction", async () => {
        Object.assign(keys, await keysOf(added!.opts(), models));
      });
    }
    if (help && helping && args.includes(added!.name())) added!.addHelpText("after", await help());
  }
  return program;
}

/** Every file of `commands/`, in the order that it asks for. */
async function commands(): Promise<CommandFile[]> {
  const found = (await importFolder(new URL("commands/", import.meta.url))) as CommandFile[];
  return found.sort((a, b) => a.order - b.order);
}
