// What gemm applies to c before it is stored: 0 none, 1 ReLU, 2 tanh, 3 sigmoid.
// Twin of native/lib/gemm_activation.h.

// WGSL's own tanh may be off by 1e-5: an odd polynomial over an even one (Eigen's coefficients).
fn rational_tanh(value: f32) -> f32 {
  let x = clamp(value, -7.90531110763549805, 7.90531110763549805);
  let s = x * x;
  var p = s * -2.76076847742355e-16 + 2.00018790482477e-13;
  p = p * s - 8.60467152213735e-11;
  p = p * s + 5.12229709037114e-08;
  p = p * s + 1.48572235717979e-05;
  p = p * s + 6.37261928875436e-04;
  p = p * s + 4.89352455891786e-03;
  var q = s * 1.19825839466702e-06 + 1.18534705686654e-04;
  q = q * s + 2.26843463243900e-03;
  q = q * s + 4.89352518554385e-03;
  return x * p / q;
}

fn activate(activation: u32, x: f32) -> f32 {
  switch activation {
    case 1u: {
      return max(x, 0.0);
    }
    case 2u: {
      return rational_tanh(x);
    }
    case 3u: {
      return rational_tanh(0.5 * x) * 0.5 + 0.5;
    }
    default: {
      return x;
    }
  }
}
