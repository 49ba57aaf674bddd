/** `cropToContent` as a step. */
import { cropToContent } from "../content_box.js";
import { number } from "../parameters.js";
import { registerStep } from "../step.js";

registerStep({
  name: "crop-to-content",
  about: "what stands out from an even ground is enlarged to the whole image and centred",
  parameters: {
    margin: number(0.1, 0, 100, "ground on each side, as a share of the content's longer side"),
  },
  takes: { bytes: true },
  moves: true,
  prepare:
    (size, { margin }) =>
    (from, to) => {
      to.set(cropToContent({ ...size, count: 1, pixels: from as Uint8Array }, { margin }).pixels);
    },
});
