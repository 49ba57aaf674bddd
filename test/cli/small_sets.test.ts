/** Few images: the library and the command line learn the same from them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { openDevice } from "../../src/device/node/index.js";
import { ImageClusterer } from "../../src/models/index.js";
import { encodePng } from "../../src/report/png.js";
import { digits } from "../support/tiny_model.js";
import { here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);

/** Neither batch nor epochs: those are left to the number of images. */
const options = { clusters: 2, stem: [{ channels: 4, kernel: 5, stride: 4 }], hidden: 8, heads: 2, seed: 3 };
const COUNT = 100;

describe("a folder of few images [native]", () => {
  it("gives the same model by the library and by skein cluster", async () => {
    mkdirSync(at("images"));
    for (let i = 0; i < COUNT; i++) {
      const pixels = Uint8Array.from(digits.pixels.subarray(i * 784, (i + 1) * 784));
      const png = encodePng({ width: 28, height: 28, channels: 1, pixels });
      writeFileSync(at(`images/${String(i).padStart(3, "0")}.png`), png);
    }
    writeFileSync(at("options.json"), JSON.stringify(options));
    const command = "cluster images --size 28 --config options.json --no-report --out run -d native";
    const result = await here(command.split(" "), { cwd: folder.path });
    expect(result.code, result.stderr).toBe(0);

    using device = await openDevice("native");
    const clusterer = new ImageClusterer(options, device);
    await clusterer.fit(await loadImageFolder(at("images"), { height: 28, width: 28 }));
    expect(clusterer.config).toMatchObject({ batch: 10, epochs: 60 });
    await clusterer.save(at("library.safetensors"));
    await clusterer.close();

    const metrics = JSON.parse(readFileSync(at("run/metrics.json"), "utf8"));
    expect(metrics.config).toEqual(clusterer.config);
    const [byCommand, byLibrary] = ["run/model.safetensors", "library.safetensors"].map((name) =>
      readFileSync(at(name)),
    );
    expect(byCommand!.equals(byLibrary!)).toBe(true);
  });
});
