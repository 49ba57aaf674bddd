/** Loads every kernel declaration and its cases; for those who need all of them (verification, benchmarks, code generation). */
import { readdir } from "node:fs/promises";
import { declaredKernels } from "./kernel.js";
/** All kernels by name, in alphabetical order. */
export async function loadKernels() {
    for (const folder of [new URL(".", import.meta.url), new URL("cases/", import.meta.url)]) {
        for (const file of await readdir(folder)) {
            if (/^[a-z0-9_]+\.(js|ts)$/.test(file))
                await import(new URL(file, folder).href);
        }
    }
    return new Map([...declaredKernels()].sort(([a], [b]) => (a < b ? -1 : 1)));
}
//# sourceMappingURL=load.js.map