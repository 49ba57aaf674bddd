/** A row's fields, and the line that it begins on, from 1. */
export interface Row {
    readonly line: number;
    readonly fields: string[];
}
/**
 * Rows of fields as RFC 4180 has them: fields in double quotes may hold separators, line ends and
 * doubled quotes; a quote within a plain field stands for itself; blank lines are left out. The
 * separator is the one that the first line uses. Text is UTF-8, or UTF-16 with a byte order mark.
 *
 * @throws {DataError} where the text is of another encoding, a quote is not closed, a field is longer
 * than 65,536 characters, or the first line has two kinds of separator.
 */
export declare function readTable(path: string): AsyncGenerator<Row[], void, undefined>;
