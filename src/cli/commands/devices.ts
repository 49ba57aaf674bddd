import type { Command } from "commander";
import { Output } from "../output.js";
import { end, json, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 6;

export const parallel = true;

export function add(program: Command): void {
  program
    .command("devices")
    .description("Show the devices of this machine, what they reach, and what to do about what is missing.")
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
The exit code is 0 if there is a device to run on. Started by mpirun or srun, it shows what each rank has.

Examples:
  skein devices
  mpirun -n 4 skein devices
  skein devices --json | jq '.devices[].fmaGFlops'`,
    )
    .action((options) =>
      end(import("../devices.js").then(({ devices }) => devices(options, new Output(options)))),
    );
}
