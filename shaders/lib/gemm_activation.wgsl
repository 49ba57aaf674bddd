// What gemm applies to c before it is stored: 0 none, 1 ReLU, 2 tanh, 3 sigmoid.
// Twin of native/lib/gemm_activation.h.
#import activations
#import nan

fn activate(activation: u32, x: f32) -> f32 {
  switch activation {
    case 1u: {
      return at_least(x, 0.0);
    }
    case 2u: {
      return tanh_fit(x);
    }
    case 3u: {
      return sigmoid(x);
    }
    default: {
      return x;
    }
  }
}
