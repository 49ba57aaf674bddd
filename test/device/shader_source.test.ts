import { describe, expect, it } from "vitest";
import { readShader } from "../../src/device/node/shader_files.js";
import { assembleShader } from "../../src/device/webgpu/shader_source.js";
import { DeviceError } from "../../src/errors.js";
import { kernel, u32 } from "../../src/kernels/kernel.js";

const two = () => 2;
const sample = kernel({
  name: "shader_source_sample",
  params: { count: u32 },
  bindings: { x: { read: two }, label: { read: two, dtype: "u32" }, y: { write: two } },
  flops: () => 0,
  bytes: () => 0,
  passes: () => [],
  tolerance: { absolute: 0, relative: 0, because: "never compared" },
});
const shaderSource = (name: string, read = readShader) => assembleShader(sample, name, read);
// Shader names are paths below shaders/.
const fixture = (name: string) => `../test/device/fixtures/${name}`;
const count = (text: string, part: string) => text.split(part).length - 1;

describe("assembleShader", () => {
  it("puts imports first, and leaves no directive behind", () => {
    const text = shaderSource("layer_norm_forward");
    expect(text).not.toContain("#import");
    const imported = text.indexOf("fn workgroup_sum");
    expect(imported).toBeGreaterThanOrEqual(0);
    expect(imported).toBeLessThan(text.indexOf("fn main"));
  });

  it("pulls a file in once, however often it is imported", () => {
    const text = shaderSource(fixture("repeated_import"));
    expect(count(text, "fn workgroup_sum(")).toBe(1);
    // Imported by the fixture, and by another file that it imports.
    expect(count(text, "fn philox(")).toBe(1);
    expect(text.indexOf("fn philox(")).toBeLessThan(text.indexOf("fn main"));
  });

  it("puts the directives of all files at the top, each once", () => {
    const text = shaderSource(fixture("enable"));
    expect(text.startsWith("enable subgroups;\nenable f16;\n")).toBe(true);
    expect(count(text, "enable ")).toBe(2);
    expect(text).toContain("fn add_products(");
  });

  it("binds floats as the shader says, and other types as they are", () => {
    const bindings = (directive: string) => {
      const text = shaderSource("sample", () => `${directive}\nfn main() {}\n`);
      expect(text).not.toContain("#");
      return [...text.matchAll(/> (\w+: array<\w+>);/g)].map(([, binding]) => binding);
    };
    expect(bindings("")).toEqual(["x: array<f32>", "label: array<u32>", "y: array<f32>"]);
    expect(bindings("#floats vec4f")).toEqual(["x: array<vec4f>", "label: array<u32>", "y: array<vec4f>"]);
  });

  it.each([
    ["a shader", "not_there", "shader not_there.wgsl cannot be read"],
    ["an import", fixture("missing_import"), "shader lib/not_there.wgsl cannot be read"],
  ])("names %s that is missing", (_, name, message) => {
    expect(() => shaderSource(name)).toThrow(DeviceError);
    expect(() => shaderSource(name)).toThrow(`${message}: install skein again, its files are incomplete`);
  });
});
