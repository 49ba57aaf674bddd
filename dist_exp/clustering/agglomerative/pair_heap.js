/** Pairs of clusters by distance, the nearest first; of equal distances the pair with the smaller numbers. */
export class PairHeap {
    #distance = new Float64Array(1024);
    #first = new Int32Array(1024);
    #second = new Int32Array(1024);
    #count = 0;
    get isEmpty() {
        return this.#count === 0;
    }
    push(distance, a, b) {
        if (this.#count === this.#distance.length)
            this.#grow();
        const [first, second] = a < b ? [a, b] : [b, a];
        let at = this.#count++;
        while (at > 0) {
            const parent = (at - 1) >> 1;
            if (!this.#isAfter(parent, distance, first, second))
                break;
            this.#move(parent, at);
            at = parent;
        }
        this.#put(at, distance, first, second);
    }
    /** The nearest pair, which leaves the heap. */
    pop() {
        const nearest = { distance: this.#distance[0], first: this.#first[0], second: this.#second[0] };
        const last = --this.#count;
        const [distance, first, second] = [this.#distance[last], this.#first[last], this.#second[last]];
        let at = 0;
        for (let child = 1; child < last; child = 2 * at + 1) {
            const other = child + 1;
            if (other < last &&
                this.#isAfter(child, this.#distance[other], this.#first[other], this.#second[other])) {
                child = other;
            }
            if (this.#isAfter(child, distance, first, second))
                break;
            this.#move(child, at);
            at = child;
        }
        this.#put(at, distance, first, second);
        return nearest;
    }
    #isAfter(at, distance, first, second) {
        const own = this.#distance[at];
        if (own !== distance)
            return own > distance;
        return this.#first[at] > first || (this.#first[at] === first && this.#second[at] > second);
    }
    #move(from, to) {
        this.#put(to, this.#distance[from], this.#first[from], this.#second[from]);
    }
    #put(at, distance, first, second) {
        this.#distance[at] = distance;
        this.#first[at] = first;
        this.#second[at] = second;
    }
    #grow() {
        const size = 2 * this.#distance.length;
        const distance = new Float64Array(size);
        distance.set(this.#distance);
        this.#distance = distance;
        const [first, second] = [new Int32Array(size), new Int32Array(size)];
        first.set(this.#first);
        second.set(this.#second);
        [this.#first, this.#second] = [first, second];
    }
}
//# sourceMappingURL=pair_heap.js.map