import { constants } from "node:buffer";
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, ModelFileError, ShapeError } from "../../src/errors.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../src/io/safetensors.js";
import { loadModule } from "../../src/models/index.js";
import { Linear } from "../../src/nn/index.js";
import { canMount, mountTmpfs, temporaryFolder } from "./fixture.js";

// import base64, json, struct; import numpy as np
// tensors = {
//     "step": np.array(7, "<i8"),
//     "10": np.array([1, 2], "<u4"),
//     "lstm.weight_ih_l0": np.arange(6, dtype="<f4").reshape(2, 3) / 4,
//     "mask": np.array([1, 0, 1], "<u1"),
// }
// header, data = {"__metadata__": {"config": '{"clusters":10}', "format": "skein"}}, b""
// for name, t in tensors.items():
//     dtype = {"<i8": "I64", "<f4": "F32", "<u4": "U32", "|u1": "U8"}[t.dtype.str]
//     header[name] = {"dtype": dtype, "shape": list(t.shape), "data_offsets": [len(data), len(data) + t.nbytes]}
//     data += t.tobytes()
// text = json.dumps(header, separators=(",", ":")).encode()
// text += b" " * (-len(text) % 8)
// print(base64.b64encode(struct.pack("<Q", len(text)) + text + data))
//
// safetensors.numpy.load of safetensors 0.8.0 reads the same four arrays from it.
const GOLDEN = Buffer.from(
  "MAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJjb25maWciOiJ7XCJjbHVzdGVyc1wiOjEwfSIsImZvcm1hdCI6InNrZWluIn0s" +
    "InN0ZXAiOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzAsOF19LCIxMCI6eyJkdHlwZSI6IlUz" +
    "MiIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzgsMTZdfSwibHN0bS53ZWlnaHRfaWhfbDAiOnsiZHR5cGUiOiJGMzIi" +
    "LCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzE2LDQwXX0sIm1hc2siOnsiZHR5cGUiOiJVOCIsInNoYXBlIjpbM10s" +
    "ImRhdGFfb2Zmc2V0cyI6WzQwLDQzXX19BwAAAAAAAAABAAAAAgAAAAAAAAAAAIA+AAAAPwAAQD8AAIA/AACgPwEAAQ==",
  "base64",
);
const TENSORS: [string, StoredTensor][] = [
  ["step", { dtype: "I64", shape: [], data: BigInt64Array.of(7n) }],
  ["10", { dtype: "U32", shape: [2], data: Uint32Array.of(1, 2) }],
  ["lstm.weight_ih_l0", { dtype: "F32", shape: [2, 3], data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) }],
  ["mask", { dtype: "U8", shape: [3], data: Uint8Array.of(1, 0, 1) }],
];
const METADATA = { config: '{"clusters":10}', format: "skein" };

/** A file with this header, its length said truly, and `dataBytes` zeros. */
function file(header: string | Uint8Array, dataBytes: number): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(dataBytes)]);
}

/** A header entry. */
function entry(name: string, dtype: unknown, shape: unknown, offsets: unknown): string {
  return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: offsets })}`;
}

describe("writeSafetensors", () => {
  it("writes the bytes that Python writes, in whatever order tensors and metadata come", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    await writeSafetensors(path, new Map(TENSORS), METADATA);
    expect(readFileSync(path)).toEqual(GOLDEN);
    const { config, format } = METADATA;
    await writeSafetensors(path, new Map(TENSORS.toReversed()), { format, config });
    expect(readFileSync(path)).toEqual(GOLDEN);
  });

  it("aligns the data to 8 bytes and every tensor to its elements, without gaps", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const bytes: StoredTensor = { dtype: "U8", shape: [3], data: new Uint8Array(3) };
    const doubles: StoredTensor = { dtype: "F64", shape: [1], data: new Float64Array(1) };
    await writeSafetensors(
      path,
      new Map<string, StoredTensor>([
        ["a", bytes],
        ["b", doubles],
        ["c", bytes],
      ]),
    );
    const content = readFileSync(path);
    const headerBytes = Number(content.readBigUInt64LE());
    expect(headerBytes % 8).toBe(0);
    const header = JSON.parse(content.toString("utf8", 8, 8 + headerBytes));
    expect(header.b.data_offsets).toEqual([0, 8]);
    expect(header.a.data_offsets).toEqual([8, 11]);
    expect(header.c.data_offsets).toEqual([11, 14]);
    expect(content.length).toBe(8 + headerBytes + 14);
    expect(header.__metadata__).toBeUndefined();
  });

  it("refuses data that does not fit, and leaves no file", async () => {
    const folder = temporaryFolder();
    const write = (name: string, tensor: object) =>
      writeSafetensors(join(folder, "x"), new Map([[name, tensor as StoredTensor]]));
    const data = new Float32Array(6);
    for (const shape of [[2, 2], [-2, -3], [1.5, 4], [7], []]) {
      await expect(write("w", { dtype: "F32", shape, data })).rejects.toThrow(ShapeError);
    }
    await expect(write("w", { dtype: "F32", shape: [2, 2], data })).rejects.toThrow(
      "w has shape [2, 2], but 6 values",
    );
    await expect(write("w", { dtype: "I32", shape: [6], data })).rejects.toThrow(
      "w has dtype I32, but its data is Float32Array; use Int32Array",
    );
    await expect(write("w", { dtype: "F8", shape: [6], data })).rejects.toThrow(
      "w has dtype F8; choose one of F64, F32, F16, BF16, I64",
    );
    await expect(write("__metadata__", { dtype: "F32", shape: [6], data })).rejects.toThrow(ArgumentError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(!canMount)("keeps the old model when the disk (mounted, as root) is full", async () => {
    const disk = temporaryFolder();
    mountTmpfs(disk, "size=64k");
    const path = join(disk, "model.safetensors");
    await writeSafetensors(path, new Map(TENSORS), METADATA);
    const large: StoredTensor = { dtype: "F32", shape: [50_000], data: new Float32Array(50_000) };
    const write = writeSafetensors(path, new Map([["w", large]]));
    await expect(write).rejects.toThrow(ModelFileError);
    await expect(write).rejects.toThrow(`cannot write ${path}: the disk is full`);
    expect(readFileSync(path)).toEqual(GOLDEN);
    expect(readdirSync(disk)).toEqual(["model.safetensors"]);
  });
});

describe("readSafetensors", () => {
  it("reads what Python wrote", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    writeFileSync(path, GOLDEN);
    const { tensors, metadata } = await readSafetensors(path);
    expect([...tensors]).toEqual(TENSORS);
    expect(metadata).toEqual(METADATA);
  });

  it("reads data at odd offsets, in an order of its own, and a file without tensors", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const header = `{${entry("b", "F32", [1], [1, 5])},${entry("a", "U8", [1], [0, 1])},${entry("none", "I32", [0, 9], [5, 5])}} `;
    const content = file(header, 5);
    content.writeFloatLE(1.5, content.length - 4);
    writeFileSync(path, content);
    const { tensors, metadata } = await readSafetensors(path);
    expect([...tensors]).toEqual([
      ["a", { dtype: "U8", shape: [1], data: Uint8Array.of(0) }],
      ["b", { dtype: "F32", shape: [1], data: Float32Array.of(1.5) }],
      ["none", { dtype: "I32", shape: [0, 9], data: new Int32Array(0) }],
    ]);
    expect(metadata).toEqual({});
    writeFileSync(path, file("{}", 0));
    expect((await readSafetensors(path)).tensors.size).toBe(0);
  });

  it("reads back every value that is written, bit for bit", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const shape = fc.array(fc.nat(4), { maxLength: 3 });
    const tensor = fc
      .tuple(fc.constantFrom("F64", "F32", "I64", "I32", "U32", "U8"), shape, fc.infiniteStream(fc.nat(255)))
      .map(([dtype, shape, stream]) => {
        const types = {
          F64: Float64Array,
          F32: Float32Array,
          I64: BigInt64Array,
          I32: Int32Array,
          U32: Uint32Array,
        };
        const ElementArray = dtype === "U8" ? Uint8Array : types[dtype as keyof typeof types];
        const data = new ElementArray(shape.reduce((a, b) => a * b, 1));
        const bytes = new Uint8Array(data.buffer);
        bytes.set([...stream.take(bytes.length)]);
        return { dtype, shape, data } as StoredTensor;
      });
    const name = fc.string({ unit: "binary" }).filter((text) => text !== "__metadata__");
    const text = fc.string({ unit: "binary" });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, tensor)),
        fc.dictionary(text, text),
        async (list, metadata) => {
          const tensors = new Map(list);
          await writeSafetensors(path, tensors, metadata);
          const back = await readSafetensors(path);
          expect({ ...back.metadata }).toEqual({ ...metadata });
          expect(new Set(back.tensors.keys())).toEqual(new Set(tensors.keys()));
          for (const [key, { dtype, shape, data }] of tensors) {
            const read = back.tensors.get(key)!;
            expect([read.dtype, read.shape]).toEqual([dtype, shape]);
            // As bytes: NaN has many, and each is to survive.
            expect(Buffer.from(read.data.buffer)).toEqual(Buffer.from(data.buffer));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("readSafetensors refuses", () => {
  const huge = Buffer.from(GOLDEN);
  huge.writeBigUInt64LE(2n ** 63n);
  const F32 = entry("w", "F32", [2], [0, 8]);
  it.each([
    { name: "an empty file", content: Buffer.alloc(0), reason: "it has 0 bytes" },
    { name: "a file of 7 bytes", content: Buffer.alloc(7), reason: "it has 7 bytes" },
    { name: "an absurd header length", content: huge, reason: "its header claims 9223372036854775808 bytes" },
    {
      name: "a picture",
      content: Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"),
      reason: "its header claims",
    },
    { name: "a cut in the header", content: GOLDEN.subarray(0, 100), reason: "but only 92 follow" },
    {
      name: "a cut in the data",
      content: GOLDEN.subarray(0, -1),
      reason: "tensor mask ends at byte 43 of the data",
    },
    {
      name: "bytes after the data",
      content: file(`{${F32}}`, 11),
      reason: "the last 3 bytes belong to no tensor",
    },
    { name: "a header that is not JSON", content: file("{nonsense}", 0), reason: "its header is not JSON" },
    {
      name: "a header that is not UTF-8",
      content: file(Buffer.from([0x22, 0xff, 0x22]), 0),
      reason: "not JSON",
    },
    { name: "an empty header", content: file("", 0), reason: "its header is not JSON" },
    { name: "a list as header", content: file("[]", 0), reason: "its header is not a JSON object" },
    { name: "null as header", content: file("null", 0), reason: "its header is not a JSON object" },
    {
      name: "a number as tensor",
      content: file('{"w":1}', 0),
      reason: "tensor w is not described by a JSON object",
    },
    {
      name: "a wrong dtype",
      content: file(`{${entry("w", "F9", [2], [0, 8])}}`, 8),
      reason: 'tensor w has dtype "F9", and this reads F64, F32',
    },
    {
      name: "a dtype that every object has",
      content: file(`{${entry("w", "constructor", [2], [0, 8])}}`, 8),
      reason: 'tensor w has dtype "constructor"',
    },
    {
      name: "no dtype",
      content: file(`{${entry("w", undefined, [2], [0, 8])}}`, 8),
      reason: "has dtype undefined",
    },
    ...[undefined, 2, [-2], [1.5], ["2"], [2 ** 60]].map((shape) => ({
      name: `shape ${JSON.stringify(shape)}`,
      content: file(`{${entry("w", "F32", shape, [0, 8])}}`, 8),
      reason: "tensor w has shape",
    })),
    ...[undefined, 8, [0], [0, 8, 8], [8, 0], [-8, 0], [0, 8.5]].map((offsets) => ({
      name: `offsets ${JSON.stringify(offsets)}`,
      content: file(`{${entry("w", "F32", [2], offsets)}}`, 8),
      reason: "tensor w has data_offsets",
    })),
    {
      name: "a shape that does not fit its bytes",
      content: file(`{${entry("w", "F32", [3], [0, 8])}}`, 8),
      reason: "tensor w is F32 [3], 12 bytes, but has 8",
    },
    {
      name: "a product of sizes beyond all integers",
      content: file(`{${entry("w", "F32", [2 ** 50, 2 ** 50], [0, 8])}}`, 8),
      reason: "but has 8",
    },
    {
      name: "offsets beyond the file",
      content: file(`{${entry("w", "F32", [2 ** 40], [0, 2 ** 42])}}`, 8),
      reason: "tensor w ends at byte 4398046511104 of the data, which has only 8",
    },
    {
      name: "tensors that overlap",
      content: file(`{${F32},${entry("v", "F32", [2], [4, 12])}}`, 12),
      reason: "tensor v overlaps the tensor before it",
    },
    {
      name: "a gap between tensors",
      content: file(`{${F32},${entry("v", "F32", [1], [12, 16])}}`, 16),
      reason: "bytes 8 to 12 of the data belong to no tensor",
    },
    { name: "a name twice", content: file(`{${F32},${F32}}`, 8), reason: 'its header has "w" twice' },
    {
      name: "a name twice, once escaped",
      content: file(`{${F32}, "\\u0077" :${F32.slice(4)}}`, 8),
      reason: 'its header has "w" twice',
    },
    {
      name: "a metadata key twice",
      content: file('{"__metadata__":{"a\\"b":"1","c":"a","a\\"b":"2"}}', 0),
      reason: 'its header has "a\\"b" twice',
    },
    {
      name: "metadata that is a list",
      content: file('{"__metadata__":[]}', 0),
      reason: "is not a JSON object",
    },
    {
      name: "metadata that is not text",
      content: file('{"__metadata__":{"epochs":3}}', 0),
      reason: '__metadata__ "epochs" is not a string',
    },
  ])("$name", async ({ content, reason }) => {
    const path = join(temporaryFolder(), "model.safetensors");
    writeFileSync(path, content);
    const error = await readSafetensors(path).catch((error: Error) => error);
    expect(error).toBeInstanceOf(ModelFileError);
    const { message } = error as Error;
    expect(message).toContain(`${path} is not a usable safetensors file: `);
    expect(message).toContain(reason);
    expect(message).toMatch(/; copy it again, or save the model anew$/);
  });

  it("a header length beyond the format's limit, without allocating it", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(10n ** 12n);
    writeFileSync(path, length);
    // Sparse: a terabyte long, a block on the disk.
    truncateSync(path, 10 ** 12 + 8);
    await expect(readSafetensors(path)).rejects.toThrow(
      "1000000000000 bytes, and the format allows 100000000",
    );
  });

  it("a name of megabytes, with a message that can be read", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const name = "n".repeat(2 ** 23);
    for (const content of [
      file(`{${entry(name, "F32", [2], [0, 8])}}`, 7),
      file(`{${entry(name, "F9", [2], [0, 8])}}`, 8),
      file(`{${entry(name, "F32", [2], [0, 8])},${entry(name, "F32", [2], [0, 8])}}`, 8),
      file(`{"${name}`, 0),
    ]) {
      writeFileSync(path, content);
      const { message } = (await readSafetensors(path).catch((error: Error) => error)) as Error;
      expect(message.length).toBeLessThan(1000);
    }
    writeFileSync(path, file(`{${entry(name, "F64", [1], [0, 8])}}`, 8));
    const network = new Linear(2, 2);
    await expect(loadModule(network, path)).rejects.toSatisfy((error: Error) => error.message.length < 1000);
  });

  // Newer versions of Node.js make larger arrays.
  it.runIf(constants.MAX_LENGTH <= 2 ** 32)("a tensor that does not fit into one array", async () => {
    const path = join(temporaryFolder(), "large.safetensors");
    const values = 4_500_000_000;
    const header = JSON.stringify({ x: { dtype: "F32", shape: [values], data_offsets: [0, 4 * values] } });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(path, Buffer.concat([length, Buffer.from(header)]));
    // Sparse: it takes a block on the disk.
    truncateSync(path, 8 + header.length + 4 * values);
    const error = await readSafetensors(path).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ModelFileError);
    expect(error.message).toContain(
      `${path}: tensor x of 18000000000 bytes does not fit into one array here`,
    );
  });

  it("a missing file and a folder", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "no", "model.safetensors");
    await expect(readSafetensors(path)).rejects.toThrow(
      new ModelFileError(`cannot read ${path}: there is no such file; check the path`),
    );
    mkdirSync(join(folder, "model"));
    await expect(readSafetensors(join(folder, "model"))).rejects.toThrow(
      "is a folder; give the model file in it",
    );
  });

  it("or reads any damaged file, and never breaks otherwise", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const damage = fc.record({
      length: fc.integer({ min: 0, max: GOLDEN.length }),
      bytes: fc.array(fc.tuple(fc.nat(GOLDEN.length - 1), fc.nat(255)), { maxLength: 4 }),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damage, async ({ length, bytes }) => {
        const content = Buffer.from(GOLDEN);
        for (const [position, value] of bytes) content[position] = value;
        writeFileSync(path, content.subarray(0, length));
        const result = await readSafetensors(path).catch((error: unknown) => error);
        if (result instanceof Error) {
          refused++;
          expect(result).toBeInstanceOf(ModelFileError);
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(60);
  });
});
