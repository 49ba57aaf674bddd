// The `keep` best of numbered scores: a heap with the worst at its root. Greater scores are better, of equal ones the
// smaller number.
#pragma once
#include <cstddef>
#include <cstdint>

namespace skein::SKEIN_SIMD {

struct Heap {
  float* score;
  uint32_t* index;
  size_t keep;

  static bool better(float score_a, uint32_t index_a, float score_b, uint32_t index_b) {
    return score_a > score_b || (score_a == score_b && index_a < index_b);
  }

  void begin() const {
    for (size_t i = 0; i < keep; ++i) {
      score[i] = -__builtin_inff();
      index[i] = UINT32_MAX;
    }
  }

  void offer(float new_score, uint32_t new_index) const {
    if (better(new_score, new_index, score[0], index[0])) sift(keep, new_score, new_index);
  }

  // The best first.
  void sort() const {
    for (size_t count = keep - 1; count > 0; --count) {
      const float last_score = score[count];
      const uint32_t last_index = index[count];
      score[count] = score[0];
      index[count] = index[0];
      sift(count, last_score, last_index);
    }
  }

 private:
  // Puts an entry in the root's place and restores the order of the first `count` entries.
  void sift(size_t count, float new_score, uint32_t new_index) const {
    size_t at = 0;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && better(score[child], index[child], score[child + 1], index[child + 1])) ++child;
      if (better(score[child], index[child], new_score, new_index)) break;
      score[at] = score[child];
      index[at] = index[child];
      at = child;
    }
    score[at] = new_score;
    index[at] = new_index;
  }
};

}  // namespace skein::SKEIN_SIMD
