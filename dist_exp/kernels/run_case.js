/** Inputs for a kernel's cases: the same for tests, verification and benchmarks. */
import { Random } from "../random/philox.js";
import { hostArray } from "./compare.js";
import { bytesPerElement } from "./kernel.js";
/** Draws the inputs of a case. Outputs are filled with NaN (all ones for integers), so that a missed write shows. */
export function caseInputs(kernel, { params, samples = {} }, seed) {
    const inputs = {};
    kernel.bindingList.forEach(([name, binding], stream) => {
        if (binding.access === "scratch")
            return;
        const size = binding.size(params);
        const values = hostArray(binding.dtype, new ArrayBuffer(size * bytesPerElement[binding.dtype]));
        if (binding.access === "write") {
            values.fill(binding.dtype === "f32" ? Number.NaN : -1);
        }
        else {
            const random = new Random(seed, stream);
            const sample = samples[name] ?? binding.sample;
            for (let i = 0; i < size; i++)
                values[i] = sample(random, params, i);
        }
        inputs[name] = values;
    });
    return inputs;
}
//# sourceMappingURL=run_case.js.map