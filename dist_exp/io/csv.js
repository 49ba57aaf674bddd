import { ArgumentError } from "../errors.js";
import { writeFileAtomically } from "./atomic_file.js";
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
export async function writeCsv(path, columns, rows, options = {}) {
    await writeFileAtomically(path, lines(columns, rows), options);
}
async function* lines(columns, rows) {
    let pending = formatRow(columns);
    let count = 0;
    for await (const row of rows) {
        if (row.length !== columns.length) {
            throw new ArgumentError(`writeCsv: row ${count} has ${row.length} values, but there are ${columns.length} columns ` +
                `(${columns.join(", ")}); give one value per column`);
        }
        pending += formatRow(row);
        count++;
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
export function formatRow(row) {
    // An empty line would read as no row at all.
    if (row.length === 1 && row[0] === "")
        return '""\n';
    return `${row.map(formatValue).join(",")}\n`;
}
function formatValue(value) {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
//# sourceMappingURL=csv.js.map