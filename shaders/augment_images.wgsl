// Output pixel (x, y) in [-1, 1] shows the source at  e + a (s R(r) [1 h; 0 1] (x, y) + t + d(x, y)), bilinear;
// s, r, h, t, the lattice that d interpolates and the box (e, a) are drawn for each image, and so is what happens to its
// colours. Outside, and in an erased band of rows, lies the border's colour, a reflection, or zero. All is NaN
// where index[b] >= images.
//
// pixels: [images, H, W, C], four bytes to a word; index: [count]; y: [count, H, W, C].
// `measure`: one workgroup per image. `draw`: one invocation per image. `warp`: one invocation per pixel, all its
// channels.
// maps: per image, the matrix's rows [2, 3], gain and bias of the values, first erased row, cosine and sine of the
// hue's turn times saturation, mean luma, displacements [2, grid, grid], the colour outside [C].
#import nan
#import normal
#import reduce

const WORKGROUP = 64u;
// Floats of a map before its displacements.
const LATTICE = 12u;
const QUARTERS_PER_RADIAN = 0.636619772;
// The values of `fill`.
const REFLECT = 1u;
const ZERO = 2u;
// Before the blocks of the box and of colours, whatever the lattice takes.
const LATE_BLOCKS = 0x80000000u;
const LOG_ASPECT = 0.287682072;
const LUMA = vec3f(0.2125, 0.7154, 0.0721);

fn map_size() -> u32 {
  return LATTICE + 2u * params.grid * params.grid + params.channels;
}

// Where the colours outside of an image begin.
fn outside(image: u32) -> u32 {
  return (image + 1u) * map_size() - params.channels;
}

fn coloured() -> bool {
  return params.channels == 3u && (params.saturation > 0.0 || params.hue > 0.0 || params.grey > 0.0);
}

fn byte_at(i: u32) -> u32 {
  return (pixels[i / 4u] >> (8u * (i % 4u))) & 255u;
}

// Left and right, or one column only.
fn sides() -> u32 {
  return min(params.width, 2u);
}

fn border_length() -> u32 {
  return select(2u * params.width + sides() * (params.height - 2u), params.width, params.height == 1u);
}

// The i-th of the outermost pixels: those of the top row, of the bottom row, then those between.
fn border_pixel(i: u32) -> u32 {
  if (i < params.width) {
    return i;
  }
  if (i < 2u * params.width) {
    return (params.height - 2u) * params.width + i;
  }
  let beside = i - 2u * params.width;
  return (1u + beside / sides()) * params.width + beside % sides() * (params.width - 1u);
}

// Outermost pixels by value.
var<workgroup> histogram: array<atomic<u32>, 256>;

@compute @workgroup_size(WORKGROUP)
fn measure(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
           @builtin(num_workgroups) grid: vec3u) {
  let image = group.y * grid.x + group.x;
  if (image >= params.count) {
    return;
  }
  let picked = index[image];
  if (picked >= params.images) {
    return;
  }
  let area = params.height * params.width;
  let start = picked * area * params.channels;
  let border = select(border_length(), 0u, params.fill == ZERO);
  var luma = 0.0;
  for (var c = 0u; c < params.channels; c++) {
    for (var i = lane; i < 256u; i += WORKGROUP) {
      atomicStore(&histogram[i], 0u);
    }
    workgroupBarrier();
    for (var i = lane; i < border; i += WORKGROUP) {
      atomicAdd(&histogram[byte_at(start + border_pixel(i) * params.channels + c)], 1u);
    }
    workgroupBarrier();
    if (lane == 0u) {
      var value = 0u;
      for (var seen = atomicLoad(&histogram[0]); 2u * seen < border; seen += atomicLoad(&histogram[value])) {
        value++;
      }
      maps[outside(image) + c] = f32(value) / 255.0;
    }
    // The next channel's histogram waits for it.
    workgroupBarrier();
    if (params.contrast > 0.0) {
      var part = 0u;
      for (var i = lane; i < area; i += WORKGROUP) {
        part += byte_at(start + i * params.channels + c);
      }
      var weight = 1.0 / f32(params.channels);
      if (params.channels == 3u) {
        weight = LUMA[c];
      }
      luma += weight * workgroup_sum(lane, f32(part));
    }
  }
  if (lane == 0u) {
    maps[image * map_size() + 11u] = luma / (255.0 * f32(area));
  }
}

@compute @workgroup_size(WORKGROUP)
fn draw(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let image = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (image >= params.count) {
    return;
  }
  let key = vec2u(params.seed, params.first + image);
  let shape = to_uniform(philox(vec4u(0u, params.offset, 0u, 0u), key));
  let jitter = 2.0 * to_uniform(philox(vec4u(1u, params.offset, 0u, 0u), key)) - 1.0;

  let angle = sine_cosine(vec2f((2.0 * shape.x - 1.0) * params.rotation * QUARTERS_PER_RADIAN));
  let sine = angle[0].x;
  let cosine = angle[1].x;
  let scale = exp((2.0 * shape.y - 1.0) * params.log_scale);
  let shear = (2.0 * shape.z - 1.0) * params.shear;
  let mirror = select(1.0, -1.0, shape.w < params.flip);
  let brightness = 1.0 + jitter.z * params.brightness;
  let contrast = 1.0 + jitter.w * params.contrast;
  var extent = vec2f(1.0);
  var place = vec2f(0.0);
  if (params.crop < 1.0) {
    let box = to_uniform(philox(vec4u(LATE_BLOCKS, params.offset, 0u, 0u), key));
    let area = 1.0 - box.x * (1.0 - params.crop);
    let aspect = exp((2.0 * box.y - 1.0) * LOG_ASPECT);
    extent = min(sqrt(vec2f(area * aspect, area / aspect)), vec2f(1.0));
    place = (2.0 * box.zw - 1.0) * (1.0 - extent);
  }

  let to = image * map_size();
  maps[to] = extent.x * mirror * scale * cosine;
  maps[to + 1u] = extent.x * mirror * scale * (cosine * shear - sine);
  maps[to + 2u] = extent.x * mirror * jitter.x * params.translation + place.x;
  maps[to + 3u] = extent.y * scale * sine;
  maps[to + 4u] = extent.y * scale * (sine * shear + cosine);
  maps[to + 5u] = extent.y * jitter.y * params.translation + place.y;
  maps[to + 6u] = brightness * contrast;
  maps[to + 7u] = maps[to + 11u] * brightness * (1.0 - contrast);
  if (coloured()) {
    let colour = to_uniform(philox(vec4u(LATE_BLOCKS + 1u, params.offset, 0u, 0u), key));
    let turn = sine_cosine(vec2f(4.0 * (2.0 * colour.y - 1.0) * params.hue));
    let saturation = 1.0 + (2.0 * colour.x - 1.0) * params.saturation;
    let kept = select(saturation, 0.0, colour.z < params.grey);
    maps[to + 9u] = kept * turn[1].x;
    maps[to + 10u] = kept * turn[0].x;
  }
  let band = philox(vec4u(2u, params.offset, 0u, 0u), key).x;
  maps[to + 8u] = f32(multiply_high(band, params.height - min(params.erase_rows, params.height) + 1u));

  let numbers = 2u * params.grid * params.grid;
  let blocks = (numbers + 3u) / 4u;
  for (var block = 0u; block < blocks; block++) {
    let values = params.elastic * to_normal(philox(vec4u(3u + block, params.offset, 0u, 0u), key));
    for (var i = 0u; i < 4u; i++) {
      let number = 4u * block + i;
      if (number < numbers) {
        maps[to + LATTICE + number] = values[i] * select(extent.y, extent.x, number < numbers / 2u);
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

// Where a view's pixel lies in its image: the image begins at byte `start`, and its map at `map`.
struct Place {
  start: u32,
  outside: u32,
  corner: vec2i,
  weight: vec2f,
}

// A value in [0, 1] of the image; the colour outside beyond it.
fn source(place: Place, step: vec2i, channel: u32) -> f32 {
  let at = place.corner + step;
  if (any(at < vec2i(0)) || any(at >= vec2i(vec2u(params.width, params.height)))) {
    return maps[place.outside + channel];
  }
  let pixel = u32(at.y) * params.width + u32(at.x);
  return f32(byte_at(place.start + pixel * params.channels + channel)) / 255.0;
}

fn sampled(place: Place, channel: u32) -> f32 {
  let upper = mix(source(place, vec2i(0, 0), channel), source(place, vec2i(1, 0), channel), place.weight.x);
  let lower = mix(source(place, vec2i(0, 1), channel), source(place, vec2i(1, 1), channel), place.weight.x);
  return mix(upper, lower, place.weight.y);
}

// Hues turned and chroma scaled at equal luma.
fn turned(v: vec3f, cosine: f32, sine: f32) -> vec3f {
  let luma = dot(LUMA, v);
  let across = 0.577350269 * (v.brg - v.gbr);
  return luma + cosine * (v - luma) + sine * (across - dot(LUMA, across));
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
  let edge = 0.5 * (position + 1.0) * size;
  // A pixel beyond the border all has the colour outside, and the position fits an integer.
  var at = clamp(edge - 0.5, vec2f(-1.0), size);
  if (params.fill == REFLECT) {
    at = clamp(abs(edge - 2.0 * size * round(0.5 * edge / size)) - 0.5, vec2f(0.0), size - 1.0);
  }
  let below_band = pixel.y - maps[map + 8u];
  if (below_band >= 0.0 && below_band < f32(params.erase_rows)) {
    // Outside on all sides.
    at = vec2f(-9.0);
  }
  let place = Place(picked * area * params.channels, outside(image), vec2i(floor(at)), at - floor(at));
  let gain = maps[map + 6u];
  let bias = maps[map + 7u];
  if (coloured()) {
    let lit = gain * vec3f(sampled(place, 0u), sampled(place, 1u), sampled(place, 2u)) + bias;
    let value = clamp(turned(lit, maps[map + 9u], maps[map + 10u]), vec3f(0.0), vec3f(1.0));
    for (var c = 0u; c < 3u; c++) {
      y[3u * id + c] = (value[c] - params.mean) * params.rstd;
    }
    return;
  }
  for (var c = 0u; c < params.channels; c++) {
    let value = clamp(sampled(place, c) * gain + bias, 0.0, 1.0);
    y[id * params.channels + c] = (value - params.mean) * params.rstd;
  }
}
