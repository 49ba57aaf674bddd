import { ScriptError } from "../run.js";

/** Largest difference to float64, of the largest feature: float32 in some fifty layers. */
const TOLERANCE = 1e-4;

/**
 * Compares an ONNX file with a float64 evaluation of Keras' layers, written from their definitions, on a drawn image.
 *
 * @param {import("./keras.js").Network} network
 * @param {string} onnx the file
 * @param {number} side of the image
 * @returns {Promise<number>} the largest difference, of the largest feature
 * @throws {ScriptError} where they differ
 */
export async function checkTrunk(network, onnx, side) {
  const { openDevice, openEncoder, Random } = await import("../../../dist/index.js");
  const random = new Random(1, 0);
  const pixels = Uint8Array.from({ length: side * side * 3 }, () => Math.floor(256 * random.uniform()));
  const expected = evaluate(network, {
    side: [side, side],
    channels: 3,
    data: Float64Array.from(pixels, (v) => v / 255),
  });
  const device = await openDevice("native");
  const preprocessing = { size: side, resize: null, mean: [0, 0, 0], std: [1, 1, 1], scale: 1 / 255 };
  const encoder = await openEncoder({ onnx, preprocessing }, device);
  try {
    const { data } = await encoder.encode({ count: 1, height: side, width: side, channels: 3, pixels });
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), 0) / largest;
    if (data.length === expected.length && worst < TOLERANCE) return worst;
    throw new ScriptError(`${onnx} does not compute what its layers say: ${worst} of the largest feature`);
  } finally {
    encoder.release();
    device.close();
  }
}

/** The means [F] of the last layer's map for one image; maps are { side: [rows, columns], channels, data } channels last. */
function evaluate({ layers, weights }, image) {
  const values = new Map();
  const last = layers.at(-1);
  for (const { name, type, config, inputs } of layers) {
    const [x, ...others] = inputs.map((input) => values.get(input));
    const part = (what) => weights.get(`${name}/${what}`)?.data;
    if (name === last.name) return means(x);
    const compute = {
      InputLayer: () => image,
      ZeroPadding2D: () => padded(x, config.padding),
      Conv2D: () => convolved(x, part("kernel"), part("bias"), config),
      DepthwiseConv2D: () => depthwise(x, part("depthwise_kernel"), config),
      BatchNormalization: () => {
        const [mean, variance, gamma, beta] = ["moving_mean", "moving_variance", "gamma", "beta"].map(part);
        const normalised = (value, c) =>
          ((value - mean[c]) / Math.sqrt(variance[c] + config.epsilon)) * (gamma?.[c] ?? 1) +
          (beta?.[c] ?? 0);
        return { ...x, data: x.data.map((value, i) => normalised(value, i % x.channels)) };
      },
      ReLU: () => ({
        ...x,
        data: x.data.map((value) => Math.min(config.max_value ?? Infinity, Math.max(0, value))),
      }),
      Activation: () => ({ ...x, data: x.data.map((value) => Math.max(0, value)) }),
      Add: () => ({
        ...x,
        data: x.data.map((value, i) => others.reduce((sum, { data }) => sum + data[i], value)),
      }),
      Concatenate: () => joined([x, ...others]),
      MaxPooling2D: () =>
        windows(x, config.pool_size, config, (cells, c) => Math.max(...cells.map((at) => x.data[at + c]))),
      AveragePooling2D: () =>
        windows(
          x,
          config.pool_size,
          config,
          (cells, c) => cells.reduce((sum, at) => sum + x.data[at + c], 0) / cells.length,
        ),
    }[type];
    values.set(name, compute());
  }
}

function means({ channels, data }) {
  const sums = new Float64Array(channels);
  data.forEach((value, i) => {
    sums[i % channels] += value;
  });
  return sums.map((sum) => (sum * channels) / data.length);
}

function padded({ side: [rows, columns], channels, data }, [[top, bottom], [left, right]]) {
  const width = left + columns + right;
  const result = new Float64Array((top + rows + bottom) * width * channels);
  for (let y = 0; y < rows; y++) {
    const row = data.subarray(y * columns * channels, (y + 1) * columns * channels);
    result.set(row, ((y + top) * width + left) * channels);
  }
  return { side: [top + rows + bottom, width], channels, data: result };
}

function joined(maps) {
  const [{ side }] = maps;
  const channels = maps.reduce((sum, map) => sum + map.channels, 0);
  const data = new Float64Array(side[0] * side[1] * channels);
  let offset = 0;
  for (const map of maps) {
    for (let cell = 0; cell < side[0] * side[1]; cell++) {
      data.set(map.data.subarray(cell * map.channels, (cell + 1) * map.channels), cell * channels + offset);
    }
    offset += map.channels;
  }
  return { side, channels, data };
}

/** First positions of windows and their number along an axis; "same" pads above and below, one more below. */
function places(extent, kernel, stride, padding) {
  const count = padding === "same" ? Math.ceil(extent / stride) : Math.floor((extent - kernel) / stride) + 1;
  const pad = padding === "same" ? Math.max(0, (count - 1) * stride + kernel - extent) : 0;
  return Array.from({ length: count }, (_, i) => i * stride - Math.floor(pad / 2));
}

/** `of` of the cells of each window that lie in the map, as positions of their first channels, for each channel. */
function windows({ side, channels }, [height, width], { strides, padding }, of) {
  const rows = places(side[0], height, strides[0], padding);
  const columns = places(side[1], width, strides[1], padding);
  const data = new Float64Array(rows.length * columns.length * channels);
  let at = 0;
  for (const top of rows) {
    for (const left of columns) {
      const cells = cellsOf(side, channels, top, left, height, width).map(({ at }) => at);
      for (let c = 0; c < channels; c++) data[at++] = of(cells, c);
    }
  }
  return { side: [rows.length, columns.length], channels, data };
}

/** Cells of a window that lie in the map: the position of the first channel, and the place in the kernel. */
function cellsOf([rows, columns], channels, top, left, height, width) {
  const cells = [];
  for (let dy = 0; dy < height; dy++) {
    for (let dx = 0; dx < width; dx++) {
      const [y, x] = [top + dy, left + dx];
      if (y < 0 || x < 0 || y >= rows || x >= columns) continue;
      cells.push({ at: (y * columns + x) * channels, tap: dy * width + dx });
    }
  }
  return cells;
}

function convolved(
  { side, channels, data },
  kernel,
  bias,
  { kernel_size: [height, width], strides, padding, filters },
) {
  const rows = places(side[0], height, strides[0], padding);
  const columns = places(side[1], width, strides[1], padding);
  const result = new Float64Array(rows.length * columns.length * filters);
  let at = 0;
  for (const top of rows) {
    for (const left of columns) {
      const sums = result.subarray(at, at + filters);
      if (bias) sums.set(bias);
      for (const cell of cellsOf(side, channels, top, left, height, width)) {
        for (let c = 0; c < channels; c++) {
          const value = data[cell.at + c];
          const first = (cell.tap * channels + c) * filters;
          for (let f = 0; f < filters; f++) sums[f] += value * kernel[first + f];
        }
      }
      at += filters;
    }
  }
  return { side: [rows.length, columns.length], channels: filters, data: result };
}

function depthwise({ side, channels, data }, kernel, { kernel_size: [height, width], strides, padding }) {
  const rows = places(side[0], height, strides[0], padding);
  const columns = places(side[1], width, strides[1], padding);
  const result = new Float64Array(rows.length * columns.length * channels);
  let at = 0;
  for (const top of rows) {
    for (const left of columns) {
      for (const cell of cellsOf(side, channels, top, left, height, width)) {
        for (let c = 0; c < channels; c++)
          result[at + c] += data[cell.at + c] * kernel[cell.tap * channels + c];
      }
      at += channels;
    }
  }
  return { side: [rows.length, columns.length], channels, data: result };
}
