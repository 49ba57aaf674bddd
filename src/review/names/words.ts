/** Words of names of files and folders. */

/** What cameras, programs and systems call files, and words that say nothing of a picture. */
const EMPTY = new Set(
  (
    "img image images pic pics pict picture pictures photo photos foto fotos bild bilder dsc dscn dscf dcim pxl mvimg mov vid wa " +
    "copy kopie edit edited final new old export untitled unnamed download downloads thumb thumbnail original tmp temp " +
    "jpg jpeg png gif tif tiff webp avif heic svg bmp raw " +
    "the and for with from this that not are was der die das und von mit les des une los las del"
  ).split(" "),
);

/** Scripts in which a word may have one character. */
const SHORT_WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** A word or several, as it is compared and as it was written. */
export interface Term {
  readonly key: string;
  readonly text: string;
}

/**
 * The words of a name in their order, without numbers, hashes and what cameras write. Words end at other characters, and where a
 * small letter is followed by a capital one.
 */
export function wordsOf(name: string): Term[] {
  return name
    .normalize("NFC")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((part) => !isCode(part))
    .flatMap((part) => part.split(/(?<=\p{Ll})(?=\p{Lu})|\p{N}+/u))
    .map((text) => ({ key: text.toLowerCase(), text }))
    .filter(({ key }) => (key.length >= 3 || SHORT_WORDS.test(key)) && !EMPTY.has(key));
}

/** Words, and pairs of words that follow each other. */
export function termsOf(name: string): Term[] {
  const words = wordsOf(name);
  const pairs = words.slice(1).flatMap((word, i) => {
    const { key, text } = words[i]!;
    return key === word.key ? [] : [{ key: `${key} ${word.key}`, text: `${text} ${word.text}` }];
  });
  return [...words, ...pairs];
}

/** A number, a hash or a part of a UUID: hexadecimal digits that change between letters and numbers. */
const isCode = (part: string) =>
  /^\d+$/.test(part) || (/^[0-9a-f]{6,}$/i.test(part) && /\d[a-f]+\d|[a-f]\d+[a-f]/i.test(part));
