/** The graph of nearest rows, and how it falls apart: the spectrum of its normalised Laplacian. */
import { symmetricEigen } from "../../linalg/eigen.js";
import { projectOut } from "../../linalg/orthonormalize.js";
import { Random } from "../../random/philox.js";
/** Neighbours of a row: about ln N for thousands of rows (von Luxburg 2007, section 8.2). */
const NEIGHBOURS = 10;
/** The neighbour whose distance is the scale around a row (Zelnik-Manor and Perona 2004). */
const SCALE_NEIGHBOUR = 7;
/** Steps of Lanczos for one wanted value: those near 1 lie close together. */
const STEPS_PER_VALUE = 10;
const LEAST_STEPS = 100;
/**
 * Each row joined to its 10 nearest, and to those it is near to, weighted by exp(-d_ij^2 / (s_i s_j)), with s_i the
 * distance of row i to its seventh neighbour.
 */
export class NeighbourGraph {
    rows;
    /** Neighbours of row i are `targets[starts[i]]` to `targets[starts[i + 1] - 1]`. */
    starts;
    targets;
    /** W / sqrt(d_i d_j), with d_i the sum of row i's weights. */
    weights;
    /** Roots of those sums, [N]. */
    rootDegrees;
    /** The connected part of each row, from 0 up. */
    parts;
    partCount;
    constructor(pairs) {
        const { rows } = pairs;
        this.rows = rows;
        const each = Math.min(NEIGHBOURS, rows - 1);
        const { indices, distances } = nearest(pairs, each);
        const scales = Float64Array.from({ length: rows }, (_, i) => {
            const scale = distances[i * each + Math.min(SCALE_NEIGHBOUR, each) - 1];
            return scale > 0 ? scale : 1e-12;
        });
        const edges = Array.from({ length: rows }, () => new Map());
        for (let i = 0; i < rows; i++) {
            for (let n = 0; n < each; n++) {
                const j = indices[i * each + n];
                // Rows that coincide are as near as can be, whatever the scale.
                const weight = Math.exp(-(distances[i * each + n] ** 2) / (scales[i] * scales[j]));
                const kept = Math.max(weight, 1e-12);
                edges[i].set(j, kept);
                edges[j].set(i, kept);
            }
        }
        this.rootDegrees = Float64Array.from(edges, (own) => {
            let sum = 0;
            for (const weight of own.values())
                sum += weight;
            return Math.sqrt(sum);
        });
        this.starts = new Int32Array(rows + 1);
        for (let i = 0; i < rows; i++)
            this.starts[i + 1] = this.starts[i] + edges[i].size;
        this.targets = new Int32Array(this.starts[rows]);
        this.weights = new Float64Array(this.starts[rows]);
        for (let i = 0; i < rows; i++) {
            let at = this.starts[i];
            for (const j of [...edges[i].keys()].sort((a, b) => a - b)) {
                this.targets[at] = j;
                this.weights[at++] = edges[i].get(j) / (this.rootDegrees[i] * this.rootDegrees[j]);
            }
        }
        [this.parts, this.partCount] = this.#connectedParts();
    }
    /**
     * The `count` largest eigenvalues, or all where there are fewer, by Lanczos's method with full orthogonalisation
     * (1950) on what is orthogonal to the connected parts, whose vectors are known: each has the value 1.
     */
    spectrum(count) {
        const { rows: n, partCount } = this;
        const wanted = Math.min(count, n);
        const known = Math.min(partCount, wanted);
        const values = new Float64Array(wanted).fill(1);
        const vectors = new Float64Array(wanted * n);
        const steps = Math.min(n - partCount, Math.max(LEAST_STEPS, STEPS_PER_VALUE * wanted));
        const basis = new Float64Array((partCount + Math.max(0, steps)) * n);
        this.#partVectors(basis);
        vectors.set(basis.subarray(0, known * n));
        if (known === wanted || steps < 1)
            return { values, vectors };
        const diagonal = [];
        const beside = [];
        const random = new Random(0);
        let next = Float64Array.from({ length: n }, () => random.uniform() - 0.5);
        for (let step = 0; step < steps; step++) {
            const end = partCount + step;
            for (let turn = 0; turn < 2; turn++)
                projectOut(basis, 0, end, next);
            let length = norm(next);
            if (step > 0)
                beside.push(length > 1e-10 ? length : 0);
            if (length <= 1e-10) {
                // What was found so far is closed under the matrix: go on with another direction.
                next = next.map(() => random.uniform() - 0.5);
                for (let turn = 0; turn < 2; turn++)
                    projectOut(basis, 0, end, next);
                length = norm(next);
            }
            const row = basis.subarray(end * n, (end + 1) * n);
            for (let i = 0; i < n; i++)
                row[i] = next[i] / length;
            next = this.#times(row);
            let product = 0;
            for (let i = 0; i < n; i++)
                product += row[i] * next[i];
            diagonal.push(product);
        }
        const small = new Float64Array(steps * steps);
        for (let i = 0; i < steps; i++) {
            small[i * steps + i] = diagonal[i];
            if (i > 0)
                small[i * steps + i - 1] = small[(i - 1) * steps + i] = beside[i - 1];
        }
        const eigen = symmetricEigen(small, steps);
        for (let found = 0; known + found < wanted && found < steps; found++) {
            const from = steps - 1 - found;
            values[known + found] = eigen.values[from];
            const vector = vectors.subarray((known + found) * n, (known + found + 1) * n);
            for (let s = 0; s < steps; s++) {
                const share = eigen.vectors[from * steps + s];
                const row = (partCount + s) * n;
                for (let i = 0; i < n; i++)
                    vector[i] += share * basis[row + i];
            }
        }
        return { values, vectors };
    }
    #times(x) {
        const y = new Float64Array(this.rows);
        for (let i = 0; i < this.rows; i++) {
            let sum = 0;
            for (let at = this.starts[i]; at < this.starts[i + 1]; at++) {
                sum += this.weights[at] * x[this.targets[at]];
            }
            y[i] = sum;
        }
        return y;
    }
    /** Roots of the degrees within each part, of length 1, as the first rows of `basis`. */
    #partVectors(basis) {
        const squares = new Float64Array(this.partCount);
        for (let i = 0; i < this.rows; i++)
            squares[this.parts[i]] += this.rootDegrees[i] ** 2;
        for (let i = 0; i < this.rows; i++) {
            const part = this.parts[i];
            basis[part * this.rows + i] = this.rootDegrees[i] / Math.sqrt(squares[part]);
        }
    }
    #connectedParts() {
        const parts = new Int32Array(this.rows).fill(-1);
        let count = 0;
        for (let first = 0; first < this.rows; first++) {
            if (parts[first] !== -1)
                continue;
            const open = [first];
            parts[first] = count;
            for (let row = open.pop(); row !== undefined; row = open.pop()) {
                for (let at = this.starts[row]; at < this.starts[row + 1]; at++) {
                    const target = this.targets[at];
                    if (parts[target] !== -1)
                        continue;
                    parts[target] = count;
                    open.push(target);
                }
            }
            count++;
        }
        return [parts, count];
    }
}
/** The `each` nearest other rows of each row, nearest first; of equal distances the lower row. */
function nearest({ rows, distances, base }, each) {
    const indices = new Int32Array(rows * each);
    const found = new Float64Array(rows * each).fill(Number.POSITIVE_INFINITY);
    const offer = (i, j, distance) => {
        const first = i * each;
        let at = first + each - 1;
        if (distance >= found[at])
            return;
        while (at > first && found[at - 1] > distance) {
            found[at] = found[at - 1];
            indices[at] = indices[at - 1];
            at--;
        }
        found[at] = distance;
        indices[at] = j;
    };
    for (let i = 0; i < rows; i++) {
        for (let j = i + 1; j < rows; j++) {
            const distance = distances[base[i] + j];
            offer(i, j, distance);
            offer(j, i, distance);
        }
    }
    return { indices, distances: found };
}
function norm(x) {
    let sum = 0;
    for (const value of x)
        sum += value * value;
    return Math.sqrt(sum);
}
//# sourceMappingURL=neighbour_graph.js.map