/**
 * Views by kind of picture: how a training image may change and still show the same thing. A clusterer takes for
 * unimportant whatever its views change, so the right ones depend on the pictures: turning keeps a texture, and makes a
 * nine of a six. Each file of this folder registers a preset; explicit settings go before it.
 */
import { ArgumentError } from "../../errors.js";
import { AUTO } from "../schema.js";
const presets = new Map();
/** Has `views` of an ImageClusterer take a preset. @throws {ArgumentError} when the name is taken, or "auto". */
export function registerViews(preset) {
    const { name } = preset;
    if (name === AUTO || presets.has(name)) {
        throw new ArgumentError(`registerViews: ${name} is taken already: give another name`);
    }
    presets.set(name, preset);
}
/** Whether there is a preset of that name. */
export const registeredViews = (name) => presets.has(name);
/** All registered presets. */
export function viewsPresets() {
    return [...presets.values()];
}
/** What `views` takes, for messages. */
export const viewsNames = () => [AUTO, ...presets.keys()];
/** The options with a preset's under them: what was given stays. */
export function withViews(name, options) {
    const { name: _, about: __, augmentation, objective, ...plain } = presets.get(name);
    return {
        ...plain,
        ...defined(options),
        views: name,
        augmentation: { ...augmentation, ...defined(options.augmentation) },
        objective: { ...objective, ...defined(options.objective) },
    };
}
const defined = (part) => Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined));
//# sourceMappingURL=registry.js.map