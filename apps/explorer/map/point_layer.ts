/** The points of the map, drawn by WebGL 2. */
import {
  type BufferInfo,
  createBufferInfoFromArrays,
  createProgramInfo,
  drawBufferInfo,
  type ProgramInfo,
  setAttribInfoBufferFromArray,
  setBuffersAndAttributes,
  setUniforms,
} from "twgl.js";
import { type Camera, type Size, sideOf } from "./camera.js";

const VERTEX = `#version 300 es
in vec2 position;
in vec4 color;
uniform vec2 center;
uniform vec2 scale;
uniform float size;
out vec4 shade;
void main() {
  // A selected point is larger; its alpha says so.
  gl_Position = vec4((position - center) * scale * vec2(1.0, -1.0), 0.0, 1.0);
  gl_PointSize = color.a == 0.0 ? 0.0 : size * (color.a > 0.99 ? 1.7 : 1.0);
  shade = color;
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 shade;
out vec4 result;
void main() {
  vec2 from = gl_PointCoord - 0.5;
  if (dot(from, from) > 0.25) discard;
  result = vec4(shade.rgb * shade.a, shade.a);
}`;

export class PointLayer {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: ProgramInfo;
  readonly #points: BufferInfo;
  readonly #count: number;

  /** @throws {Error} where the browser draws no WebGL 2. */
  constructor(canvas: HTMLCanvasElement, position: Float32Array) {
    const gl = canvas.getContext("webgl2", { antialias: false, premultipliedAlpha: true });
    if (!gl) throw new Error("this browser draws no WebGL 2: use the grid");
    this.#gl = gl;
    this.#count = position.length / 2;
    this.#program = createProgramInfo(gl, [VERTEX, FRAGMENT]);
    const color = {
      numComponents: 4,
      data: new Uint8Array(2 * position.length),
      normalize: true,
      drawType: gl.DYNAMIC_DRAW,
    };
    this.#points = createBufferInfoFromArrays(gl, { position: { numComponents: 2, data: position }, color });
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** RGBA of each point; alpha 0 hides it, 255 is a selected one. */
  setColours(colours: Uint8Array): void {
    setAttribInfoBufferFromArray(this.#gl, this.#points.attribs!.color!, colours);
  }

  /** @param pixels the size of the canvas, in pixels of the screen. */
  draw({ x, y, zoom }: Camera, pixels: Size): void {
    const gl = this.#gl;
    const side = zoom * sideOf(pixels.width, pixels.height);
    gl.viewport(0, 0, pixels.width, pixels.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.useProgram(this.#program.program);
    setBuffersAndAttributes(gl, this.#program, this.#points);
    // Few points are larger than many.
    const least = Math.min(7, Math.max(2.6, 110 / Math.sqrt(this.#count)));
    const size = Math.min(14, least * zoom ** 0.4) * (pixels.width > 1400 ? 1.5 : 1);
    setUniforms(this.#program, {
      center: [x, y],
      scale: [(2 * side) / pixels.width, (2 * side) / pixels.height],
      size,
    });
    drawBufferInfo(gl, this.#points, gl.POINTS);
  }

  close(): void {
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}
