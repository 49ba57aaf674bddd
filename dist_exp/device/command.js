/** Writes a command's parameters to `words` from `at` on, in declared order, one word each. There must be room. */
export function writeParams({ paramList }, params, words, at) {
    const { u32, f32 } = words;
    for (let i = 0; i < paramList.length; i++) {
        const [name, type] = paramList[i];
        const value = params[name];
        if (type === "f32")
            f32[at + i] = value;
        else
            u32[at + i] = value;
    }
}
/** One line for a person: the kernel, its sizes and its parameters. */
export function describeCommand(command) {
    if (command.type !== "dispatch")
        return command.type;
    const params = Object.entries(command.params).map(([name, value]) => `${name}=${value}`);
    return `${command.kernel.name}(${params.join(", ")})`;
}
//# sourceMappingURL=command.js.map