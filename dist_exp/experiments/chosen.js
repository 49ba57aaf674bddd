/** Those of these names, in the order of `all`; all of them where none is named. */
export function chosen(kind, names, all) {
    const unknown = names.find((name) => !all.some((item) => item.name === name));
    if (unknown !== undefined) {
        throw new Error(`there is no ${kind} ${unknown}: choose of ${all.map(({ name }) => name).join(", ")}`);
    }
    return all.filter(({ name }) => names.length === 0 || names.includes(name));
}
//# sourceMappingURL=chosen.js.map