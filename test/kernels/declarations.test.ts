/** The four rooms of a kernel agree: declaration, shader, C++ header, and file names. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { shaderSource } from "../../src/device/node/shader_files.js";
import type { AnyKernel, DType } from "../../src/kernels/kernel.js";
import { loadKernels } from "../../src/kernels/load.js";
import { nativeHeader } from "../../src/kernels/native_header.js";

const root = new URL("../../", import.meta.url);
const kernels = await loadKernels();
const wgslElement: Record<DType, RegExp> = {
  f32: /^(f32|vec[24]f|vec[24]<f32>)$/,
  i32: /^(i32|vec[24]i)$/,
  u32: /^(u32|vec[24]u)$/,
  u8: /^u32$/,
};
// A limits object that makes every algorithm's shader show up at least once.
const adapters = [{ software: true }, { software: false }, { float16: true }, { subgroupMatrix: true }].map(
  (traits) => ({
    maxComputeWorkgroupStorageSize: 32768,
    maxComputeInvocationsPerWorkgroup: 1024,
    maxStorageBufferBindingSize: 2 ** 30,
    software: false,
    subgroupSize: 8,
    float16: false,
    subgroupMatrix: false,
    ...traits,
  }),
);

function shadersOf(kernel: AnyKernel): Set<string> {
  const names = new Set([kernel.name]);
  for (const { params } of kernel.cases) {
    for (const adapter of adapters) {
      for (const pass of kernel.passes(params, adapter)) names.add(pass.shader ?? kernel.name);
    }
  }
  return names;
}

describe("declaration and shader", () => {
  const pairs = [...kernels.values()].flatMap((kernel) =>
    [...shadersOf(kernel)].map((shader) => [shader, kernel] as const),
  );
  it.each(pairs)("%s", (shader, kernel) => {
    const text = shaderSource(shader);
    const struct = /struct Params \{([^}]*)\}/.exec(text)?.[1] ?? "";
    const fields = [...struct.matchAll(/(\w+)\s*:\s*(\w+)/g)].map(([, name, type]) => [name, type]);
    expect(fields).toEqual(kernel.paramList.map(([name, type]) => [name, type]));

    const bindings = [
      ...text.matchAll(
        /@group\(0\) @binding\((\d+)\) var<storage, (read|read_write)> (\w+): array<(\w+(?:<\w+>)?)>/g,
      ),
    ].map(([, binding, access, name, element]) => ({
      binding: Number(binding),
      access,
      name,
      element: element!,
    }));
    expect(bindings.map(({ binding, access, name }) => [binding, access, name])).toEqual(
      kernel.bindingList.map(([name, { access }], i) => [
        i + 1,
        access === "read" ? "read" : "read_write",
        name,
      ]),
    );
    bindings.forEach(({ element }, i) => {
      expect(element).toMatch(wgslElement[kernel.bindingList[i]![1].dtype]);
    });
  });
});

describe("declaration and C++", () => {
  it.each([...kernels.values()].map((kernel) => [kernel.name, kernel] as const))("%s", (name, kernel) => {
    const header = new URL(`native/params/${name}.h`, root);
    expect(existsSync(header) && readFileSync(header, "utf8"), 'run "npm run generate"').toBe(
      nativeHeader(kernel),
    );
    const source = readFileSync(new URL(`native/kernels/${name}.cc`, root), "utf8");
    expect(source).toContain(`SKEIN_KERNEL(${name}, `);
  });
});

describe("files without a declaration", () => {
  const declared = (file: string) => kernels.has(file.replace(/\.\w+$/, ""));
  it.each(["native/kernels", "native/params", "test/reference"])("%s has none", (folder) => {
    expect(readdirSync(new URL(folder, root)).filter((file) => !declared(file))).toEqual([]);
  });
  it("shaders has none that no pass names", () => {
    const used = new Set([...kernels.values()].flatMap((kernel) => [...shadersOf(kernel)]));
    const files = readdirSync(new URL("shaders", root)).filter((file) => file.endsWith(".wgsl"));
    expect(files.filter((file) => !used.has(file.replace(/\.wgsl$/, "")))).toEqual([]);
  });
});
