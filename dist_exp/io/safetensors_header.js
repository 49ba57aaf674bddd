/**
 * The JSON header of a safetensors file, between its entries and its bytes.
 */
import { excerpt } from "../errors.js";
/** Element types by their names in the format. Float16 has no typed array in Node 20. */
export const ELEMENT_TYPES = {
    F64: Float64Array,
    F32: Float32Array,
    I64: BigInt64Array,
    I32: Int32Array,
    U32: Uint32Array,
    U8: Uint8Array,
};
/** The reference implementation's limit. */
export const MAX_HEADER_BYTES = 100_000_000;
/** Writes a header; spaces at its end make the data after it start at a multiple of 8. */
export function formatHeader(entries, metadata) {
    const members = entries.map(({ name, dtype, shape, begin, end }) => [name, { dtype, shape, data_offsets: [begin, end] }]);
    const strings = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
    if (strings.length > 0)
        members.unshift(["__metadata__", Object.fromEntries(strings)]);
    // Written member by member: an object would put names that are integers ("0") before all others.
    const json = `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
    const bytes = new TextEncoder().encode(json);
    const padded = new Uint8Array(Math.ceil(bytes.byteLength / 8) * 8).fill(" ".charCodeAt(0));
    padded.set(bytes);
    return padded;
}
/**
 * Reads a header and checks it against the size of the data.
 *
 * @param dataBytes How many bytes follow the header.
 * @param fail Called with what is wrong.
 * @returns Entries in the order of their data, which they cover without a gap.
 */
export function parseHeader(header, dataBytes, fail) {
    const members = parseObject(header, fail);
    const entries = [];
    let metadata = {};
    for (const [name, value] of Object.entries(members)) {
        if (name === "__metadata__")
            metadata = checkMetadata(value, fail);
        else
            entries.push(checkEntry(name, value, fail));
    }
    entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
    let covered = 0;
    for (const { name, begin, end } of entries) {
        if (end > dataBytes) {
            fail(`tensor ${excerpt(name)} ends at byte ${end} of the data, which has only ${dataBytes} (is it cut off?)`);
        }
        if (begin < covered)
            fail(`tensor ${excerpt(name)} overlaps the tensor before it`);
        if (begin > covered)
            fail(`bytes ${covered} to ${begin} of the data belong to no tensor`);
        covered = end;
    }
    if (covered < dataBytes)
        fail(`the last ${dataBytes - covered} bytes belong to no tensor`);
    return { entries, metadata };
}
function parseObject(header, fail) {
    let text = "";
    let value;
    try {
        text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
        value = JSON.parse(text);
    }
    catch (error) {
        fail(`its header is not JSON (${error.message})`);
    }
    if (!isObject(value))
        return fail("its header is not a JSON object");
    const duplicate = findDuplicateKey(text);
    if (duplicate !== undefined)
        fail(`its header has ${excerpt(JSON.stringify(duplicate))} twice`);
    return value;
}
function checkMetadata(value, fail) {
    if (!isObject(value))
        return fail("its __metadata__ is not a JSON object");
    for (const [key, entry] of Object.entries(value)) {
        if (typeof entry !== "string")
            fail(`its __metadata__ ${excerpt(JSON.stringify(key))} is not a string`);
    }
    return value;
}
function checkEntry(name, value, fail) {
    if (!isObject(value))
        return fail(`tensor ${excerpt(name)} is not described by a JSON object`);
    const { dtype, shape, data_offsets: offsets } = value;
    if (typeof dtype !== "string" || !Object.hasOwn(ELEMENT_TYPES, dtype)) {
        return fail(`tensor ${excerpt(name)} has dtype ${excerpt(String(JSON.stringify(dtype)))}, and this reads ${Object.keys(ELEMENT_TYPES).join(", ")}`);
    }
    if (!isSizes(shape))
        return fail(`tensor ${excerpt(name)} has shape ${excerpt(String(JSON.stringify(shape)))}, no list of sizes`);
    if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
        return fail(`tensor ${excerpt(name)} has data_offsets ${excerpt(String(JSON.stringify(offsets)))}, no [begin, end]`);
    }
    const [begin, end] = offsets;
    const bytes = shape.reduce((product, size) => product * size, ELEMENT_TYPES[dtype].BYTES_PER_ELEMENT);
    if (bytes !== end - begin) {
        fail(`tensor ${excerpt(name)} is ${dtype} [${excerpt(shape.join(", "))}], ${bytes} bytes, but has ${end - begin}`);
    }
    return { name, dtype: dtype, shape, begin, end };
}
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isSizes(value) {
    return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
/**
 * The first key that an object in `json` has twice. `JSON.parse` keeps the last of them in silence, so that
 * two readers could see two different models in one file.
 *
 * @param json Valid JSON.
 */
function findDuplicateKey(json) {
    const keysOfOpen = [];
    for (let i = 0; i < json.length; i++) {
        const character = json[i];
        if (character === "{" || character === "[")
            keysOfOpen.push(new Set());
        else if (character === "}" || character === "]")
            keysOfOpen.pop();
        else if (character === '"') {
            const start = i;
            for (i++; json[i] !== '"'; i++)
                if (json[i] === "\\")
                    i++;
            // In valid JSON a string before a colon is a key.
            let next = i + 1;
            while (" \t\r\n".includes(json[next] ?? "end"))
                next++;
            if (json[next] !== ":")
                continue;
            const key = JSON.parse(json.slice(start, i + 1));
            const keys = keysOfOpen.at(-1);
            if (keys.has(key))
                return key;
            keys.add(key);
        }
    }
    return undefined;
}
//# sourceMappingURL=safetensors_header.js.map