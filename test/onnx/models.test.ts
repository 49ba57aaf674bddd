/** ResNet-18, MobileNetV2 and a small vision transformer that PyTorch exports, against ONNX Runtime. */
import { expect, it } from "vitest";
import { exportedModels, peerRuntime } from "../../src/experiments/onnx_models.js";
import { readOnnx } from "../../src/onnx/node/read.js";
import { Random } from "../../src/random/philox.js";
import { onEachDevice } from "../support/devices.js";

function peers() {
  try {
    return { runtime: peerRuntime(), files: exportedModels() };
  } catch (error) {
    return (error as Error).message.split("\n")[0]!;
  }
}
const found = peers();

onEachDevice("exported networks", (device) => {
  if (typeof found === "string") {
    it.skip(`need npm run bench:peers:setup (${found})`);
    return;
  }
  const { runtime, files } = found;
  it.each(Object.keys(files))("%s gives ONNX Runtime's outputs", async (name) => {
    const random = new Random(5, 0);
    const shape = [2, 3, 224, 224];
    const image = { data: Float32Array.from({ length: 2 * 3 * 224 * 224 }, () => random.normal()), shape };
    const model = (await readOnnx(files[name]!)).to(device);
    const reference = await readOnnx(files[name]!, { runtime });
    const [own, other] = [await model.run({ image }), await reference.run({ image })];
    expect(own.logits!.shape).toEqual([2, 1000]);
    const largest = Math.max(...other.logits!.data.map(Math.abs));
    const worst = Math.max(...own.logits!.data.map((value, i) => Math.abs(value - other.logits!.data[i]!)));
    expect(worst / largest).toBeLessThan(1e-4);
    model.release();
    await reference.close();
  });
});
