import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { KMeans } from "../../../src/clustering/index.js";
import { openDevice } from "../../../src/device/node/index.js";
import { ArgumentError, ModelFileError, SealedFileError } from "../../../src/errors.js";
import { openBytes, sealBytes } from "../../../src/io/age/age.js";
import { isAge } from "../../../src/io/age/magic.js";
import { generateIdentity } from "../../../src/io/age/recipients.js";
import { writeFileAtomically } from "../../../src/io/atomic_file.js";
import { type Keys, withKeys } from "../../../src/io/keys.js";
import { hashOf, withFile } from "../../../src/io/node/byte_source.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../../src/io/safetensors.js";
import { formatSignature, generateSigningKey, parseSigningKey } from "../../../src/io/signature.js";
import { ImageClassifier, loadEstimator, loadModel, saveEstimator } from "../../../src/models/index.js";
import { tensor } from "../../../src/tensor/index.js";
import { temporaryFolder } from "../fixture.js";

const small = { passphrase: "a few words", workFactor: 4 } as const;
const keys: Keys = { seal: small, open: { passphrase: small.passphrase } };

/** Tensors of more than a chunk, which begin at odd places of it. */
const TENSORS = new Map<string, StoredTensor>([
  ["large", { dtype: "F32", shape: [40_000], data: Float32Array.from({ length: 40_000 }, (_, i) => i / 7) }],
  ["bytes", { dtype: "U8", shape: [70_001], data: Uint8Array.from({ length: 70_001 }, (_, i) => i) }],
  ["none", { dtype: "F32", shape: [0], data: new Float32Array() }],
]);

describe("sealed files", () => {
  it("hold nothing that can be read, and read back the same", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    await withKeys(keys, () => writeSafetensors(path, TENSORS, { config: "secret settings" }));
    const content = readFileSync(path);
    expect(isAge(content)).toBe(true);
    expect(content.includes("secret settings")).toBe(false);
    const { tensors, metadata } = await withKeys(keys, () => readSafetensors(path));
    expect(metadata).toEqual({ config: "secret settings" });
    for (const [name, { data }] of TENSORS) {
      expect(Buffer.from(tensors.get(name)!.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(true);
    }
    await expect(readSafetensors(path)).rejects.toThrow(
      new SealedFileError(`${path}: it is encrypted with a passphrase: give that passphrase`, "passphrase"),
    );
    await expect(withKeys({ open: { passphrase: "x" } }, () => readSafetensors(path))).rejects.toThrow(
      `${path}: the passphrase does not open it`,
    );
    expect(readdirSync(join(path, ".."))).toEqual(["model.safetensors"]);
  });

  it("are models, estimators, tables: all that is written within the call, and nothing after it", async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    const { identity, recipient } = generateIdentity();
    const own: Keys = { seal: { recipients: [recipient] }, open: { identities: [identity] } };
    const device = await openDevice("native");
    const images = {
      count: 8,
      height: 4,
      width: 4,
      channels: 1,
      pixels: Uint8Array.from({ length: 128 }, (_, i) => i),
    };
    const classifier = new ImageClassifier(
      { network: "rowLstm", networkOptions: { hidden: 4 }, epochs: 1 },
      device,
    );
    const estimator = new KMeans({ clusters: 2, seed: 0 });
    try {
      await estimator.fit(tensor(device, [0, 0, 1, 1, 5, 5, 6, 6], [4, 2]));
      await withKeys(own, async () => {
        const labels = [0, 1, 0, 1, 0, 1, 0, 1];
        await classifier.fit(images, labels, { checkpoint: at("checkpoint.safetensors") });
        await classifier.save(at("model.safetensors"));
        await saveEstimator(estimator, at("kmeans.safetensors"));
        await writeFileAtomically(at("table.csv"), "a,b\n");
        await writeFileAtomically(at("model.sig"), "{}\n", { plain: true });
      });
      for (const name of readdirSync(folder))
        expect(isAge(readFileSync(at(name))), name).toBe(name !== "model.sig");
      const want = await classifier.predictProba(images);
      for (const name of ["model.safetensors", "checkpoint.safetensors"]) {
        await expect(loadModel(at(name), device)).rejects.toThrow(
          "it is encrypted for the holder of a secret key",
        );
        const model = await withKeys(own, () => loadModel(at(name), device));
        expect(await model.predictProba(images)).toEqual(want);
        await model.close();
      }
      const again = await withKeys(own, () => loadEstimator(at("kmeans.safetensors")));
      expect(again.state()).toEqual(estimator.state());
      const resumed = new ImageClassifier(classifier.config, device);
      await withKeys(own, () =>
        resumed.fit(images, [0, 1, 0, 1, 0, 1, 0, 1], { resume: at("checkpoint.safetensors") }),
      );
      await resumed.close();
      await classifier.save(at("plain.safetensors"));
      expect(isAge(readFileSync(at("plain.safetensors")))).toBe(false);
    } finally {
      await classifier.close();
      device.close();
    }
  });

  it("are refused when any byte is changed, missing or added", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "model.safetensors");
    const tensors = new Map<string, StoredTensor>([
      ["w", { dtype: "F32", shape: [3], data: Float32Array.of(1, 2, 3) }],
    ]);
    const { identity, recipient } = generateIdentity();
    await withKeys({ seal: { recipients: [recipient] } }, () => writeSafetensors(path, tensors));
    const good = readFileSync(path);
    const read = (content: Uint8Array) => {
      writeFileSync(path, content);
      return withKeys({ open: { identities: [identity] } }, () => readSafetensors(path));
    };
    expect((await read(good)).tensors.get("w")!.data).toEqual(Float32Array.of(1, 2, 3));
    for (let i = 0; i < good.length; i++) {
      for (const bit of [1, 0x80]) {
        const changed = Buffer.from(good);
        changed[i]! ^= bit;
        await expect(read(changed), `byte ${i}`).rejects.toThrow(ModelFileError);
      }
      await expect(read(good.subarray(0, i)), `cut at ${i}`).rejects.toThrow(ModelFileError);
    }
    await expect(read(Buffer.concat([good, Buffer.alloc(1)]))).rejects.toThrow(ModelFileError);
  });

  it("refuses whole chunks that are cut off, repeated or exchanged", async () => {
    const bytes = Uint8Array.from({ length: 4 * 65536 }, (_, i) => i >> 8);
    const sealed = await sealBytes(bytes, small);
    const step = 65536 + 16;
    const begin = sealed.length - 4 * step;
    const chunk = (i: number) => sealed.subarray(begin + i * step, begin + (i + 1) * step);
    const made = (...order: number[]) => Buffer.concat([sealed.subarray(0, begin), ...order.map(chunk)]);
    expect(Buffer.from(await openBytes(made(0, 1, 2, 3), small)).equals(bytes)).toBe(true);
    for (const order of [[0, 1, 2], [0, 1, 3], [1, 0, 2, 3], [0, 0, 1, 2, 3], [0, 1, 2, 3, 3], [3], []]) {
      await expect(openBytes(made(...order), small), String(order)).rejects.toThrow(ModelFileError);
    }
  });

  it("refuses work factors above the limit before computing anything", async () => {
    const sealed = Buffer.from(await sealBytes(Uint8Array.of(1), small)).toString("latin1");
    for (const factor of ["23", "64", "9".repeat(400)]) {
      const content = Buffer.from(sealed.replace(/(-> scrypt \S+) 4/, `$1 ${factor}`), "latin1");
      const start = performance.now();
      await expect(openBytes(content, small)).rejects.toThrow(/at most 2\^22 are computed/);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });

  it("refuses work that takes more than half of the free memory", async () => {
    const sealed = await sealBytes(Uint8Array.of(1), { passphrase: "x", workFactor: 10 });
    const free = vi.spyOn(process, "availableMemory").mockReturnValue(2 ** 20);
    onTestFinished(() => free.mockRestore());
    await expect(openBytes(sealed, { passphrase: "x" })).rejects.toThrow(
      new ModelFileError(
        "it asks for 0.0 GiB of memory for its passphrase, more than half of the 0.0 GiB that are free: open it where there is " +
          "more, or have it sealed with less work",
      ),
    );
    free.mockReturnValue(2 ** 22);
    expect(await openBytes(sealed, { passphrase: "x" })).toEqual(Uint8Array.of(1));
  });

  it("are refused at once where they were cut off, before any of it is read", async () => {
    const path = join(temporaryFolder(), "file");
    const sealed = await sealBytes(new Uint8Array(3 * 65536), small);
    const header = sealed.length - 16 - 3 * (65536 + 16);
    // Nothing but the header, a nonce and the tag of an empty chunk; whole chunks.
    for (const length of [
      header + 32,
      header + 16 + 65536 + 16,
      header + 16 + 2 * (65536 + 16),
      header + 20,
    ]) {
      writeFileSync(path, sealed.subarray(0, length));
      let reached = false;
      const opening = withKeys(keys, () =>
        withFile(path, async () => {
          reached = true;
        }),
      );
      await expect(opening, String(length)).rejects.toThrow(ModelFileError);
      expect(reached).toBe(false);
    }
  });

  it("take one kind of key, and keys that are some", async () => {
    const seal = (options: object) => sealBytes(Uint8Array.of(1), options);
    const { identity, recipient } = generateIdentity();
    await expect(seal({})).rejects.toThrow("give recipients or a passphrase");
    await expect(seal({ passphrase: "x", recipients: [recipient] })).rejects.toThrow(ArgumentError);
    await expect(seal({ passphrase: "" })).rejects.toThrow("the passphrase is empty");
    await expect(seal({ passphrase: "x", workFactor: 23 })).rejects.toThrow("from 1 to 22");
    await expect(seal({ recipients: [`${recipient}q`] })).rejects.toThrow("a recipient is not a public key");
    for (const secret of [identity, identity.toLowerCase()]) {
      const error = await seal({ recipients: [secret] }).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(ArgumentError);
      expect(error.message).toContain("a secret key is given as a recipient");
      expect(error.message.toLowerCase()).not.toContain(identity.slice(20, 40).toLowerCase());
    }
    const sealed = await seal({ recipients: [recipient] });
    const opening = openBytes(sealed, { identities: [identity.slice(0, -1)] });
    await expect(opening).rejects.toThrow("an identity is not a secret key of age");
    // A secret does not get into a log.
    await expect(opening).rejects.not.toThrow(identity.slice(20, 40));
    expect(await openBytes(sealed, { identities: [generateIdentity().identity, identity] })).toEqual(
      Uint8Array.of(1),
    );
  });

  it("leave the old file where sealing fails", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    writeFileSync(path, "old");
    await expect(withKeys({ seal: {} }, () => writeFileAtomically(path, "new"))).rejects.toThrow(
      ArgumentError,
    );
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(join(path, ".."))).toEqual(["model.safetensors"]);
  });
});

describe("signed files", () => {
  const { privateKey, publicKey } = generateSigningKey();
  const trustedKey = parseSigningKey(publicKey, "public");

  async function signed(path: string, pem = privateKey) {
    const hash = await withFile(path, hashOf, { raw: true });
    writeFileSync(`${path}.sig`, formatSignature(parseSigningKey(pem, "private"), hash));
  }

  it.each([
    ["plain", {}],
    ["sealed", keys],
  ])("are read where the trusted key signed them: %s", async (_, own: Keys) => {
    const path = join(temporaryFolder(), "model.safetensors");
    await withKeys(own, () => writeSafetensors(path, TENSORS));
    const read = () => withKeys({ ...own, trustedKey }, () => readSafetensors(path));
    await expect(read()).rejects.toThrow(`${path}: it is not signed (there is no ${path}.sig)`);
    await signed(path, generateSigningKey().privateKey);
    await expect(read()).rejects.toThrow("it is signed with another key than the trusted one");
    await signed(path);
    expect((await read()).tensors.size).toBe(3);
    const signature = readFileSync(`${path}.sig`, "utf8");
    for (const text of [
      "",
      "null",
      "[]",
      signature.replace("ed25519", "none"),
      signature.replace('"version": 1', '"version": 2'),
    ]) {
      writeFileSync(`${path}.sig`, text);
      await expect(read()).rejects.toThrow("is damaged");
    }
    // Any other character of the signature itself, or of the hash.
    const { signature: value } = JSON.parse(signature) as { signature: string };
    writeFileSync(
      `${path}.sig`,
      signature.replace(value, `${value[0] === "A" ? "B" : "A"}${value.slice(1)}`),
    );
    await expect(read()).rejects.toThrow("its signature is not valid");
    writeFileSync(`${path}.sig`, signature);
    const content = readFileSync(path);
    content[content.length - 1]! ^= 1;
    writeFileSync(path, content);
    await expect(read()).rejects.toThrow("it was changed after it was signed");
    // A stated hash that fits needs a signature of it.
    const hash = Buffer.from(await withFile(path, hashOf, { raw: true })).toString("hex");
    writeFileSync(`${path}.sig`, signature.replace(/"sha256": "\w+"/, `"sha256": "${hash}"`));
    await expect(read()).rejects.toThrow("its signature is not valid");
  });

  it("takes no other kind of key", () => {
    expect(() => parseSigningKey(privateKey, "public")).toThrow("the key is no public Ed25519 key");
    expect(() => parseSigningKey(publicKey, "private")).toThrow(ArgumentError);
    expect(() => parseSigningKey("nonsense", "public")).toThrow(ArgumentError);
  });
});
