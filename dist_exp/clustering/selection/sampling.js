/** All rows, or `most` of them at random; ascending. */
export function someRows(rows, most, random) {
    if (rows <= most)
        return Uint32Array.from({ length: rows }, (_, row) => row);
    return new Uint32Array(random.permutation(rows).slice(0, most)).sort();
}
//# sourceMappingURL=sampling.js.map