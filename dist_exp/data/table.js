/** Rows of a text table (comma, semicolon or tab separated), read as a stream. */
import { createReadStream } from "node:fs";
import { TextDecoder } from "node:util";
import { DataError } from "../errors.js";
/** More characters than this are no path and no label. */
const MAX_FIELD = 1 << 16;
const MAX_FIELDS = 10_000;
const SEPARATORS = [",", ";", "\t"];
/** Enough for the first line of any table; a longer one is read as comma-separated. */
const CHUNK_BYTES = 1 << 20;
const [QUOTE, RETURN, NEWLINE] = [0x22, 0x0d, 0x0a];
/**
 * Rows of fields as RFC 4180 has them: fields in double quotes may hold separators, line ends and
 * doubled quotes; a quote within a plain field stands for itself; blank lines are left out. The
 * separator is the one that the first line uses. Text is UTF-8, or UTF-16 with a byte order mark.
 *
 * @throws {DataError} where the text is of another encoding, a quote is not closed, a field is longer
 * than 65,536 characters, or the first line has two kinds of separator.
 */
export async function* readTable(path) {
    let parser = null;
    for await (const text of decoded(path)) {
        parser ??= new TableParser(path, separatorOf(path, text));
        const rows = parser.push(text);
        if (rows.length > 0)
            yield rows;
    }
    const last = parser?.end() ?? [];
    if (last.length > 0)
        yield last;
}
async function* decoded(path) {
    let decoder = null;
    const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    try {
        for await (const chunk of stream) {
            decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
            const text = decoder.decode(chunk, { stream: true });
            if (text.includes("\0"))
                throw new TypeError("NUL");
            if (text !== "")
                yield text;
        }
        const rest = decoder?.decode();
        if (rest)
            yield rest;
    }
    catch (error) {
        if (!(error instanceof TypeError))
            throw error;
        throw new DataError(`${path} is not UTF-8 text: save it as UTF-8, or as UTF-16 with a byte order mark.`, {
            cause: error,
        });
    }
}
function encodingOf(start) {
    if (start[0] === 0xff && start[1] === 0xfe)
        return "utf-16le";
    return start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : "utf-8";
}
/** The separator that stands on the first line outside quotes; a comma where none does. */
function separatorOf(path, text) {
    const found = new Set();
    let quoted = false;
    let begun = false;
    for (const character of text) {
        if (character === '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (character === "\n" || character === "\r") {
            if (begun)
                break;
            continue;
        }
        begun = true;
        if (SEPARATORS.includes(character))
            found.add(character);
    }
    if (found.size > 1) {
        throw new DataError(`${path}: its first line has more than one of comma, semicolon and tab: ` +
            "use one of them between fields, and put fields that hold another into double quotes.");
    }
    return [...found][0] ?? ",";
}
class TableParser {
    #path;
    #separator;
    #state = "start";
    #field = "";
    #fields = [];
    #line = 1;
    #rowLine = 1;
    #afterReturn = false;
    constructor(path, separator) {
        this.#path = path;
        this.#separator = separator.charCodeAt(0);
    }
    push(text) {
        const rows = [];
        for (let at = 0; at < text.length;) {
            const code = text.charCodeAt(at);
            // "\r\n" is one line end, in quotes and outside, even where a chunk ends between the two.
            const second = this.#afterReturn && code === NEWLINE;
            this.#afterReturn = code === RETURN;
            const lineEnd = code === NEWLINE || code === RETURN;
            if (lineEnd && !second)
                this.#line++;
            if (this.#state === "quoted") {
                at = this.#quoted(text, at, code);
            }
            else if (second) {
                at++;
            }
            else if (lineEnd || code === this.#separator) {
                this.#endField();
                if (lineEnd)
                    this.#endRow(rows);
                at++;
            }
            else {
                at = this.#unquoted(text, at, code);
            }
        }
        return rows;
    }
    end() {
        if (this.#state === "quoted")
            this.#fail("a double quote is not closed: close it");
        const rows = [];
        if (this.#state !== "start" || this.#fields.length > 0) {
            this.#endField();
            this.#endRow(rows);
        }
        return rows;
    }
    /** Takes text within quotes up to a quote or a line end. */
    #quoted(text, at, code) {
        if (code === QUOTE) {
            this.#state = "closing";
            return at + 1;
        }
        let end = at + 1;
        for (; end < text.length; end++) {
            const next = text.charCodeAt(end);
            if (next === QUOTE || next === NEWLINE || next === RETURN)
                break;
        }
        this.#append(text.slice(at, end));
        return end;
    }
    #unquoted(text, at, code) {
        if (code === QUOTE && this.#state === "start") {
            this.#state = "quoted";
            return at + 1;
        }
        if (this.#state === "closing") {
            if (code !== QUOTE)
                this.#fail("text follows a closing double quote: double the quotes within the field");
            this.#append('"');
            this.#state = "quoted";
            return at + 1;
        }
        let end = at + 1;
        for (; end < text.length; end++) {
            const next = text.charCodeAt(end);
            if (next === this.#separator || next === NEWLINE || next === RETURN)
                break;
        }
        this.#append(text.slice(at, end));
        this.#state = "plain";
        return end;
    }
    #append(text) {
        this.#field += text;
        if (this.#field.length > MAX_FIELD)
            this.#fail(`a field is longer than ${MAX_FIELD} characters: shorten it`);
    }
    #endField() {
        this.#fields.push(this.#state === "plain" ? this.#field.trim() : this.#field);
        if (this.#fields.length > MAX_FIELDS)
            this.#fail(`there are more than ${MAX_FIELDS} fields: leave some out`);
        this.#field = "";
        this.#state = "start";
    }
    #endRow(rows) {
        if (this.#fields.length > 1 || this.#fields[0] !== "") {
            rows.push({ line: this.#rowLine, fields: this.#fields });
        }
        this.#fields = [];
        this.#rowLine = this.#line;
    }
    #fail(what) {
        throw new DataError(`${this.#path}: line ${this.#rowLine}: ${what}.`);
    }
}
//# sourceMappingURL=table.js.map