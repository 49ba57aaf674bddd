/** Text from outside (names of files, folders, labels, devices) as a terminal may be given it. */
/**
 * What a terminal obeys, or what makes text look like other text: control characters (C0, DEL, C1), marks that turn the
 * direction of writing, line and paragraph separators, invisible marks, and halves of surrogate pairs.
 */
const UNPRINTABLE = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;
const SHORT = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/**
 * One line, in which what would not print is written as JSON escapes it: a name that holds ESC [ 2 J shows
 * "\u001b[2J" and clears no screen.
 */
export function printable(text) {
    return text.replace(UNPRINTABLE, (character) => SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
/** The same for text of several lines, which stay lines. */
export function printableLines(text) {
    return text.split("\n").map(printable).join("\n");
}
//# sourceMappingURL=printable.js.map