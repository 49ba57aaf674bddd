/** Which cases a command line means. */
import { ArgumentError } from "../errors.js";
/** Reads `H=128,B=32` (or with spaces). @throws {ArgumentError} */
export function parseShape(text) {
    const pairs = text.split(/[\s,]+/).filter((part) => part !== "");
    return Object.fromEntries(pairs.map((pair) => {
        const [, name, digits] = /^([A-Za-z]+)=(\d{1,9})$/.exec(pair) ?? [];
        if (!name)
            throw new ArgumentError(`--shape ${pair}: give sizes by name, such as H=128,B=32`);
        return [name, Number(digits)];
    }));
}
/** @throws {ArgumentError} when nothing is left. */
export function select(all, { filter = "", shape = {}, quick = false }) {
    const named = all.filter(({ work }) => work.includes(filter));
    if (named.length === 0) {
        throw new ArgumentError(`--filter ${filter} leaves nothing: choose from ${all.map(({ work }) => work).join(", ")}`);
    }
    // Shapes that are asked for are those to measure, and no others.
    const whole = !quick && Object.keys(shape).length === 0;
    const selected = named
        .map((family) => ({
        family,
        sizes: sizesOf(family, shape, quick),
        growth: whole ? family.growth : undefined,
    }))
        .filter(({ sizes }) => sizes.length > 0);
    if (selected.length === 0) {
        const known = named.map(({ work, quick: any }) => `${work} has ${Object.keys(any).join(", ")}`);
        throw new ArgumentError(`--shape ${Object.entries(shape)
            .map(([k, v]) => `${k}=${v}`)
            .join(",")} fits nothing: ${known.join("; ")}`);
    }
    return selected;
}
function sizesOf({ shapes, quick: small }, shape, quick) {
    const given = Object.entries(shape);
    if (given.some(([name]) => !(name in small)))
        return [];
    if (quick)
        return [{ ...small, ...shape }];
    const matching = shapes.filter((sizes) => given.every(([name, value]) => sizes[name] === value));
    return matching.length > 0 || given.length === 0 ? matching : [{ ...shapes[0], ...shape }];
}
//# sourceMappingURL=select.js.map