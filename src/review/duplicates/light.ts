/** How alike two pictures are in all colours, where one may be brighter or have more contrast. */

/** Values that brightening or darkening may have cut off. */
const [LOWEST, HIGHEST] = [3, 252];
/** A light that changes contrast more than this is another picture. */
const MOST_GAIN = 2;
/** Least share of values that no light has cut off. */
const LEAST_USED = 0.05;
/** Of the fit: the first tells which values the light cuts off, the second is without those. */
const FITS = 2;

/** What a change of light may add to the correlation. */
const MOST_GAINED = 0.25;
/** What the better way round may add to it. */
const MOST_TURNED = 0.1;

/**
 * The correlation of the values of two pictures, all channels together, as they are or after a change of light in one of them: a
 * gain and an offset, the same for all channels, then a cut at 0 and 255. Whites that stay white where a picture gets brighter are
 * thus no difference, and colours are.
 *
 * @param a values from 0 to 255, [cells, channels]; NaN where the picture has nothing.
 * @param b of the other picture, likewise.
 * @param enough what need not be exceeded: the first correlation that reaches it is the result.
 */
export function litCorrelation(a: Float32Array, b: Float32Array, enough: number): number {
  const plain = litBy({ gain: 1, offset: 0 }, a, b);
  if (plain.correlation >= enough || plain.correlation < enough - MOST_GAINED) return plain.correlation;
  // Of a brightened picture the whites are cut off: it is made of the darker one.
  const [dark, light] = plain.difference < 0 ? [a, b] : [b, a];
  const forth = oneWay(dark, light);
  if (forth >= enough || forth < enough - MOST_TURNED) return Math.max(plain.correlation, forth);
  return Math.max(plain.correlation, forth, oneWay(light, dark));
}

/** Of `a` in another light with `b`. */
function oneWay(a: Float32Array, b: Float32Array): number {
  const light = fittedLight(a, b);
  return light ? litBy(light, a, b).correlation : 0;
}

/** The correlation of `a` in that light with `b`, and the difference of their sums. */
function litBy({ gain, offset }: Light, a: Float32Array, b: Float32Array) {
  let [count, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const y = b[i]!;
    let x = gain * a[i]! + offset;
    if (x < 0) x = 0;
    if (x > 255) x = 255;
    const product = x * y;
    // NaN is not.
    if (!(product >= 0)) continue;
    count++;
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += product;
  }
  const scale = (squaresA - (sumA * sumA) / count) * (squaresB - (sumB * sumB) / count);
  const correlation = scale > 0 ? (products - (sumA * sumB) / count) / Math.sqrt(scale) : 0;
  return { correlation, difference: sumA - sumB };
}

interface Light {
  readonly gain: number;
  readonly offset: number;
}

/** Least squares over values that neither picture has cut off. */
function fittedLight(a: Float32Array, b: Float32Array): Light | null {
  let [gain, offset] = [1, 0];
  for (let round = 0; round < FITS; round++) {
    let [count, sumA, sumB, squares, products] = [0, 0, 0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      const x = a[i]!;
      const y = b[i]!;
      const expected = gain * x + offset;
      // NaN is in no range.
      if (!(y >= LOWEST && y <= HIGHEST && expected >= LOWEST && expected <= HIGHEST)) continue;
      count++;
      sumA += x;
      sumB += y;
      squares += x * x;
      products += x * y;
    }
    const variance = squares - (sumA * sumA) / count;
    // Black on white, or one colour: there is nothing to fit, and no light is needed.
    if (count < LEAST_USED * a.length || !(variance > count)) break;
    gain = (products - (sumA * sumB) / count) / variance;
    offset = (sumB - gain * sumA) / count;
    if (gain > MOST_GAIN || gain < 1 / MOST_GAIN) return null;
  }
  return { gain, offset };
}
