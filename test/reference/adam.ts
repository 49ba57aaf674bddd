export default function adam(
  { grad, param, m, v }: Record<"grad" | "param" | "m" | "v", Float64Array>,
  p: Record<
    "count" | "lr" | "beta1" | "beta2" | "epsilon" | "weight_decay" | "bias_correction1" | "bias_correction2",
    number
  >,
) {
  for (let i = 0; i < p.count; i++) {
    m[i] = p.beta1 * m[i]! + (1 - p.beta1) * grad[i]!;
    v[i] = p.beta2 * v[i]! + (1 - p.beta2) * grad[i]! ** 2;
    const update = m[i]! / p.bias_correction1 / (Math.sqrt(v[i]! / p.bias_correction2) + p.epsilon);
    param[i] = (1 - p.lr * p.weight_decay) * param[i]! - p.lr * update;
  }
}
