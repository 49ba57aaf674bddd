/** The classes that were found: thumbnails to look at, names to give, and a table to save. */
import { csvText } from "skein/web";
import { pathOf } from "./files.js";
import type { Sorting } from "./messages.js";
import { counted, element, make } from "./page.js";

/** Thumbnails of a class that are shown at once. */
const SHOWN = 24;
/** Smaller pictures are shown with their pixels. */
const SMALL = 48;

interface Member {
  readonly file: File;
  readonly confidence: number;
}

export class Classes {
  #files: readonly File[] = [];
  #sorting: Sorting | null = null;
  /** Names that the visitor gave, by class. */
  #names = new Map<number, string>();
  readonly #addresses = new Map<File, string>();

  /** Forgets the names of classes: images are sorted once more. */
  reset(): void {
    this.#names = new Map();
  }

  /** Shows the classes of these files. Names that were given stay, unless a network gives other classes. */
  show(files: readonly File[], sorting: Sorting): void {
    if (sorting.kept !== this.#sorting?.kept) this.reset();
    if (files !== this.#files) this.#forget();
    this.#files = files;
    this.#sorting = sorting;
    const members = new Map<number, Member[]>();
    for (const [row, place] of sorting.places.entries()) {
      const cluster = sorting.clusters[row]!;
      const list = members.get(cluster) ?? [];
      list.push({ file: files[place]!, confidence: sorting.confidence[row]! });
      members.set(cluster, list);
    }
    const largestFirst = [...members].sort(([, a], [, b]) => b.length - a.length);
    const shown = largestFirst.map(([cluster, list]) => this.#class(cluster, list));
    element("classes").replaceChildren(...shown, ...this.#skipped(sorting));
  }

  /** The table: path of the file, class, name of the class, confidence. */
  csv(): string {
    const { places, clusters, confidence } = this.#sorting!;
    const rows = places.map((place, row) => {
      const file = this.#files[place]!;
      const cluster = clusters[row]!;
      return [pathOf(file), cluster, this.#nameOf(cluster), confidence[row]!];
    });
    return csvText(["file", "class", "name", "confidence"], rows);
  }

  #nameOf(cluster: number): string {
    return this.#names.get(cluster) ?? `class ${cluster}`;
  }

  #class(cluster: number, members: Member[]): HTMLElement {
    members.sort((a, b) => b.confidence - a.confidence);
    const name = make("input", { value: this.#nameOf(cluster), ariaLabel: `Name of class ${cluster}` });
    name.addEventListener("input", () => this.#names.set(cluster, name.value));
    const list = make("ul", { className: "thumbnails" });
    const show = (from: number, to?: number) =>
      list.append(...members.slice(from, to).map((m) => this.#thumbnail(m)));
    show(0, SHOWN);
    const head = make(
      "div",
      { className: "row" },
      name,
      make("span", { className: "count" }, counted(members.length, "image")),
    );
    if (members.length > SHOWN) {
      const more = make("button", { type: "button" }, `Show all ${members.length}`);
      more.addEventListener("click", () => {
        show(SHOWN);
        more.remove();
      });
      head.append(more);
    }
    return make("article", { className: "class", ariaLabel: this.#nameOf(cluster) }, head, list);
  }

  #thumbnail({ file, confidence }: Member): HTMLElement {
    const title = `${file.webkitRelativePath || file.name}, confidence ${confidence.toFixed(2)}`;
    const image = make("img", {
      alt: file.name,
      title,
      loading: "lazy",
      decoding: "async",
      src: this.#address(file),
    });
    image.addEventListener("load", () => image.classList.toggle("small", image.naturalWidth < SMALL));
    return make("li", {}, image);
  }

  #address(file: File): string {
    const known = this.#addresses.get(file) ?? URL.createObjectURL(file);
    this.#addresses.set(file, known);
    return known;
  }

  #forget(): void {
    for (const address of this.#addresses.values()) URL.revokeObjectURL(address);
    this.#addresses.clear();
  }

  #skipped({ skipped }: Sorting): HTMLElement[] {
    if (skipped.length === 0) return [];
    const lines = skipped.map(({ name, reason }) => make("li", {}, `${name}: ${reason}`));
    const head = make("summary", {}, `${counted(skipped.length, "file")} could not be read`);
    return [make("details", { className: "class" }, head, make("ul", {}, ...lines))];
  }
}
