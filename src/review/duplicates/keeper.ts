/** Which of near-duplicates to keep. */
import { stat } from "node:fs/promises";
import { type DecodeOptions, type ImageDecoder, openDecoder } from "../../data/decode.js";
import { ArgumentError } from "../../errors.js";
import { count, moment } from "../../format.js";

/** What rules see of a file, read when it is asked for. */
class Candidate {
  constructor(
    readonly path: string,
    readonly name: string,
    readonly decoder: ImageDecoder,
  ) {}

  async pixels(): Promise<number> {
    const { height, width } = await this.decoder.extent(this.path);
    return height * width;
  }

  /** The variance of the Laplacian of the grey picture at its own size. */
  async sharpness(): Promise<number> {
    const { height, width, channels, pixels } = await this.decoder.whole(this.path, 1);
    const at = (row: number, column: number) => pixels[(row * width + column) * channels]!;
    let [sum, squares, cells] = [0, 0, 0];
    for (let row = 1; row < height - 1; row++) {
      for (let column = 1; column < width - 1; column++) {
        const value =
          4 * at(row, column) -
          at(row - 1, column) -
          at(row + 1, column) -
          at(row, column - 1) -
          at(row, column + 1);
        sum += value;
        squares += value * value;
        cells++;
      }
    }
    return cells === 0 ? 0 : squares / cells - (sum / cells) ** 2;
  }
}

interface KeeperRule {
  /** One line for a list. */
  readonly about: string;
  /** The greatest is kept. */
  value(candidate: Candidate): Promise<number>;
  describe(value: number): string;
}

/** By name, in the order in which they decide by default. */
export const KEEPER_RULES: Readonly<Record<string, KeeperRule>> = {
  resolution: {
    about: "most pixels",
    value: (candidate) => candidate.pixels(),
    describe: (value) => `most pixels, ${count(value)}`,
  },
  sharpness: {
    about: "greatest variance of the Laplacian",
    value: (candidate) => candidate.sharpness(),
    describe: (value) => `sharpest, ${value.toPrecision(3)}`,
  },
  size: {
    about: "most bytes",
    value: async ({ path }) => (await stat(path)).size,
    describe: (value) => `largest file, ${count(value)} bytes`,
  },
  date: {
    about: "oldest date of change",
    value: async ({ path }) => -(await stat(path)).mtimeMs,
    describe: (value) => `oldest, ${moment(new Date(-value))}`,
  },
  path: {
    about: "shortest path, then the first by its letters",
    value: async ({ name }) => -name.length,
    describe: () => "shortest path",
  },
};

export interface Keeper {
  /** Its place among those given. */
  readonly place: number;
  /** What decided: "most pixels, 2,073,600". */
  readonly reason: string;
}

/** Chooses what to keep of groups of files. */
export class KeeperChoice {
  readonly #rules: readonly KeeperRule[];
  readonly #decoder: ImageDecoder;

  private constructor(rules: readonly KeeperRule[], decoder: ImageDecoder) {
    this.#rules = rules;
    this.#decoder = decoder;
  }

  /**
   * @param rules names of `KEEPER_RULES`, of which each decides among those that are equal by the ones before it. Default all.
   * @param options.maxPixels as the images were read with.
   * @throws {ArgumentError} for a name that is no rule.
   */
  static async open(
    rules: readonly string[] = Object.keys(KEEPER_RULES),
    { maxPixels }: Pick<DecodeOptions, "maxPixels"> = {},
  ): Promise<KeeperChoice> {
    const unknown = rules.find((name) => !Object.hasOwn(KEEPER_RULES, name));
    if (unknown !== undefined) {
      throw new ArgumentError(
        `keep: there is no rule ${unknown}: rules are ${Object.keys(KEEPER_RULES).join(", ")}`,
      );
    }
    return new KeeperChoice(
      rules.map((name) => KEEPER_RULES[name]!),
      await openDecoder({ maxPixels }),
    );
  }

  /** @param files their paths on the disk, and how they are called. At least one. */
  async choose(files: readonly { readonly path: string; readonly name: string }[]): Promise<Keeper> {
    let left = files.map(({ path, name }, place) => ({
      place,
      name,
      candidate: new Candidate(path, name, this.#decoder),
    }));
    let reason = "first by its letters";
    for (const rule of this.#rules) {
      if (left.length === 1) break;
      const values = await Promise.all(
        left.map(({ candidate }) => rule.value(candidate).catch(() => Number.NEGATIVE_INFINITY)),
      );
      const best = Math.max(...values);
      const kept = left.filter((_, i) => values[i] === best);
      if (kept.length < left.length) reason = rule.describe(best);
      left = kept;
    }
    left.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { place: left[0]!.place, reason };
  }
}
