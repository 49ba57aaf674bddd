import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
/** y = value, everywhere. */
export const fill = kernel({
    name: "fill",
    params: { count: u32, value: f32 },
    bindings: { y: { write: (p) => p.count } },
    flops: () => 0,
    bytes: (p) => 4 * p.count,
    passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.count, 1024)) }],
    tolerance: { absolute: 0, relative: 1e-7, because: "the value as float32" },
});
//# sourceMappingURL=fill.js.map