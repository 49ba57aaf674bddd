// TensorFlow.js, on WebAssembly or on WebGPU through the Dawn that Skein uses: node tfjs.mjs wasm|webgpu
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { permute, serve } from "./protocol.mjs";

const require = createRequire(import.meta.url);
const [backend] = process.argv.slice(2);

async function startWasm(threads) {
  const wasm = require("@tensorflow/tfjs-backend-wasm");
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  wasm.setWasmPaths(`${folder}/dist/`);
  wasm.setThreadsCount(threads);
  // In Node it never finds support for threads.
  return () => wasm.getThreadsCount();
}

/** Kept for as long as the process runs: Dawn's objects go with it. */
let gpu;

async function startWebGpu() {
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  gpu = create([]);
  Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
  require("@tensorflow/tfjs-backend-webgpu");
}

serve(async (threads) => {
  const tf = require("@tensorflow/tfjs");
  const threadsInUse = await (backend === "wasm" ? startWasm(threads) : startWebGpu());
  if (!(await tf.setBackend(backend))) throw new Error(`its ${backend} backend does not start`);
  await tf.ready();
  const used = {
    name: backend,
    build: tf.version_core,
    threads: threadsInUse ? threadsInUse() : null,
    isa: null,
  };
  return { version: tf.version_core, libraries: [used], works: makeWorks(tf) };
});

function makeWorks(tf) {
  /** Waits for the device, without reading results; WebAssembly has done its work when a call returns. */
  async function wait() {
    if (backend !== "webgpu") return;
    const device = tf.backend();
    device.ensureCommandEncoderReady();
    device.endComputePassEncoder();
    device.submitQueue();
    await device.queue.onSubmittedWorkDone();
  }
  const uploads = [];
  const keep = (tensor) => {
    uploads.push(tensor);
    return tensor;
  };
  const upload = ({ data, shape }) =>
    keep(
      data instanceof Uint32Array ? tf.tensor(Int32Array.from(data), shape, "int32") : tf.tensor(data, shape),
    );
  const once = (work) => ({
    run: () => tf.dispose(tf.tidy(work.compute)),
    wait,
    async results() {
      const outputs = tf.tidy(() => work.outputs?.() ?? { [work.name]: work.compute() });
      const read = Object.entries(outputs).map(async ([name, value]) => [name, await value.data()]);
      const values = Object.fromEntries(await Promise.all(read));
      tf.dispose(outputs);
      return values;
    },
    release() {
      tf.dispose(uploads.splice(0));
      tf.disposeVariables();
    },
  });

  /** Keras's weights [in, gates], one bias; its gates i f c o are PyTorch's i f g o. */
  function cellWeights({ ih, hh, biasIh, biasHh }) {
    const matrix = ({ data, shape }) => permute({ data, shape: shape.slice(-2) }, [1, 0]);
    const bias = Float32Array.from(biasIh.data, (value, i) => value + biasHh.data[i]);
    return [upload(matrix(ih)), upload(matrix(hh)), keep(tf.tensor1d(bias))];
  }

  function recurrentLayer(cell, { H, T, I }, returnSequences) {
    const options = { units: H, returnSequences, inputShape: [T, I] };
    if (cell === "rnn") return tf.layers.simpleRNN(options);
    return tf.layers.lstm({ ...options, recurrentActivation: "sigmoid", unitForgetBias: false });
  }

  return {
    gemm({ inputs }) {
      const [a, b] = [upload(inputs.a), upload(inputs.b)];
      return once({ name: "c", compute: () => tf.matMul(a, b) });
    },

    conv2d({ sizes: { stride, padding }, settings: { backward }, inputs }) {
      if (backward) return "measured forward only";
      const x = upload(inputs.x);
      const filter = upload(permute(inputs.weight, [1, 2, 3, 0]));
      const bias = upload(inputs.bias);
      const options = { x, filter, bias, strides: stride, pad: padding, dimRoundingMode: "floor" };
      return once({ name: "y", compute: () => tf.fused.conv2d(options) });
    },

    recurrent({ sizes, settings: { cell, backward }, inputs }) {
      if (cell === "gru") return "its GRU resets before the product: another cell than PyTorch's";
      if (backward) return "measured forward and as a training step";
      if (sizes.D !== 1 || sizes.L !== 1) return "measured with one layer and one direction";
      const model = tf.sequential({ layers: [recurrentLayer(cell, sizes, true)] });
      const get = (name) => inputs[`${name}_l0`];
      const weights = {
        ih: get("weight_ih"),
        hh: get("weight_hh"),
        biasIh: get("bias_ih"),
        biasHh: get("bias_hh"),
      };
      model.setWeights(cellWeights(weights));
      const x = upload(inputs.x);
      return once({ name: "y", compute: () => model.predictOnBatch(x) });
    },

    network_step({ sizes, settings: { network, learningRate }, inputs }) {
      if (network !== "rowLstm") return "measured with the row LSTM";
      const dense = tf.layers.dense({ units: 10 });
      const model = tf.sequential({ layers: [recurrentLayer("lstm", sizes, false), dense] });
      const get = (name) => inputs[`lstm.${name}_l0`];
      const weights = {
        ih: get("weight_ih"),
        hh: get("weight_hh"),
        biasIh: get("bias_ih"),
        biasHh: get("bias_hh"),
      };
      const head = [upload(permute(inputs["head.weight"], [1, 0])), upload(inputs["head.bias"])];
      model.setWeights([...cellWeights(weights), ...head]);
      const x = upload({ data: inputs.x.data, shape: [sizes.B, sizes.T, sizes.I] });
      const labels = keep(tf.oneHot(upload(inputs.labels), 10));
      const optimizer = tf.train.adam(learningRate);
      const loss = (logits) => tf.losses.softmaxCrossEntropy(labels, logits);
      return {
        ...once({
          outputs() {
            const logits = model.predictOnBatch(x);
            return { logits, loss: loss(logits) };
          },
        }),
        run: () => void optimizer.minimize(() => loss(model.apply(x, { training: true }))),
      };
    },
  };
}
