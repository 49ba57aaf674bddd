/** A colour for each class, on light and on dark. */

/** Golden-angle steps of the hue keep any number of classes apart; lightness differs, too, which the colour-blind can tell. */
export function classColour(id: number, dark: boolean): [number, number, number] {
  if (id < 0) return dark ? [125, 127, 140] : [150, 152, 160];
  const hue = (265 + 137.508 * id) % 360;
  const lightness = (dark ? [0.74, 0.62, 0.86] : [0.55, 0.7, 0.42])[id % 3]!;
  return oklch(lightness, dark ? 0.13 : 0.15, hue);
}

export const css = ([red, green, blue]: readonly [number, number, number]): string =>
  `rgb(${red} ${green} ${blue})`;

/** sRGB bytes of a colour of OKLCH (Ottosson, "A perceptual color space for image processing", 2020). */
function oklch(lightness: number, chroma: number, hue: number): [number, number, number] {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const [l, m, s] = [
    (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((value) => {
    const part = Math.min(1, Math.max(0, value));
    return Math.round(255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055));
  }) as [number, number, number];
}

const scheme = matchMedia("(prefers-color-scheme: dark)");
export const isDark = (): boolean => scheme.matches;
export const onScheme = (change: () => void): void => scheme.addEventListener("change", change);
