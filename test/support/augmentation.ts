/** The random part of `augment_images`, in float64: from an output position to a source position, and of colours. */
import { philox4x32, wordToUniform } from "../../src/random/philox.js";

export interface Augmentation {
  /** First erased row. */
  readonly band: number;
  /** Source position for an output position (x, y) in [-1, 1] that lies at lattice coordinates (u, v). */
  at(x: number, y: number, u: number, v: number): [number, number];
  /** What the colour of a pixel becomes, in an image of that mean luma; not clamped. */
  lit(colour: readonly number[], mean: number): number[];
}

type Four = [number, number, number, number];

export function luma(colour: readonly number[]): number {
  const weights = colour.length === 3 ? [0.2125, 0.7154, 0.0721] : colour.map(() => 1 / colour.length);
  return colour.reduce((sum, value, c) => sum + value * weights[c]!, 0);
}

export function drawAugmentation(p: Record<string, number>, image: number): Augmentation {
  const uniforms = (block: number) =>
    philox4x32([block, p.offset!, 0, 0], [p.seed!, image]).map(wordToUniform) as Four;
  const either = (u: number) => 2 * u - 1;
  const [r, s, h, f] = uniforms(0);
  const [tx, ty, brightness, contrast] = uniforms(1).map(either) as Four;
  const [band] = philox4x32([2, p.offset!, 0, 0], [p.seed!, image]);
  const angle = either(r) * p.rotation!;
  const scale = Math.exp(either(s) * p.log_scale!);
  const shear = either(h) * p.shear!;
  const [sin, cos] = [scale * Math.sin(angle), scale * Math.cos(angle)];
  const mirror = f < Math.fround(p.flip!) ? -1 : 1;

  const nodes = p.grid! * p.grid!;
  const displacements = Array.from({ length: 2 * nodes }, (_, i) => {
    const u = uniforms(3 + Math.floor(i / 4));
    const pair = i % 4 < 2 ? 0 : 2;
    const radius = p.elastic! * Math.sqrt(-2 * Math.log(1 - u[pair]!));
    return radius * (i % 2 ? Math.sin : Math.cos)(2 * Math.PI * u[pair + 1]!);
  });
  const displacement = (first: number, u: number, v: number) => {
    let sum = 0;
    for (let j = 0; j < p.grid!; j++) {
      for (let i = 0; i < p.grid!; i++) {
        const weight = Math.max(0, 1 - Math.abs(u - i)) * Math.max(0, 1 - Math.abs(v - j));
        sum += weight * displacements[first + j * p.grid! + i]!;
      }
    }
    return sum;
  };

  const [share, aspect, px, py] = uniforms(2 ** 31);
  const area = 1 - share * (1 - p.crop!);
  const ratio = p.crop! < 1 ? (4 / 3) ** either(aspect) : 1;
  const [width, height] = [Math.min(1, Math.sqrt(area * ratio)), Math.min(1, Math.sqrt(area / ratio))];

  const [saturation, turn, drawn] = uniforms(2 ** 31 + 1);
  const angleOfHue = 2 * Math.PI * either(turn) * p.hue!;
  const chroma = drawn < Math.fround(p.grey!) ? 0 : 1 + either(saturation) * p.saturation!;
  const [b, c] = [1 + brightness * p.brightness!, 1 + contrast * p.contrast!];

  return {
    band: Math.floor((band * (p.height! - Math.min(p.erase_rows!, p.height!) + 1)) / 2 ** 32),
    at: (x, y, u, v) => [
      either(px) * (1 - width) +
        width * (mirror * (cos * x + (cos * shear - sin) * y + tx * p.translation!) + displacement(0, u, v)),
      either(py) * (1 - height) +
        height * (sin * x + (sin * shear + cos) * y + ty * p.translation! + displacement(nodes, u, v)),
    ],
    lit(colour, mean) {
      const bright = colour.map((value) => b * mean + c * (b * value - b * mean));
      if (bright.length !== 3) return bright;
      const [red, green, blue] = bright as [number, number, number];
      const grey = luma(bright);
      const quarter = [blue - green, red - blue, green - red].map((value) => value / Math.sqrt(3));
      return bright.map(
        (value, i) =>
          grey +
          chroma *
            (Math.cos(angleOfHue) * (value - grey) + Math.sin(angleOfHue) * (quarter[i]! - luma(quarter))),
      );
    },
  };
}
