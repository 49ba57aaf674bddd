// cells = mean gradient magnitudes by direction. Twin of shaders/hog_cells.wgsl.
//
// A task is a row of cells of one image. Its pixels and those above and below are parted into channels; then each row
// of pixels adds its magnitudes to one row of sums for each bin, and the sums' columns are added up to cells.
#include "params/hog_cells.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/simd.h"
#include "lib/sizes.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

// Rows of one channel with a column at both ends, such that differences at the image's edges are 0.
struct Plane {
  float* values;
  size_t stride;

  float* row(size_t i) const { return values + i * stride + 1; }
};

// A channel of a row of the image.
void take_channel(const float* x, size_t width, size_t channels, bool root, float* to) {
  if (channels == 1) {
    std::memcpy(to, x, width * sizeof(float));
  } else {
    for (size_t i = 0; i < width; ++i) to[i] = x[i * channels];
  }
  if (root) {
    for (size_t i = 0; i < width; ++i) to[i] = __builtin_sqrtf(to[i]);
  }
  const size_t second = width > 1 ? 1 : 0;
  to[-1] = to[second];
  to[width] = to[width - 1 - second];
}

// sums[o] += the magnitudes of direction o, for the kLanes columns at `at`. up and down are the same row at the edges.
inline void add_directions(const Plane* planes, size_t channels, size_t up, size_t row, size_t down, size_t at,
                           const float* ends, size_t orientations, float* sums, size_t stride) {
  vf across{}, along{}, square = splat(-1.0f);
  for (size_t c = 0; c < channels; ++c) {
    const float* line = planes[c].row(row) + at;
    const vf dx = load(line + 1) - load(line - 1);
    const vf dy = load(planes[c].row(down) + at) - load(planes[c].row(up) + at);
    const vf own = dx * dx + dy * dy;
    const vi larger = (own > square) | (own != own);
    // Of several NaN the last, once NaN it stays.
    const vi take = larger & (square == square);
    across = select(take, dx, across);
    along = select(take, dy, along);
    square = select(take, own, square);
  }
  const vf magnitude = sqrt(square);
  const vi below = (along < 0.0f) | ((along == 0.0f) & (across < 0.0f));
  const vi sign = below & INT32_MIN;
  across = (vf)((vi)across ^ sign);
  along = (vf)((vi)along ^ sign);
  // Where the direction is at bin o's lower end or beyond.
  vi here = splat(0.0f) == 0.0f;
  for (size_t o = 0; o < orientations; ++o) {
    vi beyond{};
    if (o + 1 < orientations) beyond = here & (splat(ends[2 * o + 2]) * along >= splat(ends[2 * o + 3]) * across);
    float* to = sums + o * stride + at;
    store(to, load(to) + (vf)((vi)magnitude & here & ~beyond));
    here = beyond;
  }
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(hog_cells, k, pool) {
  const size_t rows = k.height / k.cell_height, columns = k.width / k.cell_width, channels = k.channels;
  const size_t used = ceil_div(columns * k.cell_width, kLanes) * kLanes;
  // A vector may begin in the last used column.
  const size_t stride = 2 + (used > k.width ? used : k.width) + kLanes;
  const size_t lines = k.cell_height + 2;
  const size_t plane_floats = stride * lines;
  const float share = 1.0f / static_cast<float>(k.cell_height * k.cell_width);
  const size_t task_pixels = size_t{k.cell_height} * k.width * channels;
  pool.parallel_ranges(k.batch * rows, 1 + 16384 / task_pixels, [&](size_t begin, size_t end) {
    const size_t plane_list = ceil_div(channels * sizeof(Plane), sizeof(float));
    float* memory = workspace(Slot::task, plane_list + channels * plane_floats + k.orientations * used);
    Plane* planes = reinterpret_cast<Plane*>(memory);
    for (size_t c = 0; c < channels; ++c) planes[c] = {memory + plane_list + c * plane_floats, stride};
    float* sums = memory + plane_list + channels * plane_floats;
    // What is behind a row's end is computed with, and left out.
    std::memset(memory + plane_list, 0, channels * plane_floats * sizeof(float));
    for (size_t task = begin; task < end; ++task) {
      const size_t top = task % rows * k.cell_height;
      const float* image = k.x + task / rows * k.height * k.width * channels;
      // Row `first` of the image is row 0 of the planes.
      const size_t first = top > 0 ? top - 1 : 0;
      const size_t last = smaller(top + k.cell_height, k.height - 1);
      for (size_t row = first; row <= last; ++row) {
        for (size_t c = 0; c < channels; ++c) {
          take_channel(image + row * k.width * channels + c, k.width, channels, k.square_root != 0,
                       planes[c].row(row - first));
        }
      }
      std::memset(sums, 0, k.orientations * used * sizeof(float));
      for (size_t row = top; row < top + k.cell_height; ++row) {
        const bool inside = row > 0 && row + 1 < k.height;
        const size_t here = row - first;
        for (size_t at = 0; at < used; at += kLanes) {
          add_directions(planes, channels, inside ? here - 1 : here, here, inside ? here + 1 : here, at, k.ends,
                         k.orientations, sums, used);
        }
      }
      float* to = k.cells + task * columns * k.orientations;
      for (size_t o = 0; o < k.orientations; ++o) {
        const float* line = sums + o * used;
        for (size_t cell = 0; cell < columns; ++cell) {
          float total = 0.0f;
          for (size_t i = 0; i < k.cell_width; ++i) total += line[cell * k.cell_width + i];
          to[cell * k.orientations + o] = total * share;
        }
      }
    }
  });
}
