// Functions of two numbers, four at a time. NaN in either operand of max and min gives NaN.
#import math
#import nan

fn op_add(a: vec4f, b: vec4f) -> vec4f {
  return a + b;
}

fn op_sub(a: vec4f, b: vec4f) -> vec4f {
  return a - b;
}

fn op_mul(a: vec4f, b: vec4f) -> vec4f {
  return a * b;
}

fn op_div(a: vec4f, b: vec4f) -> vec4f {
  return a / b;
}

fn op_max(a: vec4f, b: vec4f) -> vec4f {
  return select(b, a, (a > b) | is_nan4(a));
}

fn op_min(a: vec4f, b: vec4f) -> vec4f {
  return select(b, a, (a < b) | is_nan4(a));
}

fn op_pow(a: vec4f, b: vec4f) -> vec4f {
  return power(a, b);
}

fn op_greater(a: vec4f, b: vec4f) -> vec4f {
  return vec4f(a > b);
}

fn op_equal(a: vec4f, b: vec4f) -> vec4f {
  return vec4f(a == b);
}

fn op_keep(a: vec4f, b: vec4f) -> vec4f {
  return select(a, vec4f(0.0), b == vec4f(0.0));
}
