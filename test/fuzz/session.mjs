/**
 * What the fuzz entries draw their arguments from: numbers, shapes and tensors, some of them hostile. Types are what
 * TypeScript allows; values are not.
 */
import { empty, SkeinError, Tape, tensor } from "../../dist/index.js";
import { Random } from "../../dist/random/philox.js";

/** One value in so many is hostile. */
const HOSTILE = 12;
const EXTENTS = [1, 2, 3, 4, 5, 8, 17, 33];
const BAD_EXTENTS = [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53, 2 ** 45];
const BAD_NUMBERS = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  0,
  0.5,
  -0,
  2 ** 31,
  2 ** 32,
  1e308,
];
const SPECIALS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -1e-40, 0];
const BAD_INDICES = [0xffffffff, 0x80000000, 0x40000000, 0x7fffffff];
/** Calls that share a tape. */
const CALLS_PER_TAPE = 24;
/** Tapes between two looks at what failed: a read waits for other threads, which takes as long as many calls. */
const TAPES_PER_LOOK = 4;
/** Tensors of a kind that are made once and used again. */
const VARIANTS = 3;
/** Long-lived tensors go after so many tapes, so that memory moves. */
const TAPES_PER_CACHE = 400;

const arrays = { f32: Float32Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array };

export class Session {
  /** Whether the next read has to reject with an IndexError, or may. */
  wrong = false;
  #wrongTape = false;
  #mayBeWrong = false;
  #cache = new Map();
  #dead = [];
  #tapes = 0;
  #calls = 0;
  #results = [];

  constructor(device, other, seed) {
    this.device = device;
    this.random = new Random(seed);
    this.foreign = tensor(other, new Float32Array(12), [3, 4]);
    this.tape = new Tape(device);
  }

  integer(limit) {
    return this.random.integer(limit);
  }

  pick(values) {
    return values[this.integer(values.length)];
  }

  chance(oneIn) {
    return this.integer(oneIn) === 0;
  }

  extent() {
    return this.pick(EXTENTS);
  }

  shape(rank = 1 + this.integer(4)) {
    return Array.from({ length: rank }, () => this.pick(EXTENTS.slice(0, rank > 2 ? 5 : 8)));
  }

  /** `usual`, or now and then a number that no function wants. */
  number(usual) {
    return this.chance(HOSTILE) ? this.pick(BAD_NUMBERS) : usual;
  }

  /** A shape, now and then with an extent that there is not. */
  badShape(shape = this.shape()) {
    if (!this.chance(HOSTILE)) return shape;
    if (this.chance(4)) return [];
    return shape.map((extent, i) => (i === shape.length - 1 ? this.pick(BAD_EXTENTS) : extent));
  }

  values(size, dtype = "f32") {
    const values = new arrays[dtype](size);
    const special = this.chance(4);
    for (let i = 0; i < size; i++) {
      if (dtype === "f32")
        values[i] = special && this.chance(5) ? this.pick(SPECIALS) : 4 * this.random.uniform() - 2;
      else values[i] = this.integer(256);
    }
    return values;
  }

  /** A tensor of about this shape; now and then another shape or type, a released one, or one of another device. */
  tensor(shape, dtype = "f32") {
    if (this.chance(HOSTILE)) {
      const kind = this.integer(6);
      if (kind === 0 && this.#dead.length > 0) return this.pick(this.#dead);
      if (kind === 1) return this.foreign;
      if (kind === 2) return this.#cached(shape, this.pick(Object.keys(arrays)));
      if (kind === 3) return this.#cached([...shape, this.extent()].slice(-4), dtype);
      if (kind === 4) return this.#cached(shape.slice(1).length > 0 ? shape.slice(1) : [1], dtype);
      return this.#cached(
        shape.map((extent) => (this.chance(2) ? extent : this.extent())),
        dtype,
      );
    }
    if (dtype === "f32" && this.chance(6)) return this.result(shape);
    const made = this.#cached(shape, dtype);
    if (dtype === "f32" && this.chance(3)) this.tape.watch(made);
    return made;
  }

  /** What an earlier call of this tape gave, so that gradients flow through several ops. */
  result(shape) {
    const size = shape.reduce((a, b) => a * b, 1);
    const found = this.#results.find((t) => t.size === size && t.dtype === "f32");
    return found ? found.view(shape) : this.#cached(shape, "f32");
  }

  #cached(shape, dtype) {
    const key = `${dtype} ${shape} ${this.integer(VARIANTS)}`;
    let made = this.#cache.get(key);
    if (!made) {
      made = tensor(
        this.device,
        this.values(
          shape.reduce((a, b) => a * b, 1),
          dtype,
        ),
        shape,
      );
      this.#cache.set(key, made);
    }
    return made;
  }

  /** Indices below `below`, but for one now and then. */
  indices(count, below) {
    const values = Uint32Array.from({ length: count }, () => this.integer(below));
    if (this.chance(4)) values[this.integer(count)] = this.chance(2) ? below : this.pick(BAD_INDICES);
    return { tensor: this.tape.constant(values, [count], "u32"), values };
  }

  /** Called after an op with indices was recorded: the next read has to tell of those that are not below the bound. */
  recorded(indices, below) {
    const wrong = indices.some((value) => value >= below);
    this.wrong ||= wrong;
    this.#wrongTape ||= wrong;
  }

  /** Keeps what an op gave for later ones. */
  keep(value) {
    if (value?.slice && value.device === this.device) this.#results.push(value);
  }

  backward(loss) {
    this.#mayBeWrong ||= this.#wrongTape;
    this.tape.backward(loss);
  }

  backwardFrom(outputs, gradients) {
    this.#mayBeWrong ||= this.#wrongTape;
    this.tape.backwardFrom(outputs, gradients);
  }

  /** Awaits a read: an IndexError comes where a wrong index was recorded, and nowhere else. */
  async read(promise) {
    const { wrong } = this;
    const maybe = this.#mayBeWrong;
    this.wrong = this.#mayBeWrong = false;
    const error = await promise.then(
      () => null,
      (caught) => caught,
    );
    if (error !== null && !(error instanceof SkeinError)) throw error;
    const told = error?.name === "IndexError";
    if (wrong && error === null) throw new Error("a wrong index was not reported");
    if (told && !wrong && !maybe) throw new Error(`an index was reported that nobody gave: ${error.message}`);
    // The read was refused before it looked.
    if (wrong && !told) this.wrong = true;
    if (maybe && error !== null && !told) this.#mayBeWrong = true;
  }

  /** Waits for what was recorded, so that the next read tells of nothing older. */
  async settle() {
    if (this.wrong || this.#mayBeWrong) await this.read(this.device.sync());
  }

  /** After each call: a new tape now and then, and memory that moves. */
  async next() {
    if (++this.#calls % CALLS_PER_TAPE > 0) return;
    if (this.#tapes % TAPES_PER_LOOK === 0) await this.read(this.readResult());
    this.#dead = [...this.#dead, ...this.#results].slice(-8);
    this.tape.dispose();
    this.tape = new Tape(this.device, { gradient: !this.chance(8) });
    this.#results = [];
    this.#wrongTape = false;
    if (++this.#tapes % TAPES_PER_CACHE > 0) return;
    for (const kept of this.#cache.values()) kept.release();
    this.#dead = [...this.#cache.values()].slice(-8);
    this.#cache.clear();
    if (this.chance(3)) this.device.trim();
  }

  readResult() {
    return this.#results.length > 0 ? this.pick(this.#results).data() : this.device.sync();
  }

  /** A tensor with memory of its own that dies here. */
  released() {
    const gone = empty(this.device, [2, 3]);
    gone.release();
    return gone;
  }
}
