/** Names that a user gives, with commas between them, and lists of names that can be given. */
import { ArgumentError } from "../errors.js";
/** "hog, colour" as names. @throws {ArgumentError} if there is none. */
export function namesOf(option, text) {
    const names = text
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
    if (names.length === 0)
        throw new ArgumentError(`${option} is empty: give names with commas between them`);
    return names;
}
/** @throws {ArgumentError} if a name is there twice. */
export function refuseTwice(option, names) {
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined)
        throw new ArgumentError(`${option} has ${twice} twice: name each once`);
}
/** A line for each name and what it stands for, for a command's help. */
export function namesHelp(all) {
    const width = all.reduce((most, { name }) => Math.max(most, name.length), 12);
    return all.map(({ name, about }) => `  ${name.padEnd(width)} ${about}`).join("\n");
}
//# sourceMappingURL=names.js.map