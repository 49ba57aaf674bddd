/** The four files of a kernel agree: declaration, shader, C++ and reference. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { casesOf } from "../../src/kernels/case.js";
import { type AnyKernel, f32, i32, kernel, u32 } from "../../src/kernels/kernel.js";
import { loadKernels } from "../../src/kernels/load.js";
import { nativeHeader } from "../../src/kernels/native_header.js";
import { wgslHeader } from "../../src/kernels/wgsl_header.js";

const root = new URL("../../", import.meta.url);
const kernels = await loadKernels();
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
  for (const { params } of casesOf(kernel)) {
    for (const adapter of adapters) {
      for (const pass of kernel.passes(params, adapter)) names.add(pass.shader ?? kernel.name);
    }
  }
  return names;
}

describe("declaration and shader", () => {
  it("the shader gets the parameters and bindings, in order", () => {
    const two = () => 2;
    const bindings = {
      pixels: { read: two, dtype: "u8" },
      label: { read: two, dtype: "u32" },
      x: { readWrite: two },
      partial: { scratch: two },
    } as const;
    const rest = { flops: two, bytes: two, passes: () => [] };
    const tolerance = { absolute: 0, relative: 0, because: "never compared" };
    const params = { rows: u32, shift: i32, rate: f32 };
    const declared = kernel({ name: "wgsl_header_sample", params, bindings, tolerance, ...rest });
    expect(wgslHeader(declared, "vec4f")).toBe(`struct Params {
  rows: u32,
  shift: i32,
  rate: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
@group(0) @binding(2) var<storage, read> label: array<u32>;
@group(0) @binding(3) var<storage, read_write> x: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> partial: array<vec4f>;
`);
  });

  const folder = new URL("shaders/", root);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".wgsl"),
  );
  it.each(files)("%s declares neither itself", (file) => {
    expect(readFileSync(new URL(file, folder), "utf8")).not.toMatch(
      /struct Params\b|@binding|var<(storage|uniform)/,
    );
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
