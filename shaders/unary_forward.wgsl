// y = f(x), elementwise; x, y: [count]. One entry point per function, one invocation per four elements.
#import activations
#import math
#import nan
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

fn operand(at: Invocation) -> vec4f {
  return x[vector_index(at)];
}

fn put(at: Invocation, value: vec4f) {
  store_vector(&y, params.count, vector_index(at), value);
}

@compute @workgroup_size(WORKGROUP)
fn map_neg(at: Invocation) {
  put(at, -operand(at));
}

@compute @workgroup_size(WORKGROUP)
fn map_abs(at: Invocation) {
  put(at, abs(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_square(at: Invocation) {
  let v = operand(at);
  put(at, v * v);
}

@compute @workgroup_size(WORKGROUP)
fn map_sqrt(at: Invocation) {
  put(at, sqrt(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_rsqrt(at: Invocation) {
  put(at, 1.0 / sqrt(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_exp(at: Invocation) {
  put(at, exp(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_log(at: Invocation) {
  put(at, log(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_sigmoid(at: Invocation) {
  put(at, 1.0 / (1.0 + exp(-operand(at))));
}

@compute @workgroup_size(WORKGROUP)
fn map_relu(at: Invocation) {
  put(at, at_least4(operand(at), 0.0));
}

@compute @workgroup_size(WORKGROUP)
fn map_leaky_relu(at: Invocation) {
  let v = operand(at);
  put(at, select(params.alpha * v, v, v > vec4f(0.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_reciprocal(at: Invocation) {
  put(at, 1.0 / operand(at));
}

@compute @workgroup_size(WORKGROUP)
fn map_add_scalar(at: Invocation) {
  put(at, operand(at) + params.alpha);
}

@compute @workgroup_size(WORKGROUP)
fn map_mul_scalar(at: Invocation) {
  put(at, operand(at) * params.alpha);
}

@compute @workgroup_size(WORKGROUP)
fn map_clamp_min(at: Invocation) {
  put(at, at_least4(operand(at), params.alpha));
}

@compute @workgroup_size(WORKGROUP)
fn map_sign(at: Invocation) {
  // sign() of NaN is unspecified.
  let v = operand(at);
  put(at, select(sign(v), v, is_nan4(v)));
}

@compute @workgroup_size(WORKGROUP)
fn map_pow_scalar(at: Invocation) {
  put(at, power(operand(at), vec4f(params.alpha)));
}

@compute @workgroup_size(WORKGROUP)
fn map_tanh(at: Invocation) {
  put(at, tanh_fit4(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_gelu(at: Invocation) {
  let v = operand(at);
  put(at, v * normal_cdf4(v));
}

@compute @workgroup_size(WORKGROUP)
fn map_gelu_tanh(at: Invocation) {
  let v = operand(at);
  put(at, v / (1.0 + exp(-gelu_argument4(v))));
}

@compute @workgroup_size(WORKGROUP)
fn map_silu(at: Invocation) {
  let v = operand(at);
  put(at, v / (1.0 + exp(-v)));
}

@compute @workgroup_size(WORKGROUP)
fn map_softplus(at: Invocation) {
  let v = operand(at);
  put(at, at_least4(v, 0.0) + log1p_unit4(exp(-abs(v))));
}

@compute @workgroup_size(WORKGROUP)
fn map_elu(at: Invocation) {
  let v = operand(at);
  put(at, select(params.alpha * expm1_negative4(v), v, v > vec4f(0.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_clamp_max(at: Invocation) {
  put(at, at_most4(operand(at), params.alpha));
}

@compute @workgroup_size(WORKGROUP)
fn map_erf(at: Invocation) {
  put(at, erf_fit4(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_floor(at: Invocation) {
  put(at, floor(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_ceil(at: Invocation) {
  put(at, ceil(operand(at)));
}

@compute @workgroup_size(WORKGROUP)
fn map_round(at: Invocation) {
  put(at, round(operand(at)));
}
