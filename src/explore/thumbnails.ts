/** Thumbnails: made once, those that somebody waits for first, kept on the disk, some of them in memory. */
import { encodeWebp } from "../data/encode_webp.js";
import type { ReviewRun } from "../review/index.js";
import { Refusal } from "./http/answers.js";
import type { Pictures } from "./pictures.js";
import { RecentBytes } from "./recent_bytes.js";
import { SIDES, type Side, type ThumbnailFiles } from "./thumbnail_files.js";

/** Bytes of thumbnails in memory. */
const MEMORY_BYTES = 64 * 2 ** 20;
/** Images that are decoded at a time: large ones take memory. */
const AT_ONCE = 4;

/** A request that waits for its turn. */
interface Waiting {
  readonly start: () => void;
  readonly signal: AbortSignal;
}

export class Thumbnails {
  readonly #run: ReviewRun;
  readonly #pictures: Pictures;
  readonly #files: ThumbnailFiles | null;
  readonly #recent = new RecentBytes(MEMORY_BYTES);
  /** Being made, by hash. */
  readonly #making = new Map<string, Promise<ReadonlyMap<Side, Uint8Array>>>();
  readonly #waiting: Waiting[] = [];
  #busy = 0;
  /** Null where files keep nothing any more: the disk is full, say. */
  #keeps: boolean;

  /** @param files null where nothing can be written. */
  constructor(run: ReviewRun, pictures: Pictures, files: ThumbnailFiles | null) {
    this.#run = run;
    this.#pictures = pictures;
    this.#files = files;
    this.#keeps = files !== null;
  }

  /**
   * A WebP of at most `side` pixels a side.
   * @throws {Refusal} where the image cannot be shown. @throws the reason of `signal`, of one that waits no more.
   */
  async get(image: number, side: Side, signal: AbortSignal): Promise<Uint8Array> {
    const { hash } = this.#run.images[image]!;
    const known = await this.#known(hash, side);
    if (known) return known;
    await this.#turn(signal);
    try {
      return (await this.#known(hash, side)) ?? (await this.#make(image)).get(side)!;
    } finally {
      this.#done();
    }
  }

  /** Makes all that are not there yet, while nobody waits for others. @throws the reason of `signal`. */
  async makeAll(onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<void> {
    if (!this.#files) return;
    const { images } = this.#run;
    for (let image = 0; image < images.length && this.#keeps; image++) {
      signal.throwIfAborted();
      if (!this.#files.has(images[image]!.hash)) {
        await this.#turn(signal, true);
        // A picture that is gone or damaged is told of where it is looked at.
        await this.#make(image)
          .catch(() => {})
          .finally(() => this.#done());
      }
      onProgress(image + 1, images.length);
    }
  }

  async #known(hash: string, side: Side): Promise<Uint8Array | null> {
    const key = `${hash} ${side}`;
    const recent = this.#recent.get(key);
    if (recent) return recent;
    const kept = (await this.#files?.read(hash, side)) ?? null;
    if (kept) this.#recent.set(key, kept);
    return kept;
  }

  /** All sides of an image at once: it is decoded once. */
  async #make(image: number): Promise<ReadonlyMap<Side, Uint8Array>> {
    const { hash } = this.#run.images[image]!;
    let making = this.#making.get(hash);
    if (!making) {
      making = this.#encode(image).finally(() => this.#making.delete(hash));
      this.#making.set(hash, making);
    }
    return await making;
  }

  async #encode(image: number): Promise<ReadonlyMap<Side, Uint8Array>> {
    const { hash } = this.#run.images[image]!;
    const whole = await this.#pictures.small(image, SIDES.at(-1)!);
    const longest = Math.max(whole.height, whole.width);
    const made = new Map<Side, Uint8Array>();
    for (let i = 0; i < SIDES.length; i++) {
      // A small image looks the same at all sides from its own up.
      const sides = longest <= SIDES[i]! ? SIDES.slice(i) : [SIDES[i]!];
      const bytes = await encodeWebp(whole, SIDES[i]!);
      for (const side of sides) {
        made.set(side, bytes);
        this.#recent.set(`${hash} ${side}`, bytes);
      }
      await this.#keep(hash, sides, bytes);
      i += sides.length - 1;
    }
    return made;
  }

  async #keep(hash: string, sides: readonly Side[], bytes: Uint8Array): Promise<void> {
    if (!this.#keeps) return;
    await this.#files!.add(hash, sides, bytes).catch(() => {
      this.#keeps = false;
    });
  }

  /** Waits until few others are at work; what is made in the background waits for all others. */
  async #turn(signal: AbortSignal, last = false): Promise<void> {
    if (this.#busy < AT_ONCE && !(last && this.#waiting.length > 0)) {
      this.#busy++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const entry = { start: resolve, signal };
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      // The last that was asked for is what is on the screen now.
      if (last) this.#waiting.unshift(entry);
      else this.#waiting.push(entry);
    });
  }

  #done(): void {
    for (;;) {
      const next = this.#waiting.pop();
      if (!next) break;
      if (next.signal.aborted) continue;
      next.start();
      return;
    }
    this.#busy--;
  }
}

export function sideOf(text: string | null): Side {
  const side = SIDES.find((side) => String(side) === (text ?? "128"));
  if (side === undefined) throw new Refusal(400, `side is ${SIDES.join(", ")}`);
  return side;
}
