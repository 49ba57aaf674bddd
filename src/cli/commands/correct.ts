import { type Command, Option } from "commander";
import { registeredDecisions } from "../../review/decision.js";
import "../../review/decisions/index.js";
import { Output } from "../output.js";
import { end, json, quiet } from "../shared_options.js";

/** Place in the list of commands: after cluster. */
export const order = 1.5;

export function add(program: Command): void {
  program
    .command("correct")
    .description("Correct the classes of a run: name, merge, split, move, link, lock, ignore, undo.")
    .argument("<run>", "the folder of a run, as skein cluster writes it")
    .argument("<decision>", "what is decided (below), undo, or list")
    .argument(
      "[words...]",
      "classes by id or name, images by name or path; - reads them from stdin, one a line",
    )
    .addOption(new Option("--to <class>", "with move: the class, or none"))
    .addOption(new Option("--off", "with lock and ignore: take it back"))
    .addOption(json())
    .addOption(quiet())
    .addHelpText("after", () => {
      const rows = registeredDecisions().map(({ kind, command, about }): [string, string] => [
        `${kind} ${command.usage}`,
        about,
      ]);
      rows.push([
        "undo [NUMBER]",
        "takes back a decision, the last one without a number; an undo's number does it again",
      ]);
      rows.push(["list", "prints all decisions with their numbers"]);
      return `
Decisions:
${rows.map(([usage, about]) => `  ${usage}\n      ${about}`).join("\n")}

Each decision is a line of corrections.jsonl in the run's folder. It is tried first: what does not fit is refused, and nothing is
written. The model's files stay as they are; predict, evaluate, update, report and the next cluster into the folder follow decisions.

Examples:
  skein correct runs/photos name 3 "Shoes"
  skein correct runs/photos merge Shoes 5
  skein correct runs/photos move a.jpg b.jpg --to Shoes
  skein correct runs/photos undo`;
    })
    .action((run, decision, words, options) =>
      end(
        import("../correct.js").then(({ correct }) =>
          correct(run, { kind: decision, words }, options, new Output(options)),
        ),
      ),
    );
}
