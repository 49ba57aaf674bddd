// dx[b, iy, ix, i] = sum over oy, ox, o of dy[b, oy, ox, o] * weight[o, iy + pad - oy * stride, ..., i]
//
// dy: [B, OH, OW, O]; weight: [O, KH, KW, I]; dx: [B, H, W, I].
// For processors whose lanes are invocations: all invocations of a workgroup have the same ROWS pixels
// of one phase and read the same elements of dy; each has COLUMNS input channels, LANES apart.
// Workgroups: tiles in a line over x and y, phases in z.
#import conv2d
#import conv2d_phase

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
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

const ROWS = 8u;
const COLUMNS = 4u;
const LANES = 8u;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let out = output_size();
  let phase = phase_of(group.z);
  let pixels = params.batch * phase.size.x * phase.size.y;
  let across = (params.in_channels + COLUMNS * LANES - 1u) / (COLUMNS * LANES);
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
    let pixel = pixel_of(min(first_pixel + r, pixels - 1u), phase.size);
    image[r] = pixel.image * out.x * out.y;
    corner[r] = vec2i(pixel.at + phase.shift);
  }
  var channel: array<u32, COLUMNS>;
  for (var j = 0u; j < COLUMNS; j++) {
    channel[j] = min(first_channel + j * LANES, params.in_channels - 1u);
  }

  var sums: array<vec4f, ROWS>;
  for (var t = 0u; t < phase.taps.x; t++) {
    for (var u = 0u; u < phase.taps.y; u++) {
      var start: array<u32, ROWS>;
      var present: array<bool, ROWS>;
      for (var r = 0u; r < ROWS; r++) {
        let at = corner[r] - vec2i(vec2u(t, u));
        present[r] = inside(at, out);
        start[r] = select(0u, (image[r] + u32(at.x) * out.y + u32(at.y)) * params.out_channels, present[r]);
      }
      let tap = phase.first + vec2u(t, u) * stride();
      let w = (tap.x * params.kernel_w + tap.y) * params.in_channels;
      for (var o = 0u; o < params.out_channels; o++) {
        let base = o * taps + w;
        let filters = vec4f(weight[base + channel[0]], weight[base + channel[1]], weight[base + channel[2]],
                            weight[base + channel[3]]);
        for (var r = 0u; r < ROWS; r++) {
          sums[r] += select(0.0, dy[start[r] + o], present[r]) * filters;
        }
      }
    }
  }

  for (var r = 0u; r < ROWS; r++) {
    let pixel = pixel_of(first_pixel + r, phase.size);
    let at = phase.at + pixel.at * stride();
    if (pixel.image < params.batch && all(at < input_size())) {
      let position = (pixel.image * params.height + at.x) * params.width + at.y;
      for (var j = 0u; j < COLUMNS; j++) {
        if (first_channel + j * LANES < params.in_channels) {
          dx[position * params.in_channels + first_channel + j * LANES] = sums[r][j];
        }
      }
    }
  }
}
