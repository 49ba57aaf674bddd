/** Joining the nearest two clusters among those that a graph of nearest rows connects. */
import { DataError } from "../../errors.js";
import type { Neighbours } from "../neighbours/neighbours.js";
import { type Dendrogram, type Linkage, type Update, updates } from "./linkage.js";
import { PairHeap } from "./pair_heap.js";

/** Parts of a graph that are joined by the distances of all pairs of parts, at most. */
const MOST_PARTS = 4000;

/**
 * Joins the rows of x [N, D] along the graph in which each row is connected with its nearest rows, and each cluster with
 * those that its rows are connected with: scikit-learn's trees with a `connectivity`. A distance of clusters counts the
 * connected rows alone, but for Ward's, which is that of their centres. Where no connected clusters are left, those
 * that are nearest by their centres are joined.
 *
 * Distances may descend. Memory: 8 N D bytes, and lists of the connections.
 * @throws {DataError} if the graph is in more than 4,000 parts.
 */
export function linkOnGraph(
  caller: string,
  x: Float32Array,
  columns: number,
  graph: Neighbours,
  linkage: Linkage,
): Dendrogram {
  const forest = new Forest(x, columns, graph.rows, linkage);
  for (let row = 0, at = 0; row < graph.rows; row++) {
    for (let i = 0; i < graph.neighbours; i++, at++) forest.connect(row, graph.indices[at]!);
  }
  forest.joinConnected();
  const parts = forest.clusters();
  if (parts.length > MOST_PARTS) {
    throw new DataError(
      `${caller}: the graph of ${graph.neighbours} neighbours is in ${parts.length} parts, more than ${MOST_PARTS}: give more neighbors`,
    );
  }
  forest.joinParts(parts);
  return forest;
}

class Forest implements Dendrogram {
  readonly children: Int32Array;
  readonly distances: Float64Array;
  #joins = 0;
  readonly #heap = new PairHeap();
  /** By cluster: its rows, whether it was joined, and the place of its centre. */
  readonly #sizes: Int32Array;
  readonly #joined: Uint8Array;
  readonly #place: Int32Array;
  readonly #centers: Float64Array;
  /** By cluster: those connected with it, some of which were joined, and the distances to them. */
  readonly #connected: number[][];
  readonly #lengths: number[][];
  /** By cluster: its position in the list that is being made, if `#listed` is the cluster that gets it. */
  readonly #position: Int32Array;
  readonly #listed: Int32Array;
  /** Distances of clusters to those made of two. */
  readonly #update: Update;

  constructor(
    x: Float32Array,
    private readonly columns: number,
    private readonly rows: number,
    private readonly linkage: Linkage,
  ) {
    const most = 2 * rows - 1;
    this.#update = linkage === "single" ? (a, b) => Math.min(a, b) : updates[linkage];
    this.children = new Int32Array(2 * (rows - 1));
    this.distances = new Float64Array(rows - 1);
    this.#sizes = new Int32Array(most).fill(1);
    this.#joined = new Uint8Array(most);
    this.#place = Int32Array.from({ length: most }, (_, i) => i);
    this.#centers = Float64Array.from(x);
    this.#connected = Array.from({ length: rows }, () => []);
    this.#lengths = Array.from({ length: rows }, () => []);
    this.#position = new Int32Array(most);
    this.#listed = new Int32Array(most).fill(-1);
  }

  /** Connects two rows, if they are not. */
  connect(a: number, b: number): void {
    if (this.#connected[a]!.includes(b)) return;
    this.#append(a, b, this.#centerDistance(a, b));
  }

  /** The clusters that are left. */
  clusters(): number[] {
    const left: number[] = [];
    for (let i = 0; i < this.rows + this.#joins; i++) if (!this.#joined[i]) left.push(i);
    return left;
  }

  joinConnected(): void {
    while (!this.#heap.isEmpty) {
      const { distance, first, second } = this.#heap.pop();
      if (this.#joined[first] || this.#joined[second]) continue;
      const made = this.#join(first, second, distance);
      this.#reconnect(made, first, second, distance);
    }
  }

  /** Joins all of `parts`, by their centres. */
  joinParts(parts: readonly number[]): void {
    const left = new Set(parts);
    for (const [i, a] of parts.entries()) {
      for (const b of parts.slice(0, i)) this.#heap.push(this.#partDistance(a, b), a, b);
    }
    while (left.size > 1) {
      const { distance, first, second } = this.#heap.pop();
      if (this.#joined[first] || this.#joined[second]) continue;
      const made = this.#join(first, second, distance);
      left.delete(first);
      left.delete(second);
      for (const other of left) this.#heap.push(this.#partDistance(made, other), made, other);
      left.add(made);
    }
  }

  #append(a: number, b: number, distance: number): void {
    this.#connected[a]!.push(b);
    this.#lengths[a]!.push(distance);
    this.#connected[b]!.push(a);
    this.#lengths[b]!.push(distance);
    this.#heap.push(distance, a, b);
  }

  /** Makes a cluster of two. */
  #join(first: number, second: number, distance: number): number {
    const made = this.rows + this.#joins;
    this.children[2 * this.#joins] = first;
    this.children[2 * this.#joins + 1] = second;
    this.distances[this.#joins++] = distance;
    this.#joined[first] = 1;
    this.#joined[second] = 1;
    const [n, m] = [this.#sizes[first]!, this.#sizes[second]!];
    this.#sizes[made] = n + m;
    this.#place[made] = this.#place[first]!;
    const { columns } = this;
    const [to, from] = [this.#place[first]! * columns, this.#place[second]! * columns];
    const centers = this.#centers;
    for (let c = 0; c < columns; c++) {
      centers[to + c] = (n * centers[to + c]! + m * centers[from + c]!) / (n + m);
    }
    return made;
  }

  /** Connects a new cluster with those that its two parts were connected with. */
  #reconnect(made: number, first: number, second: number, between: number): void {
    const others: number[] = [];
    const toFirst: number[] = [];
    const toSecond: number[] = [];
    for (const [part, to] of [
      [first, toFirst],
      [second, toSecond],
    ] as const) {
      const [connected, lengths] = [this.#connected[part]!, this.#lengths[part]!];
      for (const [i, other] of connected.entries()) {
        if (this.#joined[other]) continue;
        if (this.#listed[other] !== made) {
          this.#listed[other] = made;
          this.#position[other] = others.length;
          others.push(other);
        }
        to[this.#position[other]!] = lengths[i]!;
      }
      this.#connected[part] = [];
      this.#lengths[part] = [];
    }
    this.#connected[made] = [];
    this.#lengths[made] = [];
    const [n, m] = [this.#sizes[first]!, this.#sizes[second]!];
    for (const [i, other] of others.entries()) {
      const [a, b] = [toFirst[i] ?? toSecond[i]!, toSecond[i] ?? toFirst[i]!];
      const distance =
        this.linkage === "ward"
          ? this.#wardDistance(made, other)
          : this.#update(a, b, between, n, m, this.#sizes[other]!);
      this.#append(made, other, distance);
    }
  }

  #partDistance(a: number, b: number): number {
    return this.linkage === "ward" ? this.#wardDistance(a, b) : this.#centerDistance(a, b);
  }

  #wardDistance(a: number, b: number): number {
    const [n, m] = [this.#sizes[a]!, this.#sizes[b]!];
    return Math.sqrt((2 * n * m) / (n + m)) * this.#centerDistance(a, b);
  }

  #centerDistance(a: number, b: number): number {
    const { columns } = this;
    const centers = this.#centers;
    const [at, other] = [this.#place[a]! * columns, this.#place[b]! * columns];
    let squared = 0;
    for (let c = 0; c < columns; c++) {
      const difference = centers[at + c]! - centers[other + c]!;
      squared += difference * difference;
    }
    return Math.sqrt(squared);
  }
}
