// gru_forward, see there, where hidden is a multiple of 4, for software adapters with subgroups of eight: one turn
// in a dispatch, after `begin` of gru_forward_quads.
#import recurrent_lanes
#import gru_forward_cell
#floats vec4f

@compute @workgroup_size(INVOCATIONS)
fn in_lanes(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(subgroup_invocation_id) subgroup_lane: u32) {
  turn_in_lanes(group, lane, subgroup_lane);
}
