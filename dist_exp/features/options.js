/** Checks of options that several features share. */
import { ArgumentError } from "../errors.js";
/** @throws {ArgumentError} if value is no whole number from low to high. */
export function checkWhole(caller, name, value, low, high = 2 ** 20) {
    if (!Number.isInteger(value) || value < low || value > high) {
        throw new ArgumentError(`${caller}: ${name} is ${String(value)}: give a whole number from ${low} to ${high}`);
    }
}
/** @throws {ArgumentError} if value is not two whole numbers from 1 up. */
export function checkPair(caller, name, value) {
    if (!Array.isArray(value) || value.length !== 2) {
        throw new ArgumentError(`${caller}: ${name} is ${String(value)}: give two whole numbers, [rows, columns]`);
    }
    for (const extent of value)
        checkWhole(caller, name, extent, 1);
}
/** @throws {ArgumentError} if value is none of the choices. */
export function checkChoice(caller, name, value, choices) {
    if (!choices.includes(value)) {
        throw new ArgumentError(`${caller}: ${name} ${String(value)} is unknown: choose one of ${choices.join(", ")}`);
    }
}
//# sourceMappingURL=options.js.map