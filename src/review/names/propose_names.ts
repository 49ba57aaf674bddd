/** What classes could be called, by words that their images bring along. */
import { counted } from "../../format.js";
import { type ImageMetadata, readMetadata } from "./metadata.js";
import { type Term, termsOf, wordsOf } from "./words.js";

export interface NameProposal {
  /** Id of the class. */
  readonly class: number;
  readonly name: string;
  /** The share of the class's images with the word, times the share of the word's images that are in the class, times its source's weight. */
  readonly confidence: number;
  /** Such as "in the file names of 41 of 52 images, and of 2 in other classes". */
  readonly evidence: string;
}

export interface ProposeNamesOptions {
  /** Proposals for each class at most. Default 3. */
  readonly most?: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface NamedImages {
  /** N names relative to a source, with forward slashes. */
  readonly names: readonly string[];
  /** Paths of the files, whose EXIF, IPTC and XMP are read; null where images are no files. */
  readonly files: readonly string[] | null;
  /** N ids, below 0 for images of no class. */
  readonly classOf: ArrayLike<number>;
}

/** Where words come from, how sentences call that, and how well such words name what pictures show. */
const SOURCES = {
  file: { title: "file names", weight: 1 },
  folder: { title: "folder names", weight: 1 },
  keyword: { title: "keywords", weight: 1 },
  place: { title: "places", weight: 1 },
  camera: { title: "camera names", weight: 0.5 },
  year: { title: "dates", weight: 0.5 },
} as const;
type Source = keyof typeof SOURCES;

/** Two words say more than one. */
const PAIR = 1.2;
/** Least share of the class, and of the word's images. */
const LEAST = 0.25;
/** Files that are read at a time. */
const AT_ONCE = 16;

/**
 * Proposes names by TF-IDF: of the words that many images of a class have, those that few others have. Words that all images share,
 * and words of a single image, name nothing. Nothing is asked for outside.
 * @returns by class, each class's best first; classes without such words are left out.
 * @throws the reason of `signal`.
 */
export async function proposeNames(
  images: NamedImages,
  { most = 3, onProgress, signal }: ProposeNamesOptions = {},
): Promise<NameProposal[]> {
  const sorted = Array.from(images.classOf).flatMap((id, image) => (id >= 0 ? [image] : []));
  const counts = new WordCounts();
  for (let start = 0; start < sorted.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    const some = sorted.slice(start, start + AT_ONCE);
    const metadata = await Promise.all(
      some.map((image) => (images.files ? readMetadata(images.files[image]!) : null)),
    );
    some.forEach((image, i) => {
      counts.add(images.classOf[image]!, imageTerms(images.names[image]!, metadata[i]!));
    });
    onProgress?.(start + some.length, sorted.length);
  }
  return counts.proposals(most);
}

interface SourcedTerm extends Term {
  readonly source: Source;
}

function imageTerms(name: string, metadata: ImageMetadata | null): SourcedTerm[] {
  const parts = name.split("/");
  const file = parts.pop()!.replace(/\.[^.]+$/, "");
  const from = (source: Source, terms: readonly Term[]) => terms.map((term) => ({ ...term, source }));
  return [
    ...from("file", termsOf(file)),
    ...parts.flatMap((folder) => from("folder", termsOf(folder))),
    ...from(
      "folder",
      parts.flatMap((folder) => {
        const words = wordsOf(folder);
        return words.length > 2 ? whole(words.map(({ text }) => text).join(" ")) : [];
      }),
    ),
    ...(metadata
      ? [
          ...from("keyword", metadata.keywords.flatMap(whole)),
          ...from("place", metadata.places.flatMap(whole)),
          ...from("camera", whole(metadata.camera ?? "")),
          ...from("year", whole(metadata.year ?? "")),
        ]
      : []),
  ];
}

/** Longer texts are descriptions. */
const LONGEST = 60;

/** What a person wrote as one keyword or place stays one. */
function whole(written: string): Term[] {
  const text = written
    .normalize("NFC")
    .replace(/[\s\p{C}]+/gu, " ")
    .trim();
  return text === "" || text.length > LONGEST ? [] : [{ key: text.toLowerCase(), text }];
}

/** Images of a class with a term. */
interface TermCount {
  images: number;
  readonly sources: Map<Source, number>;
  readonly texts: Map<string, number>;
}

class WordCounts {
  readonly #sizes = new Map<number, number>();
  readonly #byClass = new Map<number, Map<string, TermCount>>();
  readonly #withTerm = new Map<string, number>();
  #images = 0;

  add(id: number, terms: readonly SourcedTerm[]): void {
    this.#images++;
    this.#sizes.set(id, (this.#sizes.get(id) ?? 0) + 1);
    const counts = this.#byClass.get(id) ?? new Map<string, TermCount>();
    this.#byClass.set(id, counts);
    const seen = new Set<string>();
    for (const { key, text, source } of terms) {
      const count = counts.get(key) ?? { images: 0, sources: new Map(), texts: new Map() };
      counts.set(key, count);
      if (!seen.has(key)) {
        count.images++;
        this.#withTerm.set(key, (this.#withTerm.get(key) ?? 0) + 1);
      }
      if (!seen.has(`${source} ${key}`)) count.sources.set(source, (count.sources.get(source) ?? 0) + 1);
      count.texts.set(text, (count.texts.get(text) ?? 0) + 1);
      seen.add(key).add(`${source} ${key}`);
    }
  }

  proposals(most: number): NameProposal[] {
    return [...this.#byClass]
      .sort(([a], [b]) => a - b)
      .flatMap(([id, counts]) => this.#ofClass(id, counts).slice(0, most));
  }

  #ofClass(id: number, counts: ReadonlyMap<string, TermCount>): NameProposal[] {
    const size = this.#sizes.get(id)!;
    const candidates = [...counts].flatMap(([key, count]) => {
      const all = this.#withTerm.get(key)!;
      const share = count.images / size;
      const precision = count.images / all;
      if (count.images < 2 || all === this.#images || share < LEAST || precision < LEAST) return [];
      const weight = Math.max(...[...count.sources.keys()].map((source) => SOURCES[source].weight));
      const confidence = share * precision * weight;
      const score = share * Math.log(this.#images / all) * weight * (key.includes(" ") ? PAIR : 1);
      return [{ key, count, confidence, score, others: all - count.images }];
    });
    candidates.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
    const taken = new Set<string>();
    return candidates.flatMap(({ key, count, confidence, others }) => {
      // A proposal with a word of one that stands above it says little more.
      const words = key.split(" ");
      if (words.some((word) => taken.has(word))) return [];
      for (const word of words) taken.add(word);
      const titles = mostFirst(count.sources).map((source) => SOURCES[source].title);
      const elsewhere = others === 0 ? "" : `, and of ${others} in other classes`;
      return [
        {
          class: id,
          name: mostFirst(count.texts)[0]!,
          confidence,
          evidence: `in the ${titles.join(" or ")} of ${count.images} of ${counted(size, "image")}${elsewhere}`,
        },
      ];
    });
  }
}

/** Keys by falling counts. */
function mostFirst<K extends string>(counts: ReadonlyMap<K, number>): K[] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([key]) => key);
}
