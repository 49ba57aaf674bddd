/** Images with links: those that belong together share a class, and those that do not share none. */
import { type ReviewState, UNSORTED_CLASS } from "../state.js";
import type { ClassBeliefs } from "./beliefs.js";
import { keepApart, NO_CLASS, type Piece } from "./keep_apart.js";

export class LinkedImages {
  /** Must-linked images that take part. */
  readonly groups: readonly (readonly number[])[];
  readonly #state: ReviewState;
  /** Images of each piece: a group, or one image that must not meet others. */
  readonly #pieces: readonly (readonly number[])[];
  readonly #pieceOf = new Map<number, number>();
  /** Ids of classes, ascending, and the place of each. */
  readonly #ids: readonly number[];
  readonly #placeOf: ReadonlyMap<number, number>;
  readonly #scores: readonly Float64Array[];
  readonly #held: readonly (number | null)[];

  /** @param placed 1 for images that a split or a link put into their class. */
  constructor(state: ReviewState, placed: Uint8Array) {
    this.#state = state;
    const taking = (images: readonly number[]) => images.filter((image) => !state.ignored[image]);
    this.groups = state.links.groups.map(taking).filter((group) => group.length > 1);
    const pieces: (readonly number[])[] = [];
    for (const image of [...this.groups.map((group) => group[0]!), ...taking(state.links.cannot.flat())]) {
      if (this.#pieceOf.has(image)) continue;
      const piece = taking(state.links.together(image));
      for (const member of piece) this.#pieceOf.set(member, pieces.length);
      pieces.push(piece);
    }
    this.#pieces = pieces;
    this.#ids = [...state.classes.keys()].sort((a, b) => a - b);
    this.#placeOf = new Map(this.#ids.map((id, place) => [id, place]));
    // The last place is that of no class.
    this.#scores = pieces.map(() => new Float64Array(this.#ids.length + 1));
    this.#held = pieces.map((piece) => {
      const id = state.classOf[piece[0]!]!;
      const decided = piece.some((image) => state.decided[image]) || piece.every((image) => placed[image]);
      return decided ? this.#place(id) : null;
    });
  }

  has(image: number): boolean {
    return this.#pieceOf.has(image);
  }

  #place(id: number): number {
    return this.#placeOf.get(id) ?? this.#ids.length;
  }

  /** What decisions say of a class. */
  add(id: number, scores: Float64Array): void {
    const place = this.#place(id);
    this.#pieces.forEach((piece, p) => {
      for (const image of piece) this.#scores[p]![place]! += Math.max(0, scores[image]!);
    });
  }

  /** Gives linked images their classes, and says which pairs could not be met. */
  assign(found: ClassBeliefs, before: ClassBeliefs, priorWeight: number): [number, number][] {
    this.#pieces.forEach((piece, p) => {
      const scores = this.#scores[p]!;
      for (const image of piece) {
        scores[this.#place(before.classOf[image]!)]! += priorWeight * before.confidence[image]!;
        if (before.second[image] === UNSORTED_CLASS) continue;
        scores[this.#place(before.second[image]!)]! += priorWeight * before.secondConfidence[image]!;
      }
    });
    const given = keepApart(this.#freed());
    this.#pieces.forEach((piece, p) => {
      const scores = this.#scores[p]!;
      const total = scores.reduce((sum, score) => sum + score, 0);
      const share = (place: number) => (total > 0 ? scores[place]! / total : 0);
      const place = given[p]!;
      let second = -1;
      for (let k = 0; k < this.#ids.length; k++) {
        if (k !== place && scores[k]! > (second < 0 ? 0 : scores[second]!)) second = k;
      }
      for (const image of piece) {
        const held = place === this.#held[p];
        found.classOf[image] = this.#ids[place] ?? UNSORTED_CLASS;
        found.confidence[image] = held ? 1 : place === NO_CLASS ? 0 : share(place);
        found.second[image] = this.#ids[second] ?? UNSORTED_CLASS;
        found.secondConfidence[image] = held || second < 0 ? 0 : share(second);
      }
    });
    return this.#unmet(given);
  }

  /** The pieces; those that are decided and share the class of one that they must not meet are held no more. */
  #freed(): Piece[] {
    const { links, locked } = this.#state;
    const apart = this.#pieces.map((piece) => {
      const others = links.apart(piece[0]!).flatMap((image) => this.#pieceOf.get(image) ?? []);
      return [...new Set(others)];
    });
    return this.#pieces.map((piece, p): Piece => {
      const held = this.#held[p]!;
      const meets =
        held !== null && held < this.#ids.length && apart[p]!.some((other) => this.#held[other] === held);
      const free = meets && !piece.some((image) => locked[image]);
      return { scores: this.#scores[p]!, held: free ? null : held, apart: apart[p]! };
    });
  }

  #unmet(given: Int32Array): [number, number][] {
    const none = this.#ids.length;
    return this.#state.links.cannot
      .filter(([a, b]) => {
        const [p, q] = [this.#pieceOf.get(a), this.#pieceOf.get(b)];
        if (p === undefined || q === undefined) return false;
        const [one, other] = [given[p]!, given[q]!];
        return one === NO_CLASS || other === NO_CLASS || (one === other && one !== none);
      })
      .map(([a, b]) => [a, b]);
  }
}
