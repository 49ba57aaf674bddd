import { Option } from "commander";
import { wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { end, json, quiet } from "../shared_options.js";
/** Place in the list of commands. */
export const order = 7;
export function add(program) {
    program
        .command("verify")
        .description("Run every kernel on WebGPU and on the CPU of this machine, and compare the results.")
        .addOption(new Option("--filter <text>", "only kernels whose name contains this"))
        .addOption(new Option("-s, --seed <n>", "seed of the inputs")
        .argParser(wholeNumber("--seed", 0, 2 ** 31))
        .default(1))
        .addOption(json())
        .addOption(quiet())
        .addHelpText("after", `
Each kernel states how far it may be from the exact result; two devices may differ by twice that. The exit
code is 1 if a kernel fails, or if there is no WebGPU adapter.

Examples:
  skein verify
  skein verify --filter gru --json`)
        .action((options) => end(import("../verify.js").then(({ verify }) => verify(options, new Output(options)))));
}
//# sourceMappingURL=verify.js.map