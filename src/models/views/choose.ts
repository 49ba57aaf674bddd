/**
 * The choice of views by what the pictures look like; no label enters. Its limits lie between those of the sets of
 * `npm run data:pictures`.
 */
import { checkPixels, type Images } from "../images.js";
import { type PictureStatistics, pictureStatistics } from "./statistics.js";

/** The preset of views that fits a set of pictures, and why. */
export interface ViewsChoice {
  /** A preset's name. */
  readonly views: string;
  /** Why, to be said after "because": "the pictures have no even ground, and colour". */
  readonly reason: string;
  readonly statistics: PictureStatistics;
}

/** Corners in the border's colour: 0.84 to 1 of things on a ground, at most 0.70 of crops. */
const GROUND = 0.78;
/** Colour: 0.14 and more of coloured pictures, 0 of grey ones. */
const COLOUR = 0.03;
/** Strokes differ by up to 0.05 between written digits, by 0.17 between clothes. */
const EQUAL_STROKES = 0.1;
/** Ground: 0.91 of scanned letters, whose ink fades; 0.55 of clothes. */
const THIN = 0.85;
/** Layout: 0.05 of faces, 0.00 of textures. */
const LAYOUT = 0.02;
/** Icons: ground up to 0.47 and layout from 0.19 up; sprites and stamps miss one or the other. */
const FRAME = { ground: 0.6, layout: 0.14 };

/**
 * Chooses a preset of views for pictures by statistics of up to 1,000 of them, taken at even distances: the same
 * pictures get the same.
 * @throws {DataError} when the number or the type of the pixels is wrong.
 */
export function chooseViews(images: Images): ViewsChoice {
  const statistics = pictureStatistics(checkPixels(images));
  return { ...decide(statistics), statistics };
}

function decide({ evenCorners, ground, colour, strength, layout }: PictureStatistics) {
  const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
  const onGround = evenCorners >= GROUND;
  if (onGround && colour < COLOUR) {
    if (strength < EQUAL_STROKES) {
      const reason = `the strokes on the even ground differ by only ${percent(strength)} in strength between pictures`;
      return { views: "digits", reason };
    }
    if (ground >= THIN) {
      return {
        views: "digits",
        reason: `the pictures are thin strokes: ${percent(ground)} of them is even ground`,
      };
    }
    const reason = `grey things on an even ground differ by ${percent(strength)} in brightness between pictures`;
    return { views: "clothes", reason };
  }
  if (onGround) {
    if (ground < FRAME.ground && layout >= FRAME.layout) {
      const reason = `coloured things fill the same frame of an even ground: ${percent(layout)} of what pixels vary is their place's`;
      return { views: "icons", reason };
    }
    return {
      views: "objects",
      reason: `coloured things stand on an even ground, which is ${percent(ground)} of the pictures`,
    };
  }
  const corners = `only ${percent(evenCorners)} of the corners have their border's colour`;
  if (colour >= COLOUR)
    return { views: "photos", reason: `the pictures have colour and no even ground: ${corners}` };
  if (layout >= LAYOUT) {
    const reason = `grey pictures without an even ground have a layout in common: ${percent(layout)} of what pixels vary is their place's`;
    return { views: "faces", reason };
  }
  return {
    views: "textures",
    reason: `grey pictures have neither an even ground nor a layout in common: ${corners}`,
  };
}
