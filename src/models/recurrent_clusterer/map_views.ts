/** Views of maps of features: what is left of their cells, in an order that changes a little. */
import type { Tape } from "../../autograd/index.js";
import { gatherRows, reshape, scale } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { AugmentationOptions } from "../augmentation.js";
import type { ViewRandom, ViewSource } from "../batches.js";

/** Rows and columns of a map, or a single column of tokens. */
export interface MapSize {
  readonly rows: number;
  readonly columns: number;
}

export interface MapChanges {
  /** Smallest share of the map's area that a view shows: a rectangle at a random place. */
  readonly crop: number;
  /** The share of the cells of a rectangle that a view leaves out. */
  readonly drop: number;
  /** So many neighbouring steps of the sequence are shuffled among themselves. */
  readonly shuffle: number;
}

/** Maps that are on the device, [N * rows * columns, C]. */
export class MapViews implements ViewSource<Uint32Array> {
  readonly count: number;
  readonly #cells: Tensor;
  readonly #factor: number;
  readonly #size: MapSize;
  readonly #changes: MapChanges;

  /**
   * @param cells [N * rows * columns, C], row by row of each map; stays the caller's.
   * @param factor what values are multiplied by.
   */
  constructor(cells: Tensor, factor: number, size: MapSize, changes: MapChanges) {
    this.count = cells.shape[0]! / (size.rows * size.columns);
    this.#cells = cells;
    this.#factor = factor;
    this.#size = size;
    this.#changes = changes;
  }

  select(_tape: Tape, indices: Uint32Array): Uint32Array {
    return indices;
  }

  plain(tape: Tape, maps: Uint32Array): Tensor {
    const { rows, columns } = this.#size;
    const cells = Uint32Array.from({ length: rows * columns }, (_, i) => i);
    return this.#gathered(tape, maps, rows, columns, () => cells);
  }

  /**
   * As many cells of each map, [B, cells, 1, C]: of a rectangle, some left out, neighbours shuffled. All maps of a view are cut to
   * the same extents, at places of their own.
   * @param changes of those for images `crop` counts, where it is less than that of the maps.
   */
  augmented(
    tape: Tape,
    maps: Uint32Array,
    changes: AugmentationOptions,
    { seed, offset, first = 0 }: ViewRandom,
  ): Tensor {
    const random = new Random(seed, streamOf(`maps.${offset}`));
    const { drop, shuffle } = this.#changes;
    const crop = Math.min(this.#changes.crop, changes.crop ?? 1);
    const extents = drawExtents(this.#size, crop, random);
    const kept = Math.max(1, Math.round((1 - drop) * extents.rows * extents.columns));
    const draw = () => shuffled(drawCells(this.#size, extents, kept, random), shuffle, random);
    // What the maps before these draw, on another process.
    for (let i = 0; i < first; i++) draw();
    return this.#gathered(tape, maps, kept, 1, draw);
  }

  /** The cells are the caller's. */
  release(): void {}

  #gathered(
    tape: Tape,
    maps: Uint32Array,
    height: number,
    width: number,
    cellsOf: () => Uint32Array,
  ): Tensor {
    const each = this.#size.rows * this.#size.columns;
    const steps = height * width;
    const index = new Uint32Array(maps.length * steps);
    for (const [i, map] of maps.entries()) {
      const cells = cellsOf();
      for (let step = 0; step < steps; step++) index[i * steps + step] = map * each + cells[step]!;
    }
    const x = gatherRows(tape, this.#cells, tape.constant(index, [index.length], "u32"));
    const map = reshape(tape, x, [maps.length, height, width, this.#cells.shape[1]!]);
    return scale(tape, map, this.#factor);
  }
}

/** Extents of a rectangle whose area is `crop` to 1 of the map's, of about its shape. */
export function drawExtents({ rows, columns }: MapSize, crop: number, random: Random): MapSize {
  const side = Math.sqrt(crop + (1 - crop) * random.uniform());
  const part = (extent: number) => Math.min(extent, Math.max(1, Math.round(side * extent)));
  // Of a column of tokens the length alone can be cut.
  return columns === 1
    ? { rows: Math.min(rows, Math.max(1, Math.round(side * side * rows))), columns }
    : { rows: part(rows), columns: part(columns) };
}

/** `kept` cells of a rectangle of these extents at a random place, ascending. */
export function drawCells(
  { rows, columns }: MapSize,
  extents: MapSize,
  kept: number,
  random: Random,
): Uint32Array {
  const top = random.integer(rows - extents.rows + 1);
  const left = random.integer(columns - extents.columns + 1);
  const all = extents.rows * extents.columns;
  const places = kept === all ? null : random.permutation(all).subarray(0, kept).sort();
  return Uint32Array.from({ length: kept }, (_, i) => {
    const place = places ? places[i]! : i;
    const [row, column] = [Math.floor(place / extents.columns), place % extents.columns];
    return (top + row) * columns + left + column;
  });
}

/** Shuffles windows of so many neighbours in place; the first window begins at a random place. */
export function shuffled(cells: Uint32Array, window: number, random: Random): Uint32Array {
  if (window < 2) return cells;
  for (let first = -random.integer(window); first < cells.length; first += window) {
    const part = cells.subarray(Math.max(0, first), first + window);
    const order = random.permutation(part.length);
    part.set(Uint32Array.from(order, (place) => part[place]!));
  }
  return cells;
}
