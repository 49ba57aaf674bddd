/** Classes that are empty, nearly empty, of very different sizes, or one that has all. */
import { count, counted, percent } from "../../../format.js";
import { registerCheck } from "../check.js";

/** One class with this share of the images leaves nothing to the others. */
const COLLAPSED = 0.99;
/** Of a class's share of equal classes: fewer images are hardly a class. */
const TINY = 0.02;
/** The largest class has so many times the images of the smallest where classes are called unequal. */
const UNEQUAL = 5;

registerCheck({
  name: "collapsed",
  about: "whether one class has nearly all images",
  async look({ watched: { sizes, count: all } }) {
    const largest = Math.max(...sizes);
    if (sizes.length < 2 || !(largest >= COLLAPSED * all) || largest === 0) return [];
    // The other one of two classes may be rare in the images, too.
    const severity = sizes.length === 2 && largest < all ? "doubtful" : "failed";
    const message =
      `one of ${sizes.length} classes has ${percent(largest / all)} of the images: ` +
      "choose other views or features, or train longer";
    return [{ severity, classes: [], message }];
  },
});

registerCheck({
  name: "empty",
  about: "classes without images",
  async look({ watched: { sizes } }) {
    const classes = [...sizes.keys()].filter((k) => sizes[k] === 0);
    if (classes.length === 0) return [];
    const message = `${counted(classes.length, "class")} of ${sizes.length} without images: ask for fewer classes, or train longer`;
    return [{ severity: "doubtful", classes, message }];
  },
});

registerCheck({
  name: "tiny",
  about: "classes of very few images",
  async look({ watched: { sizes, idOf } }) {
    const least = Math.max(2, (TINY * total(sizes)) / sizes.length);
    const classes = [...sizes.keys()].filter((k) => sizes[k]! > 0 && sizes[k]! < least);
    if (classes.length === 0) return [];
    const listed = classes.map((k) => `class ${idOf(k)} with ${counted(sizes[k]!, "image")}`).join(", ");
    const message = `hardly a class: ${listed}; look at these images, or ask for fewer classes`;
    return [{ severity: "doubtful", classes, message }];
  },
});

registerCheck({
  name: "unequal",
  about: "classes of very different sizes",
  async look({ watched: { sizes } }) {
    const used = [...sizes.keys()].filter((k) => sizes[k]! > 0).sort((a, b) => sizes[b]! - sizes[a]!);
    const [largest, smallest] = [used[0], used.at(-1)];
    if (largest === undefined || sizes[largest]! < UNEQUAL * sizes[smallest!]!) return [];
    const message =
      `the classes are unequal: from ${count(sizes[smallest!]!)} to ${counted(sizes[largest]!, "image")}; ` +
      "look at the smallest ones first, they are the least certain";
    return [{ severity: "note", classes: [smallest!, largest], message }];
  },
});

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
