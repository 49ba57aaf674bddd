/** A growing array of 32-bit words, seen as integers and as floats. It is filled for each submit and kept for the next. */
export class Words {
    #u32;
    #f32;
    constructor(count = 1024) {
        this.#u32 = new Uint32Array(count);
        this.#f32 = new Float32Array(this.#u32.buffer);
    }
    get u32() {
        return this.#u32;
    }
    get f32() {
        return this.#f32;
    }
    /** Makes room for `count` words; what was written stays, in another array where it had to move. */
    reserve(count) {
        if (count <= this.#u32.length)
            return;
        const larger = new Uint32Array(2 ** Math.ceil(Math.log2(count)));
        larger.set(this.#u32);
        this.#u32 = larger;
        this.#f32 = new Float32Array(larger.buffer);
    }
}
//# sourceMappingURL=words.js.map