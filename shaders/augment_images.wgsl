// Output pixel (x, y) in [-1, 1] shows the source at  s R(r) [1 h; 0 1] (x, y) + t + d(x, y), bilinear,
// zeros outside; s, r, h, t and the lattice that d interpolates are drawn for each image. A band of
// rows becomes zero. All is NaN where index[b] >= images.
//
// pixels: [images, H, W, C], four bytes to a word; index: [count]; y: [count, H, W, C].
// `draw`: one invocation per image. `warp`: one invocation per pixel, all its channels.
// maps: per image, the matrix's rows [2, 3], gain and bias of the values, first erased row, displacements
// [2, grid, grid].
#import nan
#import normal

const WORKGROUP = 64u;
// Floats of a map before its displacements.
const LATTICE = 9u;
const QUARTERS_PER_RADIAN = 0.636619772;

fn map_size() -> u32 {
  return LATTICE + 2u * params.grid * params.grid;
}

@compute @workgroup_size(WORKGROUP)
fn draw(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let image = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (image >= params.count) {
    return;
  }
  let key = vec2u(params.seed, image);
  let shape = to_uniform(philox(vec4u(0u, params.offset, 0u, 0u), key));
  let jitter = 2.0 * to_uniform(philox(vec4u(1u, params.offset, 0u, 0u), key)) - 1.0;

  let angle = sine_cosine(vec2f((2.0 * shape.x - 1.0) * params.rotation * QUARTERS_PER_RADIAN));
  let sine = angle[0].x;
  let cosine = angle[1].x;
  let scale = exp((2.0 * shape.y - 1.0) * params.log_scale);
  let shear = (2.0 * shape.z - 1.0) * params.shear;
  let mirror = select(1.0, -1.0, shape.w < params.flip);
  let contrast = 1.0 + jitter.w * params.contrast;

  let to = image * map_size();
  maps[to] = mirror * scale * cosine;
  maps[to + 1u] = mirror * scale * (cosine * shear - sine);
  maps[to + 2u] = mirror * jitter.x * params.translation;
  maps[to + 3u] = scale * sine;
  maps[to + 4u] = scale * (sine * shear + cosine);
  maps[to + 5u] = jitter.y * params.translation;
  maps[to + 6u] = (1.0 + jitter.z * params.brightness) * contrast;
  maps[to + 7u] = params.mean * (1.0 - contrast);
  let band = philox(vec4u(2u, params.offset, 0u, 0u), key).x;
  maps[to + 8u] = f32(multiply_high(band, params.height - min(params.erase_rows, params.height) + 1u));

  let numbers = 2u * params.grid * params.grid;
  let blocks = (numbers + 3u) / 4u;
  for (var block = 0u; block < blocks; block++) {
    let values = params.elastic * to_normal(philox(vec4u(3u + block, params.offset, 0u, 0u), key));
    for (var i = 0u; i < 4u; i++) {
      if (4u * block + i < numbers) {
        maps[to + LATTICE + 4u * block + i] = values[i];
      }
    }
  }
}

// One component of the displacement: `lattice` is where its [grid, grid] begins.
fn displacement(lattice: u32, cell: vec2u, fraction: vec2f) -> f32 {
  let at = lattice + cell.y * params.grid + cell.x;
  let upper = mix(maps[at], maps[at + 1u], fraction.x);
  let lower = mix(maps[at + params.grid], maps[at + params.grid + 1u], fraction.x);
  return mix(upper, lower, fraction.y);
}

// A value in [0, 1] of the image that begins at byte `start`; zero outside of it.
fn source(start: u32, at: vec2i, channel: u32) -> f32 {
  if (any(at < vec2i(0)) || any(at >= vec2i(vec2u(params.width, params.height)))) {
    return 0.0;
  }
  let byte = start + (u32(at.y) * params.width + u32(at.x)) * params.channels + channel;
  return f32((pixels[byte / 4u] >> (8u * (byte % 4u))) & 255u) / 255.0;
}

@compute @workgroup_size(WORKGROUP)
fn warp(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let id = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let area = params.height * params.width;
  let image = id / area;
  if (image >= params.count) {
    return;
  }
  let picked = index[image];
  if (picked >= params.images) {
    for (var c = 0u; c < params.channels; c++) {
      y[id * params.channels + c] = make_nan();
    }
    return;
  }
  let pixel = vec2f(vec2u(id % params.width, id % area / params.width));
  let size = vec2f(vec2u(params.width, params.height));
  let map = image * map_size();

  // Pixel centres; the lattice's corners lie on those of the outermost pixels.
  let centre = (2.0 * pixel + 1.0) / size - 1.0;
  let node = pixel * (f32(params.grid - 1u) / max(size - 1.0, vec2f(1.0)));
  let cell = min(vec2u(node), vec2u(params.grid - 2u));
  let fraction = node - vec2f(cell);
  let lattice = map + LATTICE;
  let position = vec2f(
    maps[map] * centre.x + maps[map + 1u] * centre.y + maps[map + 2u]
      + displacement(lattice, cell, fraction),
    maps[map + 3u] * centre.x + maps[map + 4u] * centre.y + maps[map + 5u]
      + displacement(lattice + params.grid * params.grid, cell, fraction),
  );
  // A pixel beyond the border all is zero, and the position fits an integer.
  let at = clamp(0.5 * ((position + 1.0) * size - 1.0), vec2f(-1.0), size);
  let corner = vec2i(floor(at));
  let weight = at - floor(at);

  let below_band = pixel.y - maps[map + 8u];
  let erased = below_band >= 0.0 && below_band < f32(params.erase_rows);
  let start = picked * area * params.channels;
  for (var c = 0u; c < params.channels; c++) {
    let upper = mix(source(start, corner, c), source(start, corner + vec2i(1, 0), c), weight.x);
    let lower = mix(source(start, corner + vec2i(0, 1), c), source(start, corner + vec2i(1, 1), c), weight.x);
    let value = clamp(mix(upper, lower, weight.y) * maps[map + 6u] + maps[map + 7u], 0.0, 1.0);
    y[id * params.channels + c] = (select(value, 0.0, erased) - params.mean) * params.rstd;
  }
}
