/**
 * The choice of views by what the pictures look like; no label enters. Its limits lie between those of the sets of
 * `npm run data:pictures`.
 */
import { type Images } from "../images.js";
import { type PictureStatistics } from "./statistics.js";
export interface ViewsChoice {
    /** A preset's name. */
    readonly views: string;
    /** Why, to be said after "because": "the pictures have no even ground, and colour". */
    readonly reason: string;
    readonly statistics: PictureStatistics;
}
/**
 * Chooses a preset of views for pictures by statistics of up to 1,000 of them, taken at even distances: the same
 * pictures get the same.
 * @throws {DataError} when the number or the type of the pixels is wrong.
 */
export declare function chooseViews(images: Images): ViewsChoice;
