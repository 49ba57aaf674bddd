/** Option values: parsed and checked where they are read, one sentence for each mistake. */
import { readFile } from "node:fs/promises";
import { ArgumentError } from "../errors.js";
/** Takes a whole number from `low` to `high`, written in digits. */
export function wholeNumber(name, low, high = Number.MAX_SAFE_INTEGER) {
    const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
    return (text) => {
        const value = Number(text);
        if (!/^\d+$/.test(text) || value < low || value > high) {
            throw new ArgumentError(`${name} is ${text || "empty"}: give a whole number ${range}`);
        }
        return value;
    };
}
/** Takes a number above 0, such as 1.05. */
export function ratio(name) {
    return (text) => {
        const value = Number(text);
        if (!/^\d*\.?\d+$/.test(text) || !(value > 0)) {
            throw new ArgumentError(`${name} is ${text || "empty"}: give a ratio such as 1.05`);
        }
        return value;
    };
}
/** Takes a number above 0, such as 0.001. */
export function positiveNumber(name) {
    return (text) => {
        const value = Number(text);
        if (!/^\d*\.?\d+(e-?\d+)?$/i.test(text) || !(value > 0)) {
            throw new ArgumentError(`${name} is ${text || "empty"}: give a number above 0, such as 0.001`);
        }
        return value;
    };
}
/** Takes one of a few words. */
export function choice(name, words) {
    return (text) => {
        const found = words.find((word) => word === text);
        if (found === undefined)
            throw new ArgumentError(`${name} is ${text}: choose one of ${words.join(", ")}`);
        return found;
    };
}
/** Takes "64" for a square, or "48x64" for height and width. */
export function pixelSize(name) {
    return (text) => {
        const [, height, width = height] = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(text) ?? [];
        if (!(Number(height) >= 1 && Number(width) >= 1)) {
            throw new ArgumentError(`${name} is ${text}: give pixels as 64, or height and width as 48x64`);
        }
        return { height: Number(height), width: Number(width) };
    };
}
/** Takes a number of pixels, or "none" for no limit. */
export function pixelLimit(name) {
    const whole = wholeNumber(name, 1);
    return (text) => (text === "none" ? Number.POSITIVE_INFINITY : whole(text));
}
/** Takes "auto", "full", or the two values that become black and white as LOW,HIGH. */
export function sampleRange(name) {
    return (text) => {
        if (text === "auto" || text === "full")
            return text;
        const values = /^[^,\s]+,[^,\s]+$/.test(text) ? text.split(",").map(Number) : [];
        const [low = Number.NaN, high = Number.NaN] = values;
        if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
            throw new ArgumentError(`${name} is ${text}: give auto, full, or two numbers as 0,4095, the lower one first`);
        }
        return [low, high];
    };
}
/**
 * Reads a JSON object.
 * @throws {ArgumentError} when the file cannot be read, or holds something else.
 */
export async function readJsonObject(name, path) {
    const text = await readFile(path, "utf8").catch((cause) => {
        throw new ArgumentError(`${name} ${path} cannot be read (${cause.message}): check the path`, { cause });
    });
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (cause) {
        throw new ArgumentError(`${name} ${path} is not JSON (${cause.message}): mend it`, { cause });
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new ArgumentError(`${name} ${path} holds no JSON object: give one such as {"clusters": 10}`);
    }
    return value;
}
//# sourceMappingURL=options.js.map