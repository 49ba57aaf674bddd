export class SubmitEncoder {
    #encoder;
    #pass = null;
    #pipeline = null;
    #group = null;
    #offset = 0;
    constructor(device) {
        this.#encoder = device.createCommandEncoder();
    }
    copy(from, fromOffset, to, toOffset, bytes) {
        this.endPass();
        this.#encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, bytes);
    }
    clear(buffer, offset, bytes) {
        this.endPass();
        this.#encoder.clearBuffer(buffer, offset, bytes);
    }
    /** Begins a pass of its own for what follows, with its timestamps. */
    beginTimedPass(timestampWrites) {
        this.endPass();
        this.#pass = this.#encoder.beginComputePass({ timestampWrites });
    }
    /** `offset`: of the parameters, in bytes. */
    dispatch({ pipeline, x, y, z }, group, offset) {
        this.#pass ??= this.#encoder.beginComputePass();
        if (pipeline !== this.#pipeline) {
            this.#pass.setPipeline(pipeline);
            this.#pipeline = pipeline;
        }
        if (group !== this.#group || offset !== this.#offset) {
            this.#pass.setBindGroup(0, group, [offset]);
            this.#group = group;
            this.#offset = offset;
        }
        this.#pass.dispatchWorkgroups(x, y, z);
    }
    endPass() {
        this.#pass?.end();
        this.#pass = this.#pipeline = this.#group = null;
    }
    finish() {
        this.endPass();
        return this.#encoder.finish();
    }
}
//# sourceMappingURL=encoder.js.map