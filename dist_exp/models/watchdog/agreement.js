/** How far several classifications of the same images agree. */
import { normalizedMutualInformation } from "../../metrics/information.js";
/** Mean normalised mutual information of all pairs, 0 to 1; null of fewer than two. */
export function meanAgreement(labellings) {
    let [sum, pairs] = [0, 0];
    for (const [i, a] of labellings.entries()) {
        for (const b of labellings.slice(i + 1)) {
            sum += normalizedMutualInformation(a, b);
            pairs++;
        }
    }
    return pairs > 0 ? sum / pairs : null;
}
//# sourceMappingURL=agreement.js.map