import { ArgumentError, ShapeError } from "../errors.js";
/**
 * Pairs rows with columns one to one at the smallest total cost, or the largest with `maximize`:
 * scipy's `linear_sum_assignment`.
 *
 * Shortest augmenting paths in O(min(rows, columns)^2 max(rows, columns)): R. Jonker and A. Volgenant,
 * "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38
 * (1987), in the rectangular form of D. F. Crouse, "On implementing 2D rectangular assignment
 * algorithms", IEEE Transactions on Aerospace and Electronic Systems 52 (2016).
 *
 * @param cost `[rows, columns]`, row-major, finite.
 * @param options.maximize Take `cost` as a gain. Default false.
 * @throws {ShapeError} If `cost` has another size than rows x columns.
 * @throws {ArgumentError} If a cost is NaN or infinite.
 */
export function linearSumAssignment(cost, rows, columns, options = {}) {
    if (cost.length !== rows * columns) {
        throw new ShapeError(`linearSumAssignment: cost has ${cost.length} values, but rows x columns is ` +
            `${rows} x ${columns} = ${rows * columns}`);
    }
    // Every row must find a column, so the shorter side is searched from.
    const transposed = rows > columns;
    const searchers = transposed ? columns : rows;
    const targets = transposed ? rows : columns;
    const sign = options.maximize ? -1 : 1;
    const matrix = new Float64Array(rows * columns);
    for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
            const value = cost[r * columns + c];
            if (!Number.isFinite(value)) {
                throw new ArgumentError(`linearSumAssignment: cost[${r}, ${c}] is ${value}; costs must be finite`);
            }
            matrix[transposed ? c * targets + r : r * targets + c] = sign * value;
        }
    }
    const targetOf = assignEach(matrix, searchers, targets);
    if (!transposed)
        return { rows: Int32Array.from(targetOf.keys()), columns: targetOf };
    const order = Int32Array.from(targetOf.keys()).sort((a, b) => targetOf[a] - targetOf[b]);
    return { rows: order.map((searcher) => targetOf[searcher]), columns: order };
}
/** Finds for each of `searchers` rows its own column of a row-major `matrix`; searchers <= targets. */
function assignEach(matrix, searchers, targets) {
    const targetOf = new Int32Array(searchers).fill(-1);
    const searcherOf = new Int32Array(targets).fill(-1);
    // Dual prices: matrix[s, t] - searcherPrice[s] - targetPrice[t] >= 0, and 0 for assigned pairs.
    const searcherPrice = new Float64Array(searchers);
    const targetPrice = new Float64Array(targets);
    const distance = new Float64Array(targets);
    const cameFrom = new Int32Array(targets);
    const isScanned = new Uint8Array(targets);
    for (let start = 0; start < searchers; start++) {
        // Dijkstra's search from `start` over reduced costs, until a free target is nearest.
        distance.fill(Number.POSITIVE_INFINITY);
        isScanned.fill(0);
        let length = 0;
        let searcher = start;
        let nearest = -1;
        for (;;) {
            nearest = -1;
            for (let t = 0; t < targets; t++) {
                if (isScanned[t])
                    continue;
                const through = length + matrix[searcher * targets + t] - searcherPrice[searcher] - targetPrice[t];
                if (through < distance[t]) {
                    distance[t] = through;
                    cameFrom[t] = searcher;
                }
                if (nearest < 0 || distance[t] < distance[nearest])
                    nearest = t;
            }
            length = distance[nearest];
            if (searcherOf[nearest] < 0)
                break;
            isScanned[nearest] = 1;
            searcher = searcherOf[nearest];
        }
        // Prices move so that the path found has reduced cost zero and no other becomes negative.
        searcherPrice[start] += length;
        for (let t = 0; t < targets; t++) {
            if (!isScanned[t])
                continue;
            const slack = length - distance[t];
            targetPrice[t] -= slack;
            searcherPrice[searcherOf[t]] += slack;
        }
        // Along the path, each searcher passes its old target on to the one before it.
        for (let target = nearest; target >= 0;) {
            const owner = cameFrom[target];
            const previous = targetOf[owner];
            targetOf[owner] = target;
            searcherOf[target] = owner;
            target = owner === start ? -1 : previous;
        }
    }
    return targetOf;
}
//# sourceMappingURL=assignment.js.map