/** What a `RecurrentClusterer` can be told. */

import { cells } from "../../ops/index.js";
import type { ImageClustererConfig } from "../image_clusterer/config.js";
import { configFor } from "../image_clusterer/small_sets.js";
import { choice, fields, number, parseOptions, share, whole } from "../schema.js";

const schema = fields({
  /** K. */
  clusters: whole(2, 10000),
  /** Rows of cells of each map; of a sequence of tokens its length. */
  rows: whole(1, 4096),
  /** Columns of cells of each map; of a sequence of tokens 1. */
  columns: whole(1, 4096).default(1),
  /** Principal components of cells that the network reads; all, where cells have fewer numbers. */
  components: whole(1, 4096).default(64),
  /** The recurrent layer's kind. */
  cell: choice(cells).default("gru"),
  /** State size of each direction. */
  hidden: whole(1, 8192).default(128),
  /** Independent classifiers on the same states; the one with the lowest loss answers. */
  heads: whole(1, 256).default(8),
  /** Smallest share of a map's area that a view shows. */
  crop: number(0.01, 1).default(0.5),
  /** Share of the cells that a view leaves out. */
  drop: number(0, 0.95).default(0.3),
  /** So many neighbouring cells of a view are shuffled among themselves; 1 for none. */
  shuffle: whole(1, 4096).default(4),
  /** Clusterings of the maps' means that heads begin with (image_clusterer/first_targets.ts); 0 for none. */
  firstTargets: whole(0, 64).default(4),
  /** Passes over the maps. Default 8, and for few maps as many as make 600 steps. */
  epochs: whole(1, 1e6).optional(),
  /** Maps of one step. Default 500, and less for few maps. */
  batch: whole(2, 1e6).optional(),
  /** Peak of the one-cycle schedule of Adam. */
  learningRate: number(1e-12, 10).default(2e-3),
  /** Share of the training after which both views learn; before, the whole map's classes are fixed targets. */
  symmetricFrom: share.default(0.25),
  /** Any unsigned 32-bit integer; the same seed gives the same bits on the same device. */
  seed: whole(0, 2 ** 32 - 1).default(0),
});

/** Every default filled in, but for those that follow from the number of maps. */
export type CheckedOptions = ReturnType<typeof checkedOptions>;

/** Options of {@link RecurrentClusterer}. */
export interface RecurrentClustererOptions {
  /** K, from 2 up. */
  readonly clusters: number;
  /** Rows of cells of each map; of a sequence of tokens its length. */
  readonly rows: number;
  /** Columns of cells of each map; 1 of a sequence of tokens. Default 1. */
  readonly columns?: number;
  /** Principal components of cells that the network reads. Default 64; all, where cells have fewer numbers. */
  readonly components?: number;
  /** The recurrent layer's kind. Default "gru". */
  readonly cell?: "gru" | "lstm" | "rnn";
  /** State size of each direction. Default 128. */
  readonly hidden?: number;
  /** Independent classifiers on the same states; the one with the lowest loss answers. Default 8. */
  readonly heads?: number;
  /** Smallest share of a map's area that a view shows, a rectangle at a random place. Default 0.5. */
  readonly crop?: number;
  /** Share of the cells that a view leaves out. Default 0.3. */
  readonly drop?: number;
  /** So many neighbouring cells of a view are shuffled among themselves; 1 for none. Default 4. */
  readonly shuffle?: number;
  /** Clusterings of the maps' means that heads begin with; 0 for none. Default 4. */
  readonly firstTargets?: number;
  /** Passes over the maps. Default 8, and for few maps as many as make 600 steps. */
  readonly epochs?: number;
  /** Maps of one step. Default 500, and less for few maps. */
  readonly batch?: number;
  /** Peak of the one-cycle schedule of Adam. Default 0.002. */
  readonly learningRate?: number;
  /** Share of the training after which both views learn; before, the whole map's classes are fixed targets. Default 0.25. */
  readonly symmetricFrom?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same bits on the same device. Default 0. */
  readonly seed?: number;
}

/** @throws {ArgumentError} naming an option that is out of its range. */
export function checkedOptions(options: unknown) {
  return parseOptions(schema, options, "RecurrentClusterer");
}

/** The configuration of the network and its objective: that of `ImageClusterer` without a stem, each cell a step. */
export function configOf(options: CheckedOptions, count: number): ImageClustererConfig {
  const { clusters, cell, hidden, heads, firstTargets, symmetricFrom, epochs, batch, learningRate, seed } =
    options;
  const given = {
    ...{ clusters, cell, hidden, heads, learningRate, seed },
    stem: [],
    sequence: { kind: "cells", size: 1 } as const,
    objective: { prior: "uniform", firstTargets, symmetricFrom } as const,
    // What changes maps is `MapViews`.
    augmentation: { erase: 0, eraseUntil: 0 },
    ...(epochs !== undefined && { epochs }),
    ...(batch !== undefined && { batch }),
  };
  return configFor(given, count);
}
