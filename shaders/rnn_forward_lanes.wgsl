// rnn_forward, see there, where hidden is a multiple of 4, for software adapters with subgroups of eight: one turn
// in a dispatch, after `begin` of rnn_forward_quads.
#import recurrent_lanes
#import rnn_forward_cell

struct Params {
  batch: u32,
  steps: u32,
  hidden: u32,
  directions: u32,
  reversed: u32,
  has_lengths: u32,
  nonlinearity: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> gates: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight_hh: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias_hh: array<vec4f>;
@group(0) @binding(4) var<storage, read> initial: array<vec4f>;
@group(0) @binding(5) var<storage, read> lengths: array<u32>;
@group(0) @binding(6) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> saved: array<vec4f>;
@group(0) @binding(8) var<storage, read_write> final_state: array<vec4f>;

@compute @workgroup_size(INVOCATIONS)
fn in_lanes(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(subgroup_invocation_id) subgroup_lane: u32) {
  turn_in_lanes(group, lane, subgroup_lane);
}
