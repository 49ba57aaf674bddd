import { percent as plain } from "../format.js";
/** 0.9834 as "98.3 %", with a space at which no line breaks; NaN as a dash. */
export function percent(fraction) {
    return plain(fraction, 1).replace(" ", "\u00a0");
}
//# sourceMappingURL=percent.js.map