export default function rmsprop(
  b: Record<"grad" | "param" | "square" | "velocity", Float64Array>,
  p: Record<"count" | "lr" | "alpha" | "epsilon" | "momentum" | "weight_decay", number>,
) {
  for (let i = 0; i < p.count; i++) {
    const g = b.grad[i]! + p.weight_decay * b.param[i]!;
    b.square[i] = p.alpha * b.square[i]! + (1 - p.alpha) * g * g;
    b.velocity[i] = p.momentum * b.velocity[i]! + g / (Math.sqrt(b.square[i]!) + p.epsilon);
    b.param[i]! -= p.lr * b.velocity[i]!;
  }
}
