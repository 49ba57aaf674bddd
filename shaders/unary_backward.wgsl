// dx = dy * f'(x), elementwise, from x or from y = f(x), whichever is cheaper; dy, x, y, dx: [count].
// One entry point per function, one invocation per four elements.
#import activations
#import math
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

fn put(at: Invocation, value: vec4f) {
  store_vector(&dx, params.count, vector_index(at), value);
}

@compute @workgroup_size(WORKGROUP)
fn map_neg(at: Invocation) {
  put(at, -dy[vector_index(at)]);
}

@compute @workgroup_size(WORKGROUP)
fn map_abs(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * sign(x[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_square(at: Invocation) {
  let i = vector_index(at);
  put(at, 2.0 * dy[i] * x[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_sqrt(at: Invocation) {
  let i = vector_index(at);
  put(at, 0.5 * dy[i] / y[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_rsqrt(at: Invocation) {
  let i = vector_index(at);
  let v = y[i];
  put(at, -0.5 * dy[i] * (v * v * v));
}

@compute @workgroup_size(WORKGROUP)
fn map_exp(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * y[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_log(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] / x[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_tanh(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * (1.0 - y[i] * y[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_sigmoid(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * y[i] * (1.0 - y[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_relu(at: Invocation) {
  let i = vector_index(at);
  put(at, select(dy[i], vec4f(0.0), x[i] <= vec4f(0.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_leaky_relu(at: Invocation) {
  let i = vector_index(at);
  put(at, select(params.alpha * dy[i], dy[i], x[i] > vec4f(0.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_reciprocal(at: Invocation) {
  let i = vector_index(at);
  put(at, -dy[i] * y[i] * y[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_add_scalar(at: Invocation) {
  put(at, dy[vector_index(at)]);
}

@compute @workgroup_size(WORKGROUP)
fn map_mul_scalar(at: Invocation) {
  put(at, dy[vector_index(at)] * params.alpha);
}

@compute @workgroup_size(WORKGROUP)
fn map_pow_scalar(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * params.alpha * power(x[i], vec4f(params.alpha - 1.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_clamp_min(at: Invocation) {
  let i = vector_index(at);
  put(at, select(dy[i], vec4f(0.0), x[i] < vec4f(params.alpha)));
}

@compute @workgroup_size(WORKGROUP)
fn map_sign(at: Invocation) {
  put(at, vec4f(0.0));
}

// Beyond 10, activations are flat or the identity in float32; further out their factors would make infinity times zero.
fn near_zero(v: vec4f) -> vec4f {
  return at_least4(at_most4(v, 10.0), -10.0);
}

@compute @workgroup_size(WORKGROUP)
fn map_gelu(at: Invocation) {
  let i = vector_index(at);
  let v = near_zero(x[i]);
  put(at, dy[i] * (normal_cdf4(v) + v * exp(-0.5 * v * v) * 0.39894228));
}

@compute @workgroup_size(WORKGROUP)
fn map_gelu_tanh(at: Invocation) {
  let i = vector_index(at);
  let v = near_zero(x[i]);
  let e = exp(-gelu_argument4(v));
  let s = 1.0 / (1.0 + e);
  // s * e is 1 - s without the cancellation.
  put(at, dy[i] * (s + v * s * (s * e) * GELU_SCALE * (1.0 + 3.0 * GELU_CUBIC * v * v)));
}

@compute @workgroup_size(WORKGROUP)
fn map_silu(at: Invocation) {
  let i = vector_index(at);
  let v = at_least4(at_most4(x[i], 80.0), -80.0);
  let s = 1.0 / (1.0 + exp(-v));
  put(at, dy[i] * s * (1.0 + v * (1.0 - s)));
}

@compute @workgroup_size(WORKGROUP)
fn map_softplus(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] / (1.0 + exp(-x[i])));
}

@compute @workgroup_size(WORKGROUP)
fn map_elu(at: Invocation) {
  let i = vector_index(at);
  put(at, select(dy[i] * params.alpha * exp(x[i]), dy[i], x[i] > vec4f(0.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_clamp_max(at: Invocation) {
  let i = vector_index(at);
  put(at, select(dy[i], vec4f(0.0), x[i] > vec4f(params.alpha)));
}

@compute @workgroup_size(WORKGROUP)
fn map_erf(at: Invocation) {
  let i = vector_index(at);
  let v = near_zero(x[i]);
  put(at, dy[i] * exp(-v * v) * 1.12837917);
}

@compute @workgroup_size(WORKGROUP)
fn map_floor(at: Invocation) {
  put(at, vec4f(0.0));
}

@compute @workgroup_size(WORKGROUP)
fn map_ceil(at: Invocation) {
  put(at, vec4f(0.0));
}

@compute @workgroup_size(WORKGROUP)
fn map_round(at: Invocation) {
  put(at, vec4f(0.0));
}
