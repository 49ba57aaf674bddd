// dx[b, h, w, c] = sum of dy over the windows that cover it / (kernel_h * kernel_w)
//
// dy: [B, OH, OW, C]; dx: [B, H, W, C]. One invocation per input element.
#import window

struct Params {
  batch: u32,
  height: u32,
  width: u32,
  channels: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  pad_h: u32,
  pad_w: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let element = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let c = element % params.channels;
  let w = element / params.channels % params.width;
  let h = element / (params.channels * params.width) % params.height;
  let image = element / (params.channels * params.width * params.height);
  if (image >= params.batch) {
    return;
  }
  let out_height = window_count(params.height, params.kernel_h, params.stride_h, params.pad_h);
  let out_width = window_count(params.width, params.kernel_w, params.stride_w, params.pad_w);
  let rows = windows_over(h, params.height, params.kernel_h, params.stride_h, params.pad_h);
  let columns = windows_over(w, params.width, params.kernel_w, params.stride_w, params.pad_w);

  var sum = 0.0;
  for (var row = rows.x; row < rows.y; row++) {
    for (var column = columns.x; column < columns.y; column++) {
      sum += dy[((image * out_height + row) * out_width + column) * params.channels + c];
    }
  }
  dx[element] = sum / f32(params.kernel_h * params.kernel_w);
}
