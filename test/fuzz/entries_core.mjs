/** Tapes, tensors, devices, k-means and batches of images. See entries.mjs. */
import * as skein from "../../dist/index.js";
import { ImageBatches } from "../../dist/models/batches.js";

const { ops } = skein;
const size = (shape) => shape.reduce((a, b) => a * b, 1);
/** A set of images, and a batch with indices of which some may be wrong. */
function batchOf(s) {
  const [count, height, width] = [1 + s.integer(4), 1 + s.integer(9), 1 + s.integer(9)];
  const channels = s.pick([1, 3]);
  const pixels = s.values(count * height * width * channels, "u8");
  const batches = new ImageBatches(s.device, { count, height, width, channels, pixels });
  try {
    const { values } = s.indices(1 + s.integer(6), count);
    return { batches, batch: batches.select(s.tape, values), values, count };
  } catch (error) {
    batches.release();
    throw error;
  }
}
function images(s, use) {
  const { batches, batch, values, count } = batchOf(s);
  try {
    const y = use(batches, batch);
    s.recorded(values, count);
    return y;
  } finally {
    batches.release();
  }
}

export const coreEntries = {
  Tape: async (s) => {
    const x = s.result(s.shape());
    const kind = s.integer(6);
    if (kind === 0)
      s.tape.watch(x, s.chance(2) ? undefined : { gradient: s.tensor(x.shape), claim: () => s.chance(4) });
    else if (kind === 1) s.backward(ops.sum(s.tape, x));
    else if (kind === 2) s.backwardFrom([x], [s.tensor(x.shape)]);
    else if (kind === 3) s.tape.gradient(x);
    else if (kind === 4) s.tape.constant(s.values(s.extent()), s.badShape([s.extent()]));
    else s.tape.empty(s.badShape());
  },
  Tensor: (s) => {
    const x = s.tensor(s.shape());
    const dtype = s.pick(["f32", "i32", "u32", "u8"]);
    return new skein.Tensor(
      s.device,
      { ...x.slice, offset: s.number(0), bytes: s.number(x.slice.bytes) },
      s.badShape(),
      dtype,
    ).dtype;
  },
  "Tensor.data": async (s) => {
    const x = s.tensor(s.shape());
    // Another device knows nothing of this one's indices.
    await (x.device === s.device ? s.read(x.data()) : x.data());
  },
  "Tensor.view": (s) => s.tensor(s.shape()).view(s.badShape()).shape,
  "Tensor.write": (s) => {
    const x = s.tape.empty(s.shape());
    x.write(s.chance(4) ? s.values(s.extent(), s.pick(["u32", "u8"])) : s.values(x.size));
  },
  "Tensor.release": (s) => s.released().release(),
  empty: (s) => skein.empty(s.device, s.badShape(), s.pick(["f32", "u8"])).release(),
  zeros: (s) => skein.zeros(s.device, s.badShape(), s.pick(["f32", "u32"])).release(),
  tensor: (s) => {
    const shape = s.shape();
    const values = s.values(s.chance(8) ? s.extent() : size(shape), s.pick(["f32", "i32", "u32", "u8"]));
    skein.tensor(s.device, s.chance(4) ? [...values] : values, s.badShape(shape)).release();
  },
  Device: async (s) => {
    const { device } = s;
    const { slice } = s.tensor(s.shape());
    const part = () => ({ ...slice, offset: s.number(256 * s.integer(2)), bytes: s.number(s.integer(512)) });
    const kind = s.integer(6);
    if (kind === 0) device.copy(part(), s.tape.empty(s.shape()).slice);
    else if (kind === 1) device.clear({ ...s.tape.empty(s.shape()).slice, bytes: s.number(4) });
    else if (kind === 2) await s.read(device.read(part()));
    else if (kind === 3) device.write(s.tape.empty([4]).slice, s.values(s.extent()));
    else if (kind === 4) device.createBuffer(s.number(4 * s.integer(99))).release();
    else device.submit();
  },
  gradCheck: async (s) => {
    await s.settle();
    const options = { probes: s.number(1), step: s.number(1e-2), seed: s.number(1) };
    await skein.gradCheck(s.device, [s.badShape([2, 3])], (tape, [x]) => ops.tanh(tape, x), options);
  },
  "ImageBatches.plain": (s) => images(s, (batches, batch) => batches.plain(s.tape, batch)),
  "ImageBatches.augmented": (s) =>
    images(s, (batches, batch) =>
      batches.augmented(
        s.tape,
        batch,
        {
          rotation: s.number(10),
          scale: s.number(0.1),
          shear: s.number(0.1),
          translation: s.number(0.1),
          elastic: s.number(0.05),
          flip: s.number(0.5),
          brightness: s.number(0.1),
          contrast: s.number(0.1),
          erase: s.number(0.3),
          eraseUntil: 1,
        },
        { seed: s.number(3), offset: s.number(4) },
      ),
    ),
};
