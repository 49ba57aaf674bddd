// ONNX Runtime on the CPU. Models are written with the inputs' weights, in the layouts it takes: NCHW, time first.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { layerModel } from "./onnx_layers.mjs";
import { convolution, ModelWriter } from "./onnx_model.mjs";
import { residualNetwork } from "./onnx_networks.mjs";
import { permute, serve, threadsAtWork } from "./protocol.mjs";

serve(async (threads) => {
  const ort = (await import("onnxruntime-node")).default;
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(readFileSync(require.resolve("onnxruntime-node/package.json"), "utf8"));
  const sessionOptions = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    // Its own choice, 0, is a thread per core, each kept to one; a number leaves them to the scheduler.
    intraOpNumThreads: threads === availableParallelism() ? 0 : threads,
    interOpNumThreads: 1,
  };

  /** A model's work: feeds once per run, in one piece or several. */
  async function session(model, feeds, name, arrange = (output) => output) {
    const running = await ort.InferenceSession.create(model, sessionOptions);
    const once = async () => {
      const outputs = [];
      for (const feed of feeds) outputs.push((await running.run(feed)).output.data);
      return outputs;
    };
    return {
      run: once,
      async results() {
        return { [name]: arrange(concat(await once())) };
      },
      release: () => running.release(),
    };
  }
  const floats = ({ data, shape }) => new ort.Tensor("float32", data, shape);

  /** Its kernels go by the processor, and nothing holds them to less. */
  function kernels() {
    try {
      return readFileSync("/proc/cpuinfo", "utf8").includes("avx512f") ? "avx512" : null;
    } catch {
      return null;
    }
  }

  async function trial() {
    const model = new ModelWriter();
    const side = [1024, 1024];
    const product = model.node("MatMul", [model.input("a", side), model.input("b", side)]);
    const matrix = floats({ data: new Float32Array(1024 * 1024).fill(1), shape: side });
    const work = await session(model.finish(product, side), [{ a: matrix, b: matrix }], "c");
    const worked = await threadsAtWork(work.run, threads);
    await work.release();
    return worked;
  }

  return {
    version,
    libraries: [{ name: "MLAS", build: version, threads: null, isa: kernels() }],
    worked: { "a product": await trial() },
    works: {
      gemm({ sizes: { m, n, k }, inputs }) {
        const model = new ModelWriter();
        const [a, b] = [model.input("a", [m, k]), model.input("b", [k, n])];
        const bytes = model.finish(model.node("MatMul", [a, b]), [m, n]);
        return session(bytes, [{ a: floats(inputs.a), b: floats(inputs.b) }], "c");
      },

      batched_matmul({ sizes: { batch, m, n, k }, inputs }) {
        const model = new ModelWriter();
        const [a, b] = [model.input("a", [batch, m, k]), model.input("b", [batch, k, n])];
        const bytes = model.finish(model.node("MatMul", [a, b]), [batch, m, n]);
        return session(bytes, [{ a: floats(inputs.a), b: floats(inputs.b) }], "c");
      },

      conv2d({ sizes: { B, H, W, C, O, kernel, stride, padding }, settings: { backward }, inputs }) {
        if (backward) return "it does not train";
        const model = new ModelWriter();
        const x = model.input("x", [B, C, H, W]);
        const y = convolution(model, x, inputs.weight, inputs.bias, { stride, padding });
        const extent = (size) => Math.floor((size + 2 * padding - kernel) / stride) + 1;
        const shape = [B, O, extent(H), extent(W)];
        const feed = { x: floats(permute(inputs.x, [0, 3, 1, 2])) };
        const arrange = (data) => permute({ data, shape }, [0, 2, 3, 1]).data;
        return session(model.finish(y, shape), [feed], "y", arrange);
      },

      recurrent({ sizes, settings: { cell, backward }, inputs }) {
        if (backward) return "it does not train";
        const { B, T, I, H, D, L } = sizes;
        const model = new ModelWriter();
        let x = model.input("x", [T, B, I]);
        let y = x;
        for (let layer = 0; layer < L; layer++) {
          const get = (name) => inputs[`${name}_l${layer}`];
          y = recurrent(model, cell, x, get, H, D, 0);
          if (layer + 1 < L) {
            const joined = model.node("Transpose", [y], { perm: [0, 2, 1, 3] });
            x = model.node("Reshape", [joined, model.integers([T, B, D * H])]);
          }
        }
        const shape = [T, D, B, H];
        const feed = { x: floats(permute(inputs.x, [1, 0, 2])) };
        const arrange = (data) => permute({ data, shape }, [2, 0, 1, 3]).data;
        return session(model.finish(y, shape), [feed], "y", arrange);
      },

      layer({ sizes, settings: { layer, backward }, inputs }) {
        if (backward) return "it does not train";
        const written = layerModel(layer, sizes, inputs);
        if (!written) return `${layer} is not written as an ONNX model here`;
        return session(written.bytes, [{ x: floats(written.x) }], "y", written.arrange);
      },

      network_predict({ settings: { network }, inputs }) {
        if (!network.startsWith("resnet")) return "measured with residual networks";
        const feed = { x: floats(permute(inputs.x, [0, 3, 1, 2])) };
        return session(residualNetwork(inputs), [feed], "logits");
      },

      /** In pieces of 1000 or whole, whichever is faster. */
      async predict({ sizes: { N }, settings, inputs }) {
        const pieces = async (size) => {
          const { data } = inputs.images;
          const bytes = data.length / N;
          const feeds = Array.from({ length: N / size }, (_, i) => ({
            images: new ort.Tensor("uint8", data.subarray(i * size * bytes, (i + 1) * size * bytes), [
              size,
              28,
              28,
              1,
            ]),
          }));
          return session(encoder(size, settings, inputs), feeds, "probabilities");
        };
        const candidates = [await pieces(N)];
        if (N % 1000 === 0 && N > 1000) candidates.push(await pieces(1000));
        let best = null;
        for (const candidate of candidates) {
          await candidate.run();
          const begin = performance.now();
          await candidate.run();
          const ms = performance.now() - begin;
          if (best && ms >= best.ms) await candidate.release();
          else {
            await best?.candidate.release();
            best = { candidate, ms };
          }
        }
        return best.candidate;
      },
    },
  };
});

/** Where each of ONNX's gates stands in PyTorch's order: i o f c of i f g o; z r h of r z n. */
const GATES = { rnn: [0], lstm: [0, 3, 1, 2], gru: [1, 0, 2] };

/** weight(name) is [D, gates * H, ...]. */
function recurrent(model, cell, x, weight, hidden, directions, wanted) {
  const order = GATES[cell];
  const reorder = ({ data, shape: [d, rows, columns = 1] }) => {
    const result = new Float32Array(data.length);
    const block = hidden * columns;
    for (let direction = 0; direction < d; direction++) {
      order.forEach((from, to) => {
        const start = direction * rows * columns;
        result.set(data.subarray(start + from * block, start + (from + 1) * block), start + to * block);
      });
    }
    return { data: result, shape: columns === 1 ? [d, rows] : [d, rows, columns] };
  };
  const [biasIh, biasHh] = [reorder(weight("bias_ih")), reorder(weight("bias_hh"))];
  const rows = biasIh.shape[1];
  const bias = new Float32Array(2 * directions * rows);
  for (let d = 0; d < directions; d++) {
    bias.set(biasIh.data.subarray(d * rows, (d + 1) * rows), 2 * d * rows);
    bias.set(biasHh.data.subarray(d * rows, (d + 1) * rows), (2 * d + 1) * rows);
  }
  const inputs = [
    x,
    model.constant(reorder(weight("weight_ih"))),
    model.constant(reorder(weight("weight_hh"))),
    model.constant({ data: bias, shape: [directions, 2 * rows] }),
  ];
  const attributes = {
    hidden_size: hidden,
    direction: directions === 2 ? "bidirectional" : "forward",
    ...(cell === "gru" && { linear_before_reset: 1 }),
  };
  return model.node(cell.toUpperCase(), inputs, attributes, { results: 2, wanted });
}

/** ImageClusterer's default network for a batch of digits, from bytes to the first head's probabilities. */
function encoder(batch, { hidden, heads, clusters }, inputs) {
  const model = new ModelWriter();
  const norm = (x, name) => {
    const parts = ["weight", "bias", "running_mean", "running_var"].map((part) =>
      model.constant(inputs[`${name}.${part}`]),
    );
    return model.node("BatchNormalization", [x, ...parts], { epsilon: 1e-5 });
  };
  const bytes = model.input("images", [batch, 28, 28, 1], "uint8");
  const scale = model.constant({ data: [1 / 255], shape: [1] });
  let map = model.node("Mul", [model.node("Cast", [bytes], { to: 1 }), scale]);
  map = model.node("Reshape", [map, model.integers([batch, 1, 28, 28])]);
  for (const [i, padding] of [2, 1].entries()) {
    const get = (part) => inputs[`stem.${i}.conv.${part}`];
    map = convolution(model, map, get("weight"), get("bias"), { stride: 2, padding });
    map = model.node("Relu", [norm(map, `stem.${i}.norm`)]);
  }
  // Rows of the map are steps: [B, C, H, W] to [H, B, W * C].
  const rows = model.node("Transpose", [map], { perm: [2, 0, 3, 1] });
  const steps = model.node("Reshape", [rows, model.integers([7, batch, 7 * 64])]);
  const both = (name) => stack([inputs[`gru.${name}_l0`], inputs[`gru.${name}_l0_reverse`]]);
  const last = recurrent(model, "gru", steps, both, hidden, 2, 1);
  const joined = model.node("Transpose", [last], { perm: [1, 0, 2] });
  const features = norm(model.node("Reshape", [joined, model.integers([batch, 2 * hidden])]), "norm");
  const weights = [model.constant(inputs["heads.weight"]), model.constant(inputs["heads.bias"])];
  const logits = model.node("Gemm", [features, ...weights], { transB: 1 });
  const perHead = model.node("Reshape", [logits, model.integers([batch, heads, clusters])]);
  const probabilities = model.node("Softmax", [perHead], { axis: -1 });
  const first = model.node("Slice", [
    probabilities,
    model.integers([0]),
    model.integers([1]),
    model.integers([1]),
  ]);
  return model.finish(model.node("Reshape", [first, model.integers([batch, clusters])]), [batch, clusters]);
}

function concat(arrays) {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

function stack(parts) {
  return { data: concat(parts.map(({ data }) => data)), shape: [parts.length, ...parts[0].shape] };
}
