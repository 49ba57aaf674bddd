import { Option } from "commander";
import { choice, ratio, wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { end, quiet } from "../shared_options.js";
/** Place in the list of commands. */
export const order = 8;
export function add(program) {
    program
        .command("bench")
        .description("Measure kernels and whole jobs on this machine, beside other libraries where asked.")
        .addOption(new Option("--filter <text>", "only works whose name contains this (see --list)"))
        .addOption(new Option("--shape <sizes>", "only these sizes, such as H=128,B=32; others than the table's will do"))
        .addOption(new Option("-d, --device <name>", "native, webgpu or all")
        .argParser(choice("--device", ["native", "webgpu", "all"]))
        .default("all"))
        .addOption(new Option("--threads <n>", "threads of the CPU device and of each peer, which is measured with one, too (default: one per core)").argParser(wholeNumber("--threads", 1, 1024)))
        .addOption(new Option("--simd <level>", "instruction set of the CPU device, and of the peers that can be held to it (default: SKEIN_SIMD, else the best)"))
        .addOption(new Option("--seconds <n>", "measure each row for at least so long (default: 1, beside peers 0.5)").argParser(wholeNumber("--seconds", 1, 3600)))
        .addOption(new Option("--peers [names]", "beside other libraries: all that npm run bench:peers:setup installs, or some, separated by commas"))
        .addOption(new Option("--scaling", "time the CPU device with one thread, too: recurrent layers, convolutions, large products, k-means, jobs"))
        .addOption(new Option("--float16", "on WebGPU, matrix products round their operands to float16"))
        .addOption(new Option("--subgroup-matrix", "the same, on a GPU's units for matrices: an experiment"))
        .addOption(new Option("--json <file>", "write the results, whole or not at all"))
        .addOption(new Option("--results <dir>", "write a .md and a .json named after each device"))
        .addOption(new Option("--compare <file>", "show the ratios to an earlier run that --json wrote"))
        .addOption(new Option("--regression <ratio>", "with --compare: fail where time now over then is above this")
        .argParser(ratio("--regression"))
        .default(1.1))
        .addOption(new Option("--quick", "one small shape of each work, a few runs: a trial, not a measurement"))
        .addOption(new Option("--list", "list the works and end"))
        .addOption(quiet())
        .addHelpText("after", `
Prints a Markdown report: what ran where, the roofline measured in the same run, a row per work and shape, and,
unless a shape is asked for, how the time of some works grows with a size (see --list).
The exit code is 1 if a case could not be measured, a peer's result differs, or a row is slower than allowed.

Examples:
  skein bench --filter lstm --device native
  skein bench --filter lstm_forward --shape H=128,B=128 --peers pytorch,onnxruntime
  skein bench --filter gemm --json before.json
  skein bench --filter gemm --compare before.json --regression 1.05`)
        .action((options) => end(import("../bench.js").then(({ bench }) => bench(options, new Output(options)))));
}
//# sourceMappingURL=bench.js.map