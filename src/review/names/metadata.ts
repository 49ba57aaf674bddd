/** What files say of themselves: EXIF, IPTC and XMP. */
import { open } from "node:fs/promises";
import ExifReader from "exifreader";

export interface ImageMetadata {
  /** Maker and model; null where the file does not say. */
  readonly camera: string | null;
  /** In which the picture was taken. */
  readonly year: string | null;
  /** Names of cities, regions, countries, as somebody wrote them into the file. */
  readonly places: readonly string[];
  readonly keywords: readonly string[];
}

const NOTHING: ImageMetadata = { camera: null, year: null, places: [], keywords: [] };

/** What cameras and programs write stands in a file's beginning. */
const HEAD_BYTES = 2 ** 17;

const PLACES = {
  iptc: ["City", "Sub-location", "Province/State", "Country/Primary Location Name"],
  xmp: ["City", "Location", "State", "Country", "CountryName", "ProvinceState", "Sublocation"],
} as const;

/** Of a file; nothing where it cannot be read or holds none. Coordinates are not looked up: no request leaves the machine. */
export async function readMetadata(path: string): Promise<ImageMetadata> {
  const head = await headOf(path).catch(() => null);
  if (head === null) return NOTHING;
  try {
    const { exif, iptc, xmp } = ExifReader.load(head, { expanded: true }) as Tags;
    const make = textOf(exif?.Make);
    const model = textOf(exif?.Model);
    const taken = textOf(exif?.DateTimeOriginal) || textOf(xmp?.DateCreated);
    const year = /^(?:19|20)\d{2}/.exec(taken)?.[0] ?? null;
    return {
      camera: cameraOf(make, model),
      year,
      places: distinct([
        ...PLACES.iptc.flatMap((tag) => textsOf(iptc?.[tag])),
        ...PLACES.xmp.flatMap((tag) => textsOf(xmp?.[tag])),
      ]),
      keywords: distinct([...textsOf(iptc?.Keywords), ...textsOf(xmp?.subject)]),
    };
  } catch {
    return NOTHING;
  }
}

interface Tag {
  readonly value?: unknown;
  readonly description?: unknown;
}

type Tags = Partial<Record<"exif" | "iptc" | "xmp", Record<string, Tag | Tag[] | undefined>>>;

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** "Canon" and "Canon EOS R5" as "Canon EOS R5". */
function cameraOf(make: string, model: string): string | null {
  const first = make.split(/\s+/)[0] ?? "";
  const whole = model.toLowerCase().startsWith(first.toLowerCase()) ? model : `${first} ${model}`;
  return whole.trim() || null;
}

/** All texts of a tag: IPTC repeats tags, XMP has lists of them as values. */
function textsOf(tag: Tag | Tag[] | undefined): string[] {
  if (tag === undefined) return [];
  const lists = Array.isArray(tag) ? tag : isList(tag.value) ? tag.value : [tag];
  return lists.flatMap(({ description }) => {
    const text = typeof description === "string" ? description.trim() : "";
    return text === "" ? [] : [text];
  });
}

const isList = (value: unknown): value is Tag[] =>
  Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null);

const textOf = (tag: Tag | Tag[] | undefined) => textsOf(tag)[0] ?? "";

const distinct = (texts: readonly string[]) => [...new Set(texts)];
