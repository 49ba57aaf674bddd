// One step of Adam, AdamW with weight decay:
//   m = beta1 m + (1 - beta1) grad;  v = beta2 v + (1 - beta2) grad^2
//   param = (1 - lr weight_decay) param - lr (m / bias_correction1) / (sqrt(v / bias_correction2) + epsilon)
// grad, param, m, v: [count]. One invocation per four elements.
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let g = grad[i];
  let first = m[i] * params.beta1 + g * (1.0 - params.beta1);
  let second = v[i] * params.beta2 + g * g * (1.0 - params.beta2);
  let step = params.lr / params.bias_correction1;
  let denominator = sqrt(second / params.bias_correction2) + params.epsilon;
  let decayed = param[i] * (1.0 - params.lr * params.weight_decay);
  store_vector(&m, params.count, i, first);
  store_vector(&v, params.count, i, second);
  store_vector(&param, params.count, i, decayed - step * first / denominator);
}
