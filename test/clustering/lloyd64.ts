/** Lloyd's iterations in float64, empty clusters relocated as in scikit-learn, and when that was. */
export function lloyd64(x: ArrayLike<number>, cols: number, start: ArrayLike<number>, maxIterations: number) {
  const [rows, clusters] = [x.length / cols, start.length / cols];
  let centers = Float64Array.from(start);
  const distance = (row: number, k: number) => {
    let sum = 0;
    for (let i = 0; i < cols; i++) sum += (x[row * cols + i]! - centers[k * cols + i]!) ** 2;
    return sum;
  };
  const assign = () =>
    Array.from({ length: rows }, (_, row) => {
      let best = 0;
      for (let k = 1; k < clusters; k++) if (distance(row, k) < distance(row, best)) best = k;
      return best;
    });
  const relocations: number[] = [];
  let iterations = 0;
  let moving = true;
  while (moving && iterations < maxIterations) {
    iterations++;
    const labels = assign();
    const counts = Array.from({ length: clusters }, (_, k) => labels.filter((label) => label === k).length);
    const vacant = [...counts.keys()].filter((k) => counts[k] === 0);
    if (vacant.length > 0) relocations.push(iterations);
    const away = (row: number) => distance(row, labels[row]!);
    for (const row of [...labels.keys()].sort((a, b) => away(b) - away(a))) {
      if (vacant.length === 0) break;
      if (counts[labels[row]!]! < 2) continue;
      counts[labels[row]!]!--;
      labels[row] = vacant.shift()!;
      counts[labels[row]!]!++;
    }
    const moved = new Float64Array(centers.length);
    labels.forEach((k, row) => {
      for (let i = 0; i < cols; i++) moved[k * cols + i]! += x[row * cols + i]! / counts[k]!;
    });
    moving = moved.some((value, i) => Math.abs(value - centers[i]!) > 1e-9);
    centers = moved;
  }
  return { centers, labels: assign(), iterations, relocations };
}
