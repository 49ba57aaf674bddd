/** Data sets that a machine can have installed, by their names. */
import { loadFashionMnist, loadMnist } from "../mnist.js";
import { registerSourceFormat } from "./format.js";
for (const [name, open] of [
    ["mnist", () => loadMnist()],
    ["fashion-mnist", () => loadFashionMnist()],
]) {
    registerSourceFormat({ title: `"${name}"`, accepts: ({ path }) => path === name, open });
}
//# sourceMappingURL=data_sets.js.map