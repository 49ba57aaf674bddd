/** Batch normalisation by its statistics. */
import type { Extent } from "../graph_writer.js";
import { extent, fixed, registerKernelExporter, tensorOf } from "../kernel_exporter.js";

registerKernelExporter("batch_norm_inference", (w, traced) => {
  const [rows, channels] = [extent(traced, "rows"), extent(traced, "channels")];
  const count = channels[0];
  const row: readonly Extent[] = [channels];
  const running = w.data(tensorOf(traced, "running"), "the statistics of a normalisation");
  const statistics = [running.slice(0, count), running.slice(count, 2 * count)];
  const [mean, variance] = statistics.map((data, i) =>
    w.constant(data, [count], ["running_mean", "running_var"][i]),
  );
  const inputs = [
    w.value(tensorOf(traced, "x"), [rows, channels]),
    w.value(tensorOf(traced, "gamma"), row),
    w.value(tensorOf(traced, "beta"), row),
    mean!,
    variance!,
  ];
  const y = w.node("BatchNormalization", inputs, { epsilon: { float: traced.both[0].params.epsilon! } });
  w.define(tensorOf(traced, "y"), fixed(traced, "relu") ? w.node("Relu", [y]) : y, [rows, channels]);
});
