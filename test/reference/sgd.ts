export default function sgd(
  { grad, param, velocity }: Record<"grad" | "param" | "velocity", Float64Array>,
  p: Record<"count" | "lr" | "momentum" | "weight_decay" | "nesterov", number>,
) {
  for (let i = 0; i < p.count; i++) {
    const g = grad[i]! + p.weight_decay * param[i]!;
    velocity[i] = p.momentum * velocity[i]! + g;
    param[i]! -= p.lr * (p.nesterov ? g + p.momentum * velocity[i]! : velocity[i]!);
  }
}
