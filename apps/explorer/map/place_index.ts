/** Finds points by their places, in a time that does not grow with the points that are far away. */

const BINS = 256;

export class PlaceIndex {
  /** Where the images of each bin begin in `#images`. */
  readonly #starts = new Uint32Array(BINS * BINS + 1);
  readonly #images: Uint32Array;

  /** @param places x and y of each image, from 0 to 1. */
  constructor(readonly places: Float32Array) {
    const count = places.length / 2;
    this.#images = new Uint32Array(count);
    const bins = Uint32Array.from(
      { length: count },
      (_, image) => binOf(places[2 * image]!) + BINS * binOf(places[2 * image + 1]!),
    );
    for (const bin of bins) this.#starts[bin + 1]!++;
    for (let bin = 0; bin < BINS * BINS; bin++) this.#starts[bin + 1]! += this.#starts[bin]!;
    const next = this.#starts.slice();
    bins.forEach((bin, image) => {
      this.#images[next[bin]!++] = image;
    });
  }

  /** The images within a rectangle, at most `limit` of them. */
  within(left: number, top: number, right: number, bottom: number, limit = Infinity): number[] {
    const found: number[] = [];
    for (let row = binOf(top); row <= binOf(bottom); row++) {
      for (let column = binOf(left); column <= binOf(right); column++) {
        const bin = column + BINS * row;
        for (let i = this.#starts[bin]!; i < this.#starts[bin + 1]!; i++) {
          const image = this.#images[i]!;
          const [x, y] = [this.places[2 * image]!, this.places[2 * image + 1]!];
          if (x < left || x > right || y < top || y > bottom) continue;
          if (found.length === limit) return found;
          found.push(image);
        }
      }
    }
    return found;
  }

  /** The image nearest to a place, within a radius; -1 where there is none. `passes` says which ones count. */
  nearest(x: number, y: number, radius: number, passes: (image: number) => boolean): number {
    let [best, least] = [-1, radius * radius];
    for (const image of this.within(x - radius, y - radius, x + radius, y + radius)) {
      const distance = (this.places[2 * image]! - x) ** 2 + (this.places[2 * image + 1]! - y) ** 2;
      if (distance <= least && passes(image)) [best, least] = [image, distance];
    }
    return best;
  }

  /** The images within a polygon of [x, y, x, y, ...], by the even-odd rule. */
  inside(polygon: readonly number[]): number[] {
    const xs = polygon.filter((_, i) => i % 2 === 0);
    const ys = polygon.filter((_, i) => i % 2 === 1);
    if (xs.length < 3) return [];
    const near = this.within(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
    return near.filter((image) => {
      const [x, y] = [this.places[2 * image]!, this.places[2 * image + 1]!];
      let odd = false;
      for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
        if (ys[i]! > y === ys[j]! > y) continue;
        if (x < ((xs[j]! - xs[i]!) * (y - ys[i]!)) / (ys[j]! - ys[i]!) + xs[i]!) odd = !odd;
      }
      return odd;
    });
  }
}

const binOf = (value: number) => Math.min(BINS - 1, Math.max(0, Math.floor(value * BINS)));
