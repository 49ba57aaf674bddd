/** The outline of a mask as polygons, for files that cannot hold pixels. */
import { ShapeError } from "../errors.js";
/** Steps right, down, left and up along the edges of pixels. */
const [DX, DY] = [
    [1, 0, -1, 0],
    [0, 1, 0, -1],
];
/**
 * Polygons along the edges of pixels that cover what is not 0 in a mask, and nothing else. Pixels that touch with a
 * corner alone belong to different polygons. A polygon with a hole reaches it by a line that is run through twice, there
 * and back, so that filling by the even-odd rule and by the winding rule leave the hole open.
 *
 * @param mask [height, width]
 * @returns for each polygon x and y of its corners in turn, in pixels from the upper left corner of the image
 * @throws {ShapeError} if the mask has another number of values than height times width.
 */
export function maskPolygons(mask, height, width) {
    if (mask.length !== height * width) {
        throw new ShapeError(`maskPolygons: ${mask.length} values, a mask of ${height} x ${width} has ${height * width}`);
    }
    const outline = new Outline(mask, height, width);
    outline.trace();
    outline.openHoles();
    return outline.polygons();
}
/** Corners of pixels on the boundary, as lists that go round each part with the inside on the right. */
class Outline {
    #mask;
    #height;
    #width;
    #x = [];
    #y = [];
    #next = [];
    #at = new Map();
    #loops = [];
    constructor(mask, height, width) {
        this.#mask = mask;
        this.#height = height;
        this.#width = width;
    }
    #inside(x, y) {
        const within = x >= 0 && y >= 0 && x < this.#width && y < this.#height;
        return within && this.#mask[y * this.#width + x] !== 0;
    }
    #corner(x, y) {
        this.#x.push(x);
        this.#y.push(y);
        return this.#next.push(-1) - 1;
    }
    #place = (x, y) => y * (this.#width + 1) + x;
    /** Every loop has an edge above a pixel, where it is found. */
    trace() {
        const seen = new Uint8Array(this.#height * this.#width);
        for (let y = 0; y < this.#height; y++) {
            for (let x = 0; x < this.#width; x++) {
                if (!seen[y * this.#width + x] && this.#inside(x, y) && !this.#inside(x, y - 1))
                    this.#follow(x, y, seen);
            }
        }
    }
    #follow(startX, startY, seen) {
        let [x, y, direction] = [startX, startY, 0];
        const start = this.#next.length;
        let [top, twiceArea] = [start, 0];
        do {
            const corner = this.#corner(x, y);
            this.#at.set(this.#place(x, y), corner);
            if (corner > start)
                this.#next[corner - 1] = corner;
            if (y < this.#y[top])
                top = corner;
            if (direction === 0)
                seen[y * this.#width + x] = 1;
            const [dx, dy] = [DX[direction], DY[direction]];
            twiceArea += x * (y + dy) - (x + dx) * y;
            [x, y] = [x + dx, y + dy];
            // Of the two pixels ahead the one on the right, which touches the one just passed, and the one on the left.
            const [right, left] = this.#ahead(x, y, direction);
            direction = (direction + (right ? (left ? 3 : 0) : 1)) % 4;
        } while (x !== startX || y !== startY || direction !== 0);
        this.#next[this.#next.length - 1] = start;
        this.#loops.push({ start, top, hole: twiceArea < 0 });
    }
    #ahead(x, y, direction) {
        if (direction === 0)
            return [this.#inside(x, y), this.#inside(x, y - 1)];
        if (direction === 1)
            return [this.#inside(x - 1, y), this.#inside(x, y)];
        if (direction === 2)
            return [this.#inside(x - 1, y - 1), this.#inside(x - 1, y)];
        return [this.#inside(x, y - 1), this.#inside(x - 1, y - 1)];
    }
    /**
     * Joins each hole with the boundary straight above it. What lies there belongs to a loop that begins higher, so holes are
     * joined from the top down.
     */
    openHoles() {
        const holes = this.#loops.filter(({ hole }) => hole).sort((a, b) => this.#y[a.top] - this.#y[b.top]);
        for (const { top } of holes) {
            const x = this.#x[top];
            let y = this.#y[top] - 1;
            while (!this.#at.has(this.#place(x, y)))
                y--;
            const above = this.#at.get(this.#place(x, y));
            const [down, up] = [this.#corner(x, this.#y[top]), this.#corner(x, y)];
            this.#next[down] = this.#next[top];
            this.#next[up] = this.#next[above];
            this.#next[top] = up;
            this.#next[above] = down;
        }
    }
    /** Without the corners in the middle of straight lines. */
    polygons() {
        return this.#loops.filter(({ hole }) => !hole).map(({ start }) => this.#polygon(start));
    }
    #polygon(start) {
        const corners = [];
        let [before, corner] = [start, this.#next[start]];
        do {
            const after = this.#next[corner];
            const straight = this.#x[corner] - this.#x[before] === this.#x[after] - this.#x[corner] &&
                this.#y[corner] - this.#y[before] === this.#y[after] - this.#y[corner];
            if (!straight)
                corners.push(this.#x[corner], this.#y[corner]);
            [before, corner] = [corner, after];
        } while (before !== start);
        return corners;
    }
}
//# sourceMappingURL=mask_polygons.js.map