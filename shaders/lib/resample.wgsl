// What an image at another size reads, along one axis of `size` pixels and `out` outputs. Positions are fractions of
// whole numbers. Twin of native/lib/resample.h.

const NEAREST = 0u;
const BILINEAR = 1u;
const BILINEAR_ALIGNED = 2u;
const AREA = 3u;

// Pixels [begin, end), with the weight of the first one and of each other.
struct Source {
  begin: u32,
  end: u32,
  first: f32,
  others: f32,
}

// What output `o` reads.
fn source_of(size: u32, out: u32, mode: u32, o: u32) -> Source {
  if (mode == NEAREST) {
    return Source(o * size / out, o * size / out + 1u, 1.0, 0.0);
  }
  if (mode == AREA) {
    let begin = o * size / out;
    let end = ((o + 1u) * size + out - 1u) / out;
    return Source(begin, end, 1.0 / f32(end - begin), 1.0 / f32(end - begin));
  }
  // The position is over / under.
  var over = max((2u * o + 1u) * size, out) - out;
  var under = 2u * out;
  if (mode == BILINEAR_ALIGNED) {
    over = o * (size - 1u);
    under = max(out, 2u) - 1u;
  }
  let low = over / under;
  if (low + 1u >= size) {
    return Source(size - 1u, size, 1.0, 0.0);
  }
  let rest = f32(over - low * under) / f32(under);
  return Source(low, low + 2u, 1.0 - rest, rest);
}

// Outputs [x, y) that may read the pixel `at`: all that do are among them.
fn readers_of(size: u32, out: u32, mode: u32, at: u32) -> vec2u {
  if (mode == NEAREST) {
    return vec2u((at * out + size - 1u) / size, ((at + 1u) * out + size - 1u) / size);
  }
  if (mode == AREA) {
    return vec2u(at * out / size, ((at + 1u) * out + size - 1u) / size);
  }
  // Those whose positions are within 1 of the pixel's; at the ends also those beyond it.
  var begin = 0u;
  var end = out;
  if (at > 0u) {
    let half = (max((2u * at - 1u) * out / size, 1u) - 1u) / 2u;
    begin = select(half, (at - 1u) * (out - 1u) / max(size - 1u, 1u), mode == BILINEAR_ALIGNED);
  }
  if (at + 1u < size) {
    let half = ((2u * at + 3u) * out / size + 1u) / 2u;
    end = min(out, select(half, (at + 1u) * (out - 1u) / (size - 1u) + 1u, mode == BILINEAR_ALIGNED));
  }
  return vec2u(begin, end);
}

// With what weight a source counts the pixel `at`.
fn weight_of(source: Source, at: u32) -> f32 {
  return select(0.0, select(source.others, source.first, at == source.begin), at >= source.begin && at < source.end);
}
