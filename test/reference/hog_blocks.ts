type Params = Record<
  "batch" | "rows" | "columns" | "block_rows" | "block_columns" | "orientations" | "norm",
  number
>;

const EPSILON = 1e-5;

function l1(v: number[]) {
  const length = v.reduce((sum, value) => sum + Math.abs(value), EPSILON);
  return v.map((value) => value / length);
}
function l2(v: number[]) {
  const length = Math.sqrt(v.reduce((sum, value) => sum + value ** 2, EPSILON ** 2));
  return v.map((value) => value / length);
}
const norms = [
  l1,
  (v: number[]) => l1(v).map(Math.sqrt),
  l2,
  (v: number[]) => l2(l2(v).map((value) => Math.min(value, 0.2))),
];

export default function hogBlocks(b: Record<"cells" | "y", Float64Array>, p: Params) {
  const { rows, columns, block_rows, block_columns, orientations } = p;
  let to = 0;
  for (let n = 0; n < p.batch; n++) {
    for (let r = 0; r + block_rows <= rows; r++) {
      for (let c = 0; c + block_columns <= columns; c++) {
        const block: number[] = [];
        for (let row = r; row < r + block_rows; row++) {
          const from = ((n * rows + row) * columns + c) * orientations;
          block.push(...b.cells.subarray(from, from + block_columns * orientations));
        }
        for (const value of norms[p.norm]!(block)) b.y[to++] = value;
      }
    }
  }
}
