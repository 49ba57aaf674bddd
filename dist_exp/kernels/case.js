/**
 * The cases of kernels: the table that conformance tests, `skein verify` and the benchmark share. A file of
 * src/kernels/cases/ adds those of src/kernels/NAME.ts, and nothing else imports it, so that programs do not carry them.
 */
import { ArgumentError } from "../errors.js";
const table = new Map();
/** Gives a kernel its cases. */
export function addCases(kernel, cases) {
    if (table.has(kernel.name))
        throw new ArgumentError(`kernel ${kernel.name} has cases already: add them in one call`);
    table.set(kernel.name, cases);
}
/**
 * The cases of a kernel; `loadKernels` loads those of all.
 * @throws {ArgumentError} if none were added.
 */
export function casesOf(kernel) {
    const cases = table.get(kernel.name);
    if (cases)
        return cases;
    throw new ArgumentError(`kernel ${kernel.name} has no cases: add them in a file of src/kernels/cases`);
}
//# sourceMappingURL=case.js.map