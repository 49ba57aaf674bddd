import { ArgumentError } from "../errors.js";
const sources = new Map();
/** Has `compareLearners` know a learner. @throws {ArgumentError} when the name is taken. */
export function registerLearner(definition) {
    const { name } = definition;
    if (learners().some((other) => other.name === name)) {
        throw new ArgumentError(`registerLearner: ${name} is registered already: give another name`);
    }
    sources.set(name, () => [definition]);
}
/** Has `compareLearners` know all learners of a family, which is asked for them whenever they are listed. */
export function registerLearnerFamily(family, members) {
    // A learner may have the name of a family.
    sources.set(`family ${family}`, members);
}
/** All registered learners. */
export function learners() {
    return [...sources.values()].flatMap((members) => members());
}
/**
 * The learners that a choice names, in its order.
 * @throws {ArgumentError} when a name is unknown, or none is given.
 */
export function chooseLearners(choice) {
    const known = learners();
    if (choice === "all")
        return known;
    if (choice === "default")
        return known.filter(({ byDefault }) => byDefault);
    if (choice.length === 0)
        throw new ArgumentError("no learner is named: give one or more, or all");
    return [...new Set(choice)].map((name) => {
        const found = known.find((definition) => definition.name === name);
        if (found)
            return found;
        const names = known.map((definition) => definition.name).join(", ");
        throw new ArgumentError(`${name} is no known learner: give ${names}`);
    });
}
//# sourceMappingURL=registry.js.map