/** Grey of colours as libvips makes it: the luminance of linear light, as sRGB. */

/** sRGB's curve, IEC 61966-2-1: bytes to linear light. */
const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

const encoded = (light: number): number =>
  Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));

/** One byte for each three: red, green, blue. */
export function greyOf(colours: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: colours.length / 3 }, (_, i) => {
    const [red, green, blue] = [colours[3 * i]!, colours[3 * i + 1]!, colours[3 * i + 2]!];
    if (red === green && green === blue) return red;
    return encoded(0.2126 * LINEAR[red]! + 0.7152 * LINEAR[green]! + 0.0722 * LINEAR[blue]!);
  });
}

/** Whether no pixel has a colour. */
export function isGrey(colours: Uint8Array): boolean {
  for (let i = 0; i < colours.length; i += 3) {
    if (colours[i] !== colours[i + 1] || colours[i] !== colours[i + 2]) return false;
  }
  return true;
}
