import { type WriteOptions } from "./atomic_file.js";
/** A cell of a table. Numbers are written as JavaScript prints them, shortest form that reads back the same. */
export type CsvValue = string | number;
/**
 * Writes a table as comma-separated values, quoted as RFC 4180 says. Lines end with a line feed alone,
 * which spreadsheets read and Unix tools expect.
 *
 * Rows are taken one at a time, so that a generator of millions needs no memory. The file appears whole or
 * not at all, see `writeFileAtomically`.
 *
 * @param columns Names, the first line of the file.
 * @param rows Each with one value per column.
 * @throws {ArgumentError} If a row has another number of values than there are columns.
 * @throws {SkeinError} Or `options.errorClass`, if the file system refuses.
 */
export declare function writeCsv(path: string, columns: readonly string[], rows: Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>, options?: WriteOptions): Promise<void>;
/**
 * One line of a table, line feed included, for those who write to a pipe rather than to a file.
 *
 * Text stays as it is, so that names still name their files. A spreadsheet takes a cell that begins with =, +, - or @
 * for a formula: such a table is imported with its columns as text, not opened.
 */
export declare function formatRow(row: readonly CsvValue[]): string;
