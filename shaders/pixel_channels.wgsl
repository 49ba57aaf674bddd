// y[b, h, w] = the colour of x[b, h, w] in a colour space, then half the differences of grey beside it and their length
//
// x: [B, H, W, C], C is 1 or 3; y: [B, H, W, 1 or 3, and 3 more with gradients]. One invocation per pixel.
#import nan

const WORKGROUP = 64u;
const HSV = 1u;
const LAB = 2u;
const GREY = 3u;
// From sRGB to CIE XYZ over the white of D65, as scikit-image rounds them.
const TO_X = vec3f(0.412453, 0.357580, 0.180423) / 0.95047;
const TO_Y = vec3f(0.212671, 0.715160, 0.072169);
const TO_Z = vec3f(0.019334, 0.119193, 0.950227) / 1.08883;
const TO_GREY = vec3f(0.2125, 0.7154, 0.0721);

fn colour(pixel: u32) -> vec3f {
  return vec3f(x[3u * pixel], x[3u * pixel + 1u], x[3u * pixel + 2u]);
}

fn grey(pixel: u32) -> f32 {
  if (params.channels == 1u) {
    return x[pixel];
  }
  return dot(colour(pixel), TO_GREY);
}

fn hsv(c: vec3f) -> vec3f {
  let value = max(c.x, max(c.y, c.z));
  let range = value - min(c.x, min(c.y, c.z));
  // What is not finite must not become a colour.
  let bad = nan_unless_finite(c.x) + nan_unless_finite(c.y) + nan_unless_finite(c.z);
  if (range == 0.0) {
    return vec3f(0.0, 0.0, value) + bad;
  }
  var sixths = (c.y - c.z) / range;
  if (value == c.y) {
    sixths = 2.0 + (c.z - c.x) / range;
  }
  if (value == c.z) {
    sixths = 4.0 + (c.x - c.y) / range;
  }
  let hue = sixths / 6.0;
  return vec3f(select(hue, hue + 1.0, hue < 0.0), range / value, value) + bad;
}

fn linear(v: vec3f) -> vec3f {
  // The base of a power that is not chosen must not be negative.
  return select(v / 12.92, pow(max((v + 0.055) / 1.055, vec3f(0.01)), vec3f(2.4)), v > vec3f(0.04045));
}

fn lab(c: vec3f) -> vec3f {
  let light = linear(c);
  let t = vec3f(dot(light, TO_X), dot(light, TO_Y), dot(light, TO_Z));
  let start = pow(max(t, vec3f(0.001)), vec3f(1.0 / 3.0));
  // One step of Newton's method: powers are accurate to a few units of the last place only.
  let root = start - (start * start * start - t) / (3.0 * start * start);
  let f = select(7.787 * t + 16.0 / 116.0, root, t > vec3f(0.008856));
  let bad = nan_unless_finite(c.x) + nan_unless_finite(c.y) + nan_unless_finite(c.z);
  return vec3f(1.16 * f.y - 0.16, 5.0 * (f.x - f.y), 2.0 * (f.y - f.z)) + bad;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let pixel = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (pixel >= params.batch * params.height * params.width) {
    return;
  }
  let single = params.channels == 1u || params.space == GREY;
  let colours = select(3u, 1u, single);
  var to = pixel * (colours + select(0u, 3u, params.gradients != 0u));
  if (single) {
    y[to] = grey(pixel);
  } else {
    var c = colour(pixel);
    if (params.space == HSV) {
      c = hsv(c);
    }
    if (params.space == LAB) {
      c = lab(c);
    }
    y[to] = c.x;
    y[to + 1u] = c.y;
    y[to + 2u] = c.z;
  }
  if (params.gradients == 0u) {
    return;
  }
  to += colours;
  let column = pixel % params.width;
  let row = pixel / params.width % params.height;
  let right = select(pixel, pixel + 1u, column + 1u < params.width);
  let left = select(pixel, pixel - 1u, column > 0u);
  let below = select(pixel, pixel + params.width, row + 1u < params.height);
  let above = select(pixel, pixel - params.width, row > 0u);
  let across = 0.5 * (grey(right) - grey(left));
  let down = 0.5 * (grey(below) - grey(above));
  y[to] = across;
  y[to + 1u] = down;
  y[to + 2u] = sqrt(across * across + down * down);
}
