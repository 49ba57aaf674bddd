/** Of sRGB (IEC 61966-2-1) to CIE XYZ, divided by the white D65. */
const TO_XYZ = [
    [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
    [0.2126729, 0.7151522, 0.072175],
    [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
];
/** Light of each byte value, 0 to 1; others lie between. */
const LIGHT_STEPS = 1024;
const light = Float64Array.from({ length: LIGHT_STEPS + 2 }, (_, i) => {
    const value = i / LIGHT_STEPS;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});
function lightOf(value) {
    const place = value * LIGHT_STEPS;
    const below = Math.floor(place);
    return light[below] + (place - below) * (light[below + 1] - light[below]);
}
const root = (value) => value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116;
/**
 * CIE L*a*b* of sRGB colours 0 to 1, divided by 100, as maps of one channel each: [N, 3, H, W]; of grey images [N, 1, H, W],
 * the lightness alone.
 */
export function labMaps({ count, height, width, channels, data }) {
    const size = height * width;
    const planes = channels === 1 ? 1 : 3;
    const lab = new Float32Array(count * planes * size);
    for (let n = 0; n < count; n++) {
        for (let i = 0; i < size; i++) {
            const from = (n * size + i) * channels;
            const at = n * planes * size + i;
            if (channels === 1) {
                lab[at] = 1.16 * root(lightOf(data[from])) - 0.16;
                continue;
            }
            const [r, g, b] = [lightOf(data[from]), lightOf(data[from + 1]), lightOf(data[from + 2])];
            const [x, y, z] = TO_XYZ.map((row) => root(row[0] * r + row[1] * g + row[2] * b));
            lab[at] = 1.16 * y - 0.16;
            lab[at + size] = 5 * (x - y);
            lab[at + 2 * size] = 2 * (y - z);
        }
    }
    return lab;
}
//# sourceMappingURL=colours.js.map