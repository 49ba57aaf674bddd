// The functions of activations.wgsl for four values at a time.
#import activations

fn tanh_quad(x: vec4f) -> vec4f {
  return vec4f(tanh_fit(x.x), tanh_fit(x.y), tanh_fit(x.z), tanh_fit(x.w));
}

fn sigmoid_quad(x: vec4f) -> vec4f {
  return vec4f(sigmoid(x.x), sigmoid(x.y), sigmoid(x.z), sigmoid(x.w));
}
