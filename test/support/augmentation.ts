/** The random part of `augment_images`, in float64: the map from an output position to a source position. */
import { philox4x32, wordToUniform } from "../../src/random/philox.js";

export interface Augmentation {
  readonly gain: number;
  readonly bias: number;
  /** First erased row. */
  readonly band: number;
  /** Source position for an output position (x, y) in [-1, 1] that lies at lattice coordinates (u, v). */
  at(x: number, y: number, u: number, v: number): [number, number];
}

export function drawAugmentation(p: Record<string, number>, image: number): Augmentation {
  const uniforms = (block: number) =>
    philox4x32([block, p.offset!, 0, 0], [p.seed!, image]).map(wordToUniform);
  const [r, s, h, f] = uniforms(0) as [number, number, number, number];
  const [tx, ty, brightness, contrast] = uniforms(1).map((u) => 2 * u - 1) as [
    number,
    number,
    number,
    number,
  ];
  const [band] = philox4x32([2, p.offset!, 0, 0], [p.seed!, image]);
  const angle = (2 * r - 1) * p.rotation!;
  const scale = Math.exp((2 * s - 1) * p.log_scale!);
  const shear = (2 * h - 1) * p.shear!;
  const [sin, cos] = [scale * Math.sin(angle), scale * Math.cos(angle)];
  const mirror = f < Math.fround(p.flip!) ? -1 : 1;
  const factor = 1 + contrast * p.contrast!;

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
  return {
    gain: (1 + brightness * p.brightness!) * factor,
    bias: p.mean! * (1 - factor),
    band: Math.floor((band * (p.height! - Math.min(p.erase_rows!, p.height!) + 1)) / 2 ** 32),
    at: (x, y, u, v) => [
      mirror * (cos * x + (cos * shear - sin) * y + tx * p.translation!) + displacement(0, u, v),
      sin * x + (sin * shear + cos) * y + ty * p.translation! + displacement(nodes, u, v),
    ],
  };
}
