// y[b, oy, ox, o] = bias[o] + sum over ky, kx, i of x[b, oy * stride + ky - pad, ...] * weight[o, ky, kx, i]
//
// x: [B, H, W, I]; weight: [O, KH, KW, I]; y: [B, OH, OW, O].
// For processors whose lanes are invocations: all invocations of a workgroup have the same ROWS output
// pixels and read the same elements of x; each has COLUMNS output channels, LANES apart.
// Workgroups: tiles in a line over x and y.
#import conv2d

struct Params {
  batch: u32,
  height: u32,
  width: u32,
  in_channels: u32,
  out_channels: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  pad_h: u32,
  pad_w: u32,
  has_bias: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

const ROWS = 8u;
const COLUMNS = 4u;
const LANES = 8u;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let out = output_size();
  let pixels = params.batch * out.x * out.y;
  let across = (params.out_channels + COLUMNS * LANES - 1u) / (COLUMNS * LANES);
  let tile = group.y * grid.x + group.x;
  let first_pixel = tile / across * ROWS;
  if (first_pixel >= pixels) {
    return;
  }
  let first_channel = tile % across * COLUMNS * LANES + lane;
  let taps = params.kernel_h * params.kernel_w * params.in_channels;

  // Pixels and channels past the end repeat the last one, and are not stored.
  var image: array<u32, ROWS>;
  var corner: array<vec2i, ROWS>;
  for (var r = 0u; r < ROWS; r++) {
    let pixel = pixel_of(min(first_pixel + r, pixels - 1u), out);
    image[r] = pixel.image * params.height * params.width;
    corner[r] = vec2i(pixel.at * stride()) - vec2i(padding());
  }
  var filter_start: array<u32, COLUMNS>;
  for (var j = 0u; j < COLUMNS; j++) {
    filter_start[j] = min(first_channel + j * LANES, params.out_channels - 1u) * taps;
  }

  var sums: array<vec4f, ROWS>;
  for (var ky = 0u; ky < params.kernel_h; ky++) {
    for (var kx = 0u; kx < params.kernel_w; kx++) {
      var start: array<u32, ROWS>;
      var present: array<bool, ROWS>;
      for (var r = 0u; r < ROWS; r++) {
        let at = corner[r] + vec2i(vec2u(ky, kx));
        present[r] = inside(at, input_size());
        start[r] = select(0u, (image[r] + u32(at.x) * params.width + u32(at.y)) * params.in_channels, present[r]);
      }
      let tap = (ky * params.kernel_w + kx) * params.in_channels;
      for (var i = 0u; i < params.in_channels; i++) {
        let w = tap + i;
        let filters = vec4f(weight[filter_start[0] + w], weight[filter_start[1] + w], weight[filter_start[2] + w],
                            weight[filter_start[3] + w]);
        for (var r = 0u; r < ROWS; r++) {
          sums[r] += select(0.0, x[start[r] + i], present[r]) * filters;
        }
      }
    }
  }

  for (var j = 0u; j < COLUMNS; j++) {
    let channel = first_channel + j * LANES;
    if (channel >= params.out_channels) {
      break;
    }
    var add = 0.0;
    if (params.has_bias == 1u) {
      add = bias[channel];
    }
    for (var r = 0u; r < ROWS; r++) {
      if (first_pixel + r < pixels) {
        y[(first_pixel + r) * params.out_channels + channel] = sums[r][j] + add;
      }
    }
  }
}
