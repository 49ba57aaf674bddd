/** Encodes one submit: a compute pass lasts until something else is asked for, and what is set already is left. */
import type { Step } from "./plans.js";

export class SubmitEncoder {
  readonly #encoder: GPUCommandEncoder;
  #pass: GPUComputePassEncoder | null = null;
  #pipeline: GPUComputePipeline | null = null;
  #group: GPUBindGroup | null = null;
  #offset = 0;

  constructor(device: GPUDevice) {
    this.#encoder = device.createCommandEncoder();
  }

  copy(from: GPUBuffer, fromOffset: number, to: GPUBuffer, toOffset: number, bytes: number): void {
    this.endPass();
    this.#encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, bytes);
  }

  clear(buffer: GPUBuffer, offset: number, bytes: number): void {
    this.endPass();
    this.#encoder.clearBuffer(buffer, offset, bytes);
  }

  /** Begins a pass of its own for what follows, with its timestamps. */
  beginTimedPass(timestampWrites: GPUComputePassTimestampWrites): void {
    this.endPass();
    this.#pass = this.#encoder.beginComputePass({ timestampWrites });
  }

  /** `offset`: of the parameters, in bytes. */
  dispatch({ pipeline, x, y, z }: Step, group: GPUBindGroup, offset: number): void {
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

  endPass(): void {
    this.#pass?.end();
    this.#pass = this.#pipeline = this.#group = null;
  }

  finish(): GPUCommandBuffer {
    this.endPass();
    return this.#encoder.finish();
  }
}
