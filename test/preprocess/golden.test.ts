/** Each step against what OpenCV and scikit-image make of the same images (test/golden/generate_preprocess.py). */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { preprocess, preprocessingSteps } from "../../src/preprocess/index.js";

interface Stored {
  readonly shape: readonly [number, number, number];
  readonly type: "uint8" | "float32";
  readonly data: string;
}

/** A long result of bytes. */
type Brief = Omit<Stored, "data"> & { readonly sha256: string };

const golden = JSON.parse(readFileSync(new URL("../golden/preprocess.json", import.meta.url), "utf8")) as {
  readonly inputs: Record<string, Stored>;
  readonly cases: readonly {
    readonly input: string;
    readonly steps: string;
    readonly result: Stored | Brief;
  }[];
};

/** Float32 results differ from OpenCV's sums in float32 by rounding; relative to 1, or to values above. */
const TOLERANCE = 1e-5;

function restored({ shape: [height, width, channels], type, data }: Stored) {
  const bytes = new Uint8Array(inflateSync(Buffer.from(data, "base64")));
  const pixels = type === "uint8" ? bytes : new Float32Array(bytes.buffer);
  return { count: 1, height, width, channels, pixels };
}

describe("golden values", () => {
  it.each([...new Set(golden.cases.map(({ steps }) => steps))])("%s", async (steps) => {
    for (const { input, result } of golden.cases.filter((each) => each.steps === steps)) {
      const made = await preprocess(restored(golden.inputs[input]!), steps);
      expect([made.height, made.width, made.channels], input).toEqual(result.shape);
      if ("sha256" in result) {
        expect(made.pixels, input).toBeInstanceOf(Uint8Array);
        expect(createHash("sha256").update(made.pixels).digest("hex"), input).toBe(result.sha256);
        continue;
      }
      const expected = restored(result);
      expect(made.pixels.constructor, input).toBe(expected.pixels.constructor);
      const wrong = Array.from(made.pixels, (value, i) => [i, value, expected.pixels[i]!] as const).filter(
        ([, value, wanted]) =>
          expected.pixels instanceof Uint8Array
            ? value !== wanted
            : !(Math.abs(value - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted))),
      );
      expect(wrong.slice(0, 5), `${input}: ${wrong.length} of ${made.pixels.length} differ`).toEqual([]);
    }
  });

  it("are there for each step but those whose own test computes them", () => {
    const tested = new Set(
      golden.cases.flatMap(({ steps }) => steps.replaceAll(/\([^)]*\)/g, "").split(",")),
    );
    if (tested.has("denoise")) tested.add("non-local-means");
    const own = ["crop-to-content", "drop-outliers"];
    expect(preprocessingSteps().flatMap(({ name }) => (tested.has(name) ? [] : [name]))).toEqual(own);
  });
});
