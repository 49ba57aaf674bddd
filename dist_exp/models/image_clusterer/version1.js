/** Files that skein 0.1 wrote: one kind of model, its encoder without a prefix, the recurrent layer named by its cell. */
import { registerOlderFormat } from "../model_file.js";
/** What a parameter of version 0.1 is called today. */
export function currentName(name) {
    const own = name.replace(/^(rnn|lstm|gru)\./, "recurrent.");
    return own.startsWith("heads.") ? own : `encoder.${own}`;
}
registerOlderFormat({
    format: "skein-image-clusterer",
    upgrade(metadata, state) {
        const json = (text) => JSON.parse(text ?? "");
        return {
            kind: "image-clusterer",
            config: json(metadata.config),
            details: { selectedHead: json(metadata.selected_head) },
            state: new Map([...state].map(([name, tensor]) => [currentName(name), tensor])),
        };
    },
});
//# sourceMappingURL=version1.js.map