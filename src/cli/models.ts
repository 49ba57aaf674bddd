/** `skein models`: the named networks, their parameters, and what an image costs. */
import { SkeinError } from "../errors.js";
import { count } from "../format.js";
import { buildNetwork, networks } from "../models/index.js";
import { summarize } from "../nn/index.js";
import { EXIT } from "./exit_codes.js";
import type { CommonOptions, PixelSize } from "./options.js";
import type { Output } from "./output.js";
import { table } from "./table.js";

export interface ModelsOptions extends CommonOptions {
  readonly size?: PixelSize;
  readonly channels?: number;
  readonly classes?: number;
}

const SIDE = 28;
/** For networks that refuse images of the first side. */
const LARGE_SIDE = 224;

export async function models(
  { size, channels = 1, classes = 10, json }: ModelsOptions,
  out: Output,
): Promise<number> {
  const rows = networks().map(({ name, about }) => {
    const sizes = size ? [size] : [SIDE, LARGE_SIDE].map((side) => ({ height: side, width: side }));
    let refusal = "";
    for (const { height, width } of sizes) {
      try {
        const network = buildNetwork(name, { height, width, channels }, classes);
        const { trained, flopsPerExample, trainingBytes } = summarize(network, [1, height, width, channels]);
        return {
          name,
          about,
          height,
          width,
          channels,
          parameters: trained,
          flops: flopsPerExample,
          trainingBytes,
        };
      } catch (error) {
        if (!(error instanceof SkeinError)) throw error;
        refusal = error.message;
      }
    }
    return { name, about, refusal };
  });
  if (json) {
    await out.data(`${JSON.stringify({ networks: rows })}\n`);
    return EXIT.success;
  }
  const text = table(
    ["<network", "<images", "parameters", "MFLOP an image", "<about"],
    rows.map((row) =>
      "refusal" in row
        ? [row.name, "-", "-", "-", row.refusal!]
        : [
            row.name,
            `${row.height} x ${row.width} x ${row.channels}`,
            count(row.parameters),
            (row.flops / 1e6).toFixed(1),
            row.about,
          ],
    ),
  );
  await out.result(text);
  return EXIT.success;
}
