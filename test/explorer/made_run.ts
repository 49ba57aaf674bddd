/** A run of made images, with everything that the page asks of a server, in memory. */
import {
  type ClassState,
  type Columns,
  type DecisionLine,
  type DecisionRequest,
  type DuplicatePictures,
  type ExplorerState,
  FLAG,
  type ImageAbout,
  type NameProposal,
  type OutlierImage,
  type Progress,
  type Question,
  type SimilarImages,
} from "../../src/explore/protocol.js";
import { Random } from "../../src/random/philox.js";

const NAMES = ["boots", "sneakers", "bags", "shirts", "trousers", "dresses", null, "coats", null, "hats"];
const TIME = "2026-11-28T07:00:00.000Z";
const UNSORTED = 0.02;

/** A decision that cannot be. */
export class MadeRefusal extends Error {}

interface Step {
  readonly classOf: Int32Array;
  readonly flags: Uint8Array;
  readonly names: ReadonlyMap<number, string | null>;
  readonly keepers: ReadonlyMap<number, number>;
}

export class MadeRun {
  readonly count: number;
  readonly places: Float32Array;
  readOnly: string | null = null;
  notes: string[] = [];
  background: Progress[] = [];
  refit: Progress | null = null;
  refitted = false;
  revision = 1;
  readonly #confidence: Float32Array;
  readonly #second: Int32Array;
  readonly #bytes: Float32Array;
  #now: Step;
  readonly #past: { readonly step: Step; readonly text: string }[] = [];
  readonly #future: { readonly step: Step; readonly text: string }[] = [];
  readonly #log: DecisionLine[] = [];

  constructor(count: number, classes = NAMES.length) {
    this.count = count;
    const random = new Random(7);
    const next = () => random.uniform();
    const [classOf, flags] = [new Int32Array(count), new Uint8Array(count)];
    this.places = new Float32Array(2 * count);
    this.#confidence = new Float32Array(count);
    this.#second = new Int32Array(count);
    this.#bytes = Float32Array.from({ length: count }, () => 2000 + Math.floor(next() * 90_000));
    for (let image = 0; image < count; image++) {
      // Of unequal sizes.
      const id = Math.floor(classes * next() ** 1.5);
      const angle = (2 * Math.PI * id) / classes;
      const [x, y] = [0.05 * random.normal(), 0.05 * random.normal()];
      this.places.set(
        [within(0.5 + 0.34 * Math.cos(angle) + x), within(0.5 + 0.34 * Math.sin(angle) + y)],
        2 * image,
      );
      this.#confidence[image] = Math.max(0.2, 1 - 3.4 * Math.hypot(x, y) - 0.1 * next());
      this.#second[image] = (id + 1) % classes;
      classOf[image] = next() < UNSORTED ? -1 : id;
      if (image % 60 === 17) flags[image]! |= FLAG.outlier;
      if (image % 50 < 2 && image + 1 < count) flags[image]! |= FLAG.duplicate;
    }
    const names = new Map(Array.from({ length: classes }, (_, id) => [id, NAMES[id] ?? null] as const));
    this.#now = { classOf, flags, names, keepers: new Map() };
  }

  get columns(): Columns {
    const { classOf, flags } = this.#now;
    const own = { confidence: this.#confidence, second: this.#second, bytes: this.#bytes };
    return { revision: this.revision, classOf, flags, ...own };
  }

  get state(): ExplorerState {
    const { classOf, flags, names } = this.#now;
    const sizes = new Map<number, number>();
    for (let image = 0; image < this.count; image++) {
      if (flags[image]! & FLAG.ignored) continue;
      sizes.set(classOf[image]!, (sizes.get(classOf[image]!) ?? 0) + 1);
    }
    const classes: ClassState[] = [...names].map(([id, name]) => ({ id, name, images: sizes.get(id) ?? 0 }));
    classes.push({ id: -1, name: null, images: sizes.get(-1) ?? 0 });
    return {
      ...{ revision: this.revision, run: "clothes", source: "photos/clothes", images: this.count, classes },
      ...{ readOnly: this.readOnly, notes: this.notes, decisions: this.#log.slice(-50).reverse() },
      decisionCount: this.#log.length,
      undo: this.#past.at(-1)?.text ?? null,
      redo: this.#future.at(-1)?.text ?? null,
      ...{ refit: this.refit, refitted: this.refitted, background: this.background },
    };
  }

  nameOf(image: number): string {
    return `clothes/IMG_${String(image).padStart(6, "0")}.jpg`;
  }

  /** @throws {MadeRefusal} where it cannot be. */
  decide(decision: DecisionRequest): void {
    const before = this.#now;
    const after = { ...before, classOf: before.classOf.slice(), flags: before.flags.slice() };
    const names = new Map(before.names);
    const keepers = new Map(before.keepers);
    const text = this.#apply(decision, after, names, keepers);
    this.#past.push({ step: before, text });
    this.#future.length = 0;
    this.#now = { ...after, names, keepers };
    this.#log.push({ n: this.#log.length + 1, time: TIME, text, undone: false });
    this.revision++;
  }

  /** A re-fit knew what is taken back. */
  undo(): void {
    this.refitted = false;
    this.#turn(this.#past, this.#future, true);
  }

  redo(): void {
    this.#turn(this.#future, this.#past, false);
  }

  #turn(from: { step: Step; text: string }[], to: { step: Step; text: string }[], undone: boolean): void {
    const last = from.pop();
    if (!last) throw new MadeRefusal(`there is nothing to ${undone ? "undo" : "redo"}`);
    to.push({ step: this.#now, text: last.text });
    this.#now = last.step;
    const at = this.#past.length - (undone ? 0 : 1);
    this.#log[at] = { ...this.#log[at]!, undone };
    this.revision++;
  }

  #apply(
    decision: DecisionRequest,
    { classOf, flags }: Step,
    names: Map<number, string | null>,
    keepers: Map<number, number>,
  ): string {
    const title = (id: number) => names.get(id) ?? `class ${id}`;
    const made = (name: string | null) => {
      const id = Math.max(-1, ...names.keys()) + 1;
      names.set(id, name);
      return id;
    };
    const put = (images: readonly number[], id: number) => {
      const locked = images.find((image) => flags[image]! & FLAG.locked && classOf[image] !== id);
      if (locked !== undefined)
        throw new MadeRefusal(`${this.nameOf(locked)} is locked: unlock it before it is moved`);
      for (const image of images) {
        classOf[image] = id;
        flags[image]! |= FLAG.decided;
      }
    };
    switch (decision.kind) {
      case "name": {
        const text = `${title(decision.class)} is called ${decision.name}`;
        names.set(decision.class, decision.name);
        return text;
      }
      case "merge": {
        const away = decision.classes.filter((id) => id !== decision.into);
        for (let i = 0; i < classOf.length; i++) if (away.includes(classOf[i]!)) classOf[i] = decision.into;
        const text = `${away.map(title).join(", ")} merged into ${title(decision.into)}`;
        for (const id of away) names.delete(id);
        return text;
      }
      case "split": {
        const own = [...classOf.keys()].filter((image) => classOf[image] === decision.class);
        const { parts } = decision;
        const groups =
          typeof parts === "number"
            ? Array.from({ length: parts - 1 }, (_, k) => own.filter((_, i) => i % parts === k + 1))
            : parts;
        for (const group of groups) put(group, made(null));
        return `${title(decision.class)} split into ${groups.length + 1}`;
      }
      case "move": {
        const { to, images } = decision;
        const id = to === null ? -1 : typeof to === "number" ? to : made(to.new);
        put(images, id);
        return `${images.length} moved to ${id < 0 ? "unsorted" : title(id)}`;
      }
      case "must-link":
        put(decision.images, classOf[decision.images[0]!]!);
        return `${decision.images.length} belong together`;
      case "cannot-link":
        return `${decision.images.join(" and ")} do not belong together`;
      case "lock":
      case "ignore": {
        const [bit, on] =
          decision.kind === "lock" ? [FLAG.locked, decision.locked] : [FLAG.ignored, decision.ignored];
        for (const image of decision.images) flags[image] = on ? flags[image]! | bit : flags[image]! & ~bit;
        return `${decision.images.length} ${on ? "" : "no longer "}${decision.kind === "lock" ? "locked" : "ignored"}`;
      }
      case "keeper":
        for (const image of [decision.image, ...decision.of]) keepers.set(image, decision.image);
        return `${this.nameOf(decision.image)} is kept`;
    }
  }

  about(image: number): ImageAbout {
    const { classOf, flags } = this.#now;
    const confidence = this.#confidence[image]!;
    return {
      ...{ image, name: this.nameOf(image) },
      file: { width: 640, height: 480, bytes: this.#bytes[image]!, modified: TIME },
      classes: [
        { id: classOf[image]!, confidence },
        { id: this.#second[image]!, confidence: 1 - confidence },
      ],
      outlier: flags[image]! & FLAG.outlier ? ["It is blurred: sharpness 3.1, of others 40 to 900"] : [],
    };
  }

  similar(image: number, count: number): SimilarImages {
    const distance = (other: number) =>
      Math.hypot(
        this.places[2 * other]! - this.places[2 * image]!,
        this.places[2 * other + 1]! - this.places[2 * image + 1]!,
      );
    const images = Array.from({ length: this.count }, (_, other) => other).filter((other) => other !== image);
    images.sort((a, b) => distance(a) - distance(b));
    const nearest = images.slice(0, count);
    return { images: nearest, similarity: nearest.map((other) => 1 - distance(other)) };
  }

  /** Of one image each, and of four each in turn. */
  questions(count: number): Question[] {
    const { classOf, flags } = this.#now;
    const open = [...classOf.keys()].filter(
      (image) => !(flags[image]! & (FLAG.decided | FLAG.ignored)) && this.#confidence[image]! < 0.6,
    );
    open.sort((a, b) => this.#confidence[a]! - this.#confidence[b]!);
    const found: Question[] = [];
    for (let at = 0; at < open.length && found.length < count; ) {
      const images = open.slice(at, at + (found.length % 2 === 0 ? 1 : 4));
      at += images.length;
      const first = Math.max(0, classOf[images[0]!]!);
      const second = this.#second[images[0]!]!;
      const confidence = this.#confidence[images[0]!]!;
      found.push({ images, candidates: [first, second === first ? first + 1 : second], confidence });
    }
    return found;
  }

  get outliers(): OutlierImage[] {
    return [...this.#now.flags.keys()]
      .filter((image) => this.#now.flags[image]! & FLAG.outlier)
      .map((image) => ({
        image,
        reasons: [
          { reason: "blurred", text: "Blurred: sharpness 3.1, of others 40 to 900", severity: 0.9 },
          { reason: "far", text: "Far from all classes: distance 2.1, of others up to 1.2", severity: 0.4 },
        ],
      }));
  }

  get duplicates(): DuplicatePictures[] {
    const found: DuplicatePictures[] = [];
    for (let image = 0; image + 1 < this.count; image += 50) {
      const kept = this.#now.keepers.get(image) ?? image;
      const other = kept === image ? image + 1 : image;
      if (this.#now.flags[other]! & FLAG.ignored) continue;
      found.push({
        members: [
          { image: kept, kind: "kept", similarity: 1 },
          { image: other, kind: "similar", similarity: 0.991 },
        ],
        reason: "more pixels",
        decided: this.#now.keepers.has(image),
      });
    }
    return found;
  }

  get proposals(): NameProposal[] {
    const evidence = "in 41 of 52 file names, and in 2 of other classes";
    return [...this.#now.names.keys()].map((id) => ({
      ...{ class: id, name: `word ${id}`, confidence: 0.8, evidence },
    }));
  }
}

const within = (value: number) => Math.min(1, Math.max(0, value));
