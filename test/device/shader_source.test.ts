import { describe, expect, it } from "vitest";
import { shaderSource } from "../../src/device/node/shader_files.js";
import { DeviceError } from "../../src/errors.js";

// Shader names are paths below shaders/.
const fixture = (name: string) => `../test/device/fixtures/${name}`;
const count = (text: string, part: string) => text.split(part).length - 1;

describe("shaderSource", () => {
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

  it.each([
    ["a shader", "not_there", "shader not_there.wgsl cannot be read"],
    ["an import", fixture("missing_import"), "shader lib/not_there.wgsl cannot be read"],
  ])("names %s that is missing", (_, name, message) => {
    expect(() => shaderSource(name)).toThrow(DeviceError);
    expect(() => shaderSource(name)).toThrow(`${message}: install skein again, its files are incomplete`);
  });
});
