/** Loads every kernel declaration and its cases; for those who need all of them (verification, benchmarks, code generation). */
import { importFolder } from "../import_folder.js";
import { type AnyKernel, declaredKernels } from "./kernel.js";

/** All kernels by name, in alphabetical order. */
export async function loadKernels(): Promise<ReadonlyMap<string, AnyKernel>> {
  await importFolder(new URL("./", import.meta.url));
  await importFolder(new URL("cases/", import.meta.url));
  return new Map([...declaredKernels()].sort(([a], [b]) => (a < b ? -1 : 1)));
}
