/** Shapes with strides: what kernels that address tensors element by element share. */
/** Elements a binding must hold so that every index is inside: 1 + the sum of (size - 1) * stride, or 0. */
export function extent(sizes, strides, offset = 0) {
    if (sizes.includes(0))
        return 0;
    return offset + 1 + sizes.reduce((sum, size, i) => sum + (size - 1) * strides[i], 0);
}
/** The same iteration with as few axes as possible: axes of size one go, neighbours that step as one merge. */
export function collapse(axes) {
    const merged = [];
    for (const axis of axes) {
        if (axis.size === 1)
            continue;
        const outer = merged.at(-1);
        if (outer?.strides.every((stride, i) => stride === axis.size * axis.strides[i])) {
            merged[merged.length - 1] = { size: outer.size * axis.size, strides: axis.strides };
        }
        else {
            merged.push(axis);
        }
    }
    return merged;
}
/** As many axes as asked for, with ones in front. */
export function padAxes(axes, rank, operands) {
    const one = { size: 1, strides: Array(operands).fill(0) };
    return [...Array(rank - axes.length).fill(one), ...axes];
}
//# sourceMappingURL=strides.js.map