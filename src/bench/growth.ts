/** How a work's time grows with one of its sizes: all of them take turns, so that drift of the machine reaches all. */
import type { Device } from "../device/index.js";
import { type Family, type GrowthSeries, type Prepared, type Sizes, showSizes } from "./case.js";
import { measure, onDevice, type Pace } from "./measure.js";
import type { Growth } from "./result.js";
import { logLogSlope, summarize } from "./statistics.js";

/** Times one family at all sizes of its series. @throws what preparing or running it does. */
export async function measureGrowth(
  family: Family,
  { by, shapes }: GrowthSeries,
  device: Device,
  pace: Pace,
): Promise<Growth> {
  const prepared: Prepared[] = [];
  try {
    for (const sizes of shapes) {
      const bench = family.make(sizes);
      prepared.push(await bench.prepare(device, await bench.inputs(device)));
    }
    const times = await measure(
      prepared.map((each, i) => onDevice(showSizes(shapes[i]!), device, each)),
      // A slope needs more than a ratio does. Each sample is one run, small or large: back to back, small ones
      // would be recorded while others compute.
      { ...pace, seconds: 2 * pace.seconds, sampleMs: 0 },
    );
    const points = times.map((samples, i) => ({ size: shapes[i]![by]!, time: summarize(samples) }));
    return { device: device.info.kind, work: family.work, by, others: without(shapes[0]!, by), points };
  } finally {
    for (const each of prepared) each.release();
    device.trim();
  }
}

function without(sizes: Sizes, name: string): Sizes {
  const { [name]: _, ...rest } = sizes;
  return rest;
}

/**
 * Of the line through (log size, log time): 1 where time grows as the size does. By the medians, or by the shortest
 * times, to which others on the machine added least.
 */
export function growthSlope({ points }: Growth, time: "median" | "min" = "median"): number {
  return logLogSlope(points.map(({ size, time: of }) => [size, of[time]]));
}
