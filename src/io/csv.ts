import { ArgumentError } from "../errors.js";
import { type WriteOptions, writeHostFile } from "../host/host.js";

/** A cell of a table. Numbers are written as JavaScript prints them, shortest form that reads back the same. */
export type CsvValue = string | number;

/** Text is handed to the disk in pieces of about this many characters. */
const CHUNK_LENGTH = 1 << 16;

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
export async function writeCsv(
  path: string,
  columns: readonly string[],
  rows: Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>,
  options: WriteOptions = {},
): Promise<void> {
  await writeHostFile(path, lines(columns, rows), options);
}

/**
 * A table as the text of such a file.
 * @throws {ArgumentError} If a row has another number of values than there are columns.
 */
export function csvText(columns: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  let text = formatRow(columns);
  let count = 0;
  for (const row of rows) text += checkedRow("csvText", columns, row, count++);
  return text;
}

function checkedRow(
  caller: string,
  columns: readonly string[],
  row: readonly CsvValue[],
  number: number,
): string {
  if (row.length === columns.length) return formatRow(row);
  throw new ArgumentError(
    `${caller}: row ${number} has ${row.length} values, but there are ${columns.length} columns ` +
      `(${columns.join(", ")}); give one value per column`,
  );
}

async function* lines(
  columns: readonly string[],
  rows: Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>,
): AsyncGenerator<string> {
  let pending = formatRow(columns);
  let count = 0;
  for await (const row of rows) {
    pending += checkedRow("writeCsv", columns, row, count++);
    if (pending.length >= CHUNK_LENGTH) {
      yield pending;
      pending = "";
    }
  }
  yield pending;
}

/**
 * One line of a table, line feed included, for those who write to a pipe rather than to a file.
 *
 * Text stays as it is, so that names still name their files. A spreadsheet takes a cell that begins with =, +, - or @
 * for a formula: such a table is imported with its columns as text, not opened.
 */
export function formatRow(row: readonly CsvValue[]): string {
  // An empty line would read as no row at all.
  if (row.length === 1 && row[0] === "") return '""\n';
  return `${row.map(formatValue).join(",")}\n`;
}

function formatValue(value: CsvValue): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
