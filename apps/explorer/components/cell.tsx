/** A thumbnail, with what is known of its image. */
import { FLAG } from "../../../src/explore/protocol.js";
import { thumbnail } from "../api.js";
import { nameOf } from "../names.js";
import { columns, titleOf } from "../store.js";

/** The smallest thumbnail that fills a side, counting the pixels of the screen. */
export function sideFor(side: number): 64 | 128 | 256 {
  const pixels = side * Math.min(2, devicePixelRatio);
  return pixels <= 64 ? 64 : pixels <= 128 ? 128 : 256;
}

/** What is said of an image to those who do not see it. */
export function describeImage(image: number): string {
  const all = columns.value!;
  const bits = all.flags[image]!;
  const facts = [
    nameOf(image) || `image ${image}`,
    titleOf(all.classOf[image]!),
    `${Math.round(100 * all.confidence[image]!)} %`,
    ...(bits & FLAG.locked ? ["locked"] : bits & FLAG.decided ? ["decided"] : []),
    ...(bits & FLAG.ignored ? ["ignored"] : []),
  ];
  return facts.join(", ");
}

/** Signs in the corner of a thumbnail. */
export function Marks({ image }: { readonly image: number }) {
  const bits = columns.value!.flags[image]!;
  const marks = [
    bits & FLAG.locked ? "locked" : bits & FLAG.decided ? "decided" : "",
    bits & FLAG.ignored ? "ignored" : "",
    bits & FLAG.outlier ? "odd" : "",
    bits & FLAG.duplicate ? "double" : "",
  ].filter((mark) => mark !== "");
  return marks.length === 0 ? null : (
    <span class="marks" data-marks={marks.join(" ")} title={marks.join(", ")} aria-hidden="true" />
  );
}

/** A thumbnail of an image that is no option of a list. */
export function Picture({ image, side }: { readonly image: number; readonly side: number }) {
  return (
    <img
      class="picture"
      src={thumbnail(image, sideFor(side))}
      alt={describeImage(image)}
      width={side}
      height={side}
      loading="lazy"
    />
  );
}
