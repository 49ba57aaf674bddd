// y[b, h, w] = number of the pattern of those points of a circle around x[b, h, w] that are no darker than it
//
// x, y: [B, H, W]; circle: [P, 4], row, column, and the shares of the pixels below and right. One invocation per pixel.
// Numbers of patterns: 0 each its own (bits), 1 the bits of patterns with two changes at most and one number for all
// others, 2 those with their turn.
#import nan

const WORKGROUP = 64u;
const BITS = 0u;
const UNIFORM = 1u;
// Rounding may make an equal point darker by so much.
const EQUAL = -0x1p-20;

// The difference to the pixel; outside of the image everything is 0.
fn difference(image: u32, row: i32, column: i32, here: f32) -> f32 {
  if (row < 0 || column < 0 || row >= i32(params.height) || column >= i32(params.width)) {
    return -here;
  }
  return x[(image * params.height + u32(row)) * params.width + u32(column)] - here;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let pixel = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (pixel >= params.batch * params.height * params.width) {
    return;
  }
  let here = x[pixel];
  let image = pixel / (params.height * params.width);
  let h = i32(pixel / params.width % params.height);
  let w = i32(pixel % params.width);
  let points = params.points;

  var bits = 0u;
  for (var i = 0u; i < points; i++) {
    let row = h + i32(circle[4u * i]);
    let column = w + i32(circle[4u * i + 1u]);
    let below = circle[4u * i + 2u];
    let right = circle[4u * i + 3u];
    let top = (1.0 - right) * difference(image, row, column, here) + right * difference(image, row, column + 1, here);
    let bottom = (1.0 - right) * difference(image, row + 1, column, here) +
                 right * difference(image, row + 1, column + 1, here);
    if ((1.0 - below) * top + below * bottom >= EQUAL) {
      bits |= 1u << i;
    }
  }
  let ones = countOneBits(bits);
  let changes = countOneBits((bits ^ (bits >> 1u)) & ((1u << (points - 1u)) - 1u));
  var code = bits;
  if (params.method == UNIFORM) {
    code = select(points + 1u, ones, changes <= 2u);
  } else if (params.method != BITS) {
    if (changes > 2u) {
      code = points * (points - 1u) + 2u;
    } else if (ones == points) {
      code = points * (points - 1u) + 1u;
    } else if (ones > 0u) {
      let turns = select(points - countTrailingZeros(bits), ones - countTrailingZeros(~bits), (bits & 1u) == 1u);
      code = 1u + (ones - 1u) * points + turns;
    }
  }
  // NaN where the pixel is not finite.
  y[pixel] = f32(code) + nan_unless_finite(here);
}
