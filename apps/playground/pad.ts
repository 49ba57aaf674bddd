/** A canvas to draw a digit on, by pointer or keyboard. */

/** Width of the pen, as a share of the pad. */
const PEN = 0.075;
/** What an arrow key moves the pen by, as a share of the pad. */
const STEP = 0.04;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class Pad {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #changed: () => void;
  /** Of the keyboard's pen. */
  #pen: readonly [number, number];
  #empty = true;

  /** @param changed called after each stroke, and while one is drawn. */
  constructor(canvas: HTMLCanvasElement, changed: () => void) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { willReadFrequently: true })!;
    this.#changed = changed;
    this.#pen = [canvas.width / 2, canvas.height / 4];
    this.clear();
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#line(this.#at(event), this.#at(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      this.#line(this.#pen, this.#at(event));
    });
    canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Whether nothing is drawn. */
  get empty(): boolean {
    return this.#empty;
  }

  clear(): void {
    this.#context.fillStyle = "black";
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#empty = true;
    this.#changed();
  }

  drawing(): Promise<ImageBitmap> {
    return createImageBitmap(this.#canvas);
  }

  #at({ clientX, clientY }: PointerEvent): readonly [number, number] {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    return [
      ((clientX - left) / width) * this.#canvas.width,
      ((clientY - top) / height) * this.#canvas.height,
    ];
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Delete" || event.key === "Backspace") this.clear();
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const move = STEP * this.#canvas.width;
    const inside = (at: number) => Math.min(this.#canvas.width - move, Math.max(move, at));
    const to = [inside(this.#pen[0] + arrow[0] * move), inside(this.#pen[1] + arrow[1] * move)] as const;
    if (event.shiftKey) this.#line(this.#pen, to);
    this.#pen = to;
  }

  #line([fromX, fromY]: readonly [number, number], to: readonly [number, number]): void {
    const context = this.#context;
    context.strokeStyle = "white";
    context.lineWidth = PEN * this.#canvas.width;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(fromX, fromY);
    // A point alone is a dot.
    context.lineTo(to[0], to[1] + 0.01);
    context.stroke();
    this.#pen = to;
    this.#empty = false;
    this.#changed();
  }
}
