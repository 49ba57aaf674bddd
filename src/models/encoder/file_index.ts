/**
 * Which pixels image files decode to, known from earlier runs, so that files whose features are known are not decoded again.
 *
 * As in git's index, a file's content is taken for known where path, inode, size and both times are those of an earlier run;
 * where any differs, its content is read and decides. Entries of files that changed less than two seconds before they were looked at are
 * not kept: such a file may change again, and keep its times. What content decodes to is kept with all that decoding
 * depends on.
 */
import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { hashFile } from "../../io/node/hash_file.js";
import { KEY_BYTES, type RecordStore } from "../../io/record_store.js";
import type { FeatureCache } from "./cache.js";

/** Of file systems the coarsest counts times in two seconds. */
const RACE_MS = 2000;
/** Files that are looked at, at a time. */
const AT_ONCE = 32;

const OF_HASHES = { numbers: KEY_BYTES, numberBytes: 1, remedy: "its files are looked at again" };

/** What is known of a file. */
interface Known {
  /** SHA-256 of what `stat` says; null where the file cannot be opened. */
  readonly state: Buffer | null;
  /** Whether `state` is to be kept. */
  settled: boolean;
  content: Buffer | null;
}

export class FileIndex {
  readonly #contents: RecordStore;
  readonly #pixels: RecordStore;
  #paths: readonly string[] = [];
  #known: Known[] = [];
  #decoding = "";

  constructor(cache: FeatureCache) {
    this.#contents = cache.storeOf("files", { ...OF_HASHES, ending: "files" });
    this.#pixels = cache.storeOf("pixels", { ...OF_HASHES, ending: "pixels" });
  }

  /**
   * The keys of the files' pixels, as `pixelKeys` gives them; null of files that were not decoded before.
   * @param decoding all that pixels depend on beside the content, as a text.
   */
  async find(paths: readonly string[], decoding: string, signal?: AbortSignal): Promise<(Buffer | null)[]> {
    this.#paths = paths;
    this.#decoding = decoding;
    this.#known = await eachOf(paths, signal, async (path) => {
      const found = await stat(path, { bigint: true }).catch(() => null);
      const settled = found !== null && Date.now() - changed(found) >= RACE_MS;
      return { state: found && stateKey(path, found), settled, content: null };
    });
    const states = this.#known.map(({ state }) => state);
    const take = (place: number, content: Buffer) => {
      this.#known[place]!.content = Buffer.from(content);
    };
    const unknown = await this.#contents.find(states, take, signal);
    await eachOf([...unknown], signal, async (place) => {
      const known = this.#known[place]!;
      if (known.state === null) return;
      known.content = await hashFile(paths[place]!).catch(() => null);
    });
    const fresh = [...unknown].map((place) => this.#known[place]!);
    await this.#contents.add(
      fresh.flatMap(({ state, settled, content }) =>
        state !== null && settled && content !== null ? [{ key: state, value: content }] : [],
      ),
    );
    const keys = new Array<Buffer | null>(paths.length).fill(null);
    const contents = this.#known.map(({ content }) => content && this.#decodedKey(content));
    await this.#pixels.find(
      contents,
      (place, key) => {
        keys[place] = Buffer.from(key);
      },
      signal,
    );
    return keys;
  }

  /** The SHA-256 of each file's bytes, in the order of `find`; null of those that cannot be read. */
  get contents(): readonly (Buffer | null)[] {
    return this.#known.map(({ content }) => content);
  }

  /** Keeps what files at places of `find` decoded to, but of those that have changed since. */
  async keep(decoded: readonly { readonly place: number; readonly key: Buffer }[]): Promise<void> {
    const records = await eachOf(decoded, undefined, async ({ place, key }) => {
      const { state, settled, content } = this.#known[place]!;
      const path = this.#paths[place]!;
      if (state === null || content === null) return null;
      // One whose times tell nothing may have changed between its hash and its decoding.
      if (!settled && !(await hashFile(path).catch(() => null))?.equals(content)) return null;
      const now = await stat(path, { bigint: true }).catch(() => null);
      return now && stateKey(path, now).equals(state) ? { key: this.#decodedKey(content), value: key } : null;
    });
    await this.#pixels.add(records.filter((record) => record !== null));
  }

  async close(): Promise<void> {
    await this.#contents.close();
    await this.#pixels.close();
  }

  #decodedKey(content: Buffer): Buffer {
    return createHash("sha256").update(content).update(this.#decoding).digest();
  }
}

const changed = ({ mtimeMs, ctimeMs }: BigIntStats) => Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);

function stateKey(path: string, { ino, size, mtimeNs, ctimeNs }: BigIntStats): Buffer {
  return createHash("sha256")
    .update(`${resolve(path)}\0${ino} ${size} ${mtimeNs} ${ctimeNs}`)
    .digest();
}

/** What `work` gives for each item, some at a time. */
async function eachOf<T, R>(
  items: readonly T[],
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let first = 0; first < items.length; first += AT_ONCE) {
    signal?.throwIfAborted();
    results.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(work))));
  }
  return results;
}
