/** Pixels of a run's images, by their numbers: of files that still are the run's, or of arrays. */
import { createHash } from "node:crypto";
import { constants, type FileHandle, open, realpath } from "node:fs/promises";
import { sep } from "node:path";
import type { WholeImage } from "../data/decode.js";
import { decodeSmall, encodeWebp } from "../data/encode_webp.js";
import { inspect } from "../data/inspect.js";
import type { ReviewRun } from "../review/index.js";
import { openPacked, type PackedImages } from "../review/run/packed_images.js";
import { type Answer, Refusal } from "./http/answers.js";
import type { ImageAbout } from "./protocol.js";

/** Formats that browsers show as they are. An SVG may hold programs: it is drawn here. */
const SHOWN: Readonly<Record<string, string>> = {
  JPEG: "image/jpeg",
  PNG: "image/png",
  WebP: "image/webp",
  GIF: "image/gif",
  AVIF: "image/avif",
};
/** Files of more bytes, and pictures of other formats with more pixels a side, are shown scaled down. */
const [LARGE_BYTES, LARGE_SIDE] = [32 * 2 ** 20, 2048];
/** Files of more bytes are not read. */
const MAX_FILE_BYTES = 2 ** 30;

interface ReadFile {
  readonly bytes: Buffer;
  readonly modified: Date;
}

export class Pictures {
  readonly #run: ReviewRun;
  readonly #files: readonly string[] | null;
  #folder: Promise<string> | null = null;
  #packed: Promise<PackedImages> | null = null;

  constructor(run: ReviewRun) {
    this.#run = run;
    this.#files = run.files;
  }

  /** An image of at most `most` pixels a side. @throws {Refusal} where it is gone, damaged, or not the run's any more. */
  async small(image: number, most: number): Promise<WholeImage> {
    if (!this.#files) return await this.#ofArray(image);
    const { bytes } = await this.#read(image);
    return await decodeSmall(bytes, most).catch(() => {
      throw new Refusal(404, `${this.#nameOf(image)} cannot be shown: it is damaged, or too large`);
    });
  }

  /** An image as browsers show it. @throws {Refusal} as `small`. */
  async shown(image: number): Promise<Answer> {
    if (this.#files) {
      const { bytes } = await this.#read(image);
      const format = await inspect(bytes).then(
        (found) => found.format,
        () => "",
      );
      if (SHOWN[format] && bytes.length <= LARGE_BYTES) return { type: SHOWN[format], body: bytes };
    }
    return { type: "image/webp", body: await encodeWebp(await this.small(image, LARGE_SIDE), LARGE_SIDE) };
  }

  /** Null where the image is no file, or is gone. */
  async file(image: number): Promise<ImageAbout["file"]> {
    if (!this.#files) return null;
    try {
      const { bytes, modified } = await this.#read(image);
      const { openDecoder } = await import("../data/decode.js");
      const extent = await (await openDecoder()).extent(bytes);
      return { ...extent, bytes: bytes.length, modified: modified.toISOString() };
    } catch {
      return null;
    }
  }

  /**
   * The content of an image's file. One that lies outside the folder of the images, as a link may, has to be what the run
   * saw: with another content it is refused.
   */
  async #read(image: number): Promise<ReadFile> {
    const name = this.#nameOf(image);
    const gone = () =>
      new Refusal(404, `${name} is gone, or cannot be read any more: put it back, or ignore it`);
    let file: FileHandle | undefined;
    try {
      const path = await realpath(this.#files![image]!);
      this.#folder ??= realpath(this.#run.classes.folder!);
      const inside = path.startsWith((await this.#folder) + sep);
      // A pipe would wait for its writer.
      file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const facts = await file.stat();
      if (!facts.isFile() || facts.size > MAX_FILE_BYTES) throw gone();
      const bytes = await file.readFile();
      if (!inside && hashOf(bytes) !== this.#run.images[image]!.hash) {
        throw new Refusal(
          404,
          `${name} leads to another file than when the run was made: put the image back`,
        );
      }
      return { bytes, modified: facts.mtime };
    } catch (error) {
      throw error instanceof Refusal ? error : gone();
    } finally {
      await file?.close();
    }
  }

  async #ofArray(image: number): Promise<WholeImage> {
    this.#packed ??= openPacked(this.#run.classes.source);
    const { images, places } = await this.#packed.catch((error) => {
      throw new Refusal(404, `${this.#run.classes.source} cannot be read any more: ${error.message}`);
    });
    const place = places.get(this.#nameOf(image));
    if (place === undefined) throw new Refusal(404, `${this.#nameOf(image)} is gone from the source`);
    const { height, width, channels, pixels } = images;
    const bytes = height * width * channels;
    return { height, width, channels, pixels: pixels.subarray(place * bytes, (place + 1) * bytes) };
  }

  #nameOf(image: number): string {
    return this.#run.images[image]!.path;
  }
}

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex").slice(0, 32);
