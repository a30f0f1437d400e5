// The longest common subsequence (the plain table of Wagner and Fischer, 1974), twice: over sentences, then over the
// characters of each stretch of sentences that differs. A reader wants to see that a date changed, not which strokes
// two unrelated sentences happen to share: matches of one or two characters between changes are given up.

#include "base/difference.h"

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"

namespace hb {
namespace {

constexpr size_t kMostSteps = 4'000'000, kShortest = 3;

using Parts = std::vector<std::string_view>;

Parts characters(std::string_view text) {
  Parts out;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    next_code_point(text, at);
    out.push_back(text.substr(start, at - start));
  }
  return out;
}

bool ends_sentence(std::string_view character) {
  for (const std::string_view end : {"。", "！", "？", "；", "\n", "!", "?", ";"})
    if (character == end) return true;
  return false;
}

Parts sentences(std::string_view text) {
  Parts out;
  size_t start = 0, at = 0;
  for (const auto character : characters(text)) {
    at += character.size();
    const bool stop = ends_sentence(character) || (character == "." && text.substr(at).starts_with(' '));
    if (!stop) continue;
    out.push_back(text.substr(start, at - start));
    start = at;
  }
  if (start < text.size()) out.push_back(text.substr(start));
  return out;
}

void put(std::vector<Piece>& out, Change change, std::string_view text) {
  if (text.empty()) return;
  if (!out.empty() && out.back().change == change) {
    out.back().text += text;
  } else {
    out.push_back({change, std::string(text)});
  }
}

struct Run {
  size_t a, b, length;  ///< where it begins in both, and how many parts
};

// The runs that both have, in order; none if the table would be too large.
std::vector<Run> common(const Parts& a, const Parts& b) {
  const size_t width = b.size() + 1;
  if ((a.size() + 1) * width > kMostSteps) return {};
  std::vector<uint32_t> longest((a.size() + 1) * width);
  for (size_t i = a.size(); i-- > 0;)
    for (size_t j = b.size(); j-- > 0;)
      longest[i * width + j] = a[i] == b[j] ? longest[(i + 1) * width + j + 1] + 1
                                            : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  std::vector<Run> out;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      if (!out.empty() && out.back().a + out.back().length == i && out.back().b + out.back().length == j) {
        ++out.back().length;
      } else {
        out.push_back({i, j, 1});
      }
      ++i, ++j;
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

std::string_view joined(const Parts& parts, size_t from, size_t to) {
  if (from == to) return {};
  return {parts[from].data(), static_cast<size_t>(parts[to - 1].data() + parts[to - 1].size() - parts[from].data())};
}

// Calls `changed` for each stretch that differs and puts what is the same.
template <class Changed>
void walk(const Parts& a, const Parts& b, const std::vector<Run>& runs, std::vector<Piece>& out, Changed changed) {
  size_t i = 0, j = 0;
  for (const Run& run : runs) {
    changed(joined(a, i, run.a), joined(b, j, run.b));
    put(out, Change::same, joined(a, run.a, run.a + run.length));
    i = run.a + run.length, j = run.b + run.length;
  }
  changed(joined(a, i, a.size()), joined(b, j, b.size()));
}

}  // namespace

std::string_view name_of(Change change) {
  switch (change) {
    case Change::same:
      return "same";
    case Change::removed:
      return "removed";
    case Change::added:
      return "added";
  }
  return {};
}

std::vector<Piece> difference(std::string_view before, std::string_view after) {
  std::vector<Piece> out;
  const auto replaced = [&](std::string_view old, std::string_view anew) {
    put(out, Change::removed, old);
    put(out, Change::added, anew);
  };
  const auto inside = [&](std::string_view old, std::string_view anew) {
    const Parts a = characters(old), b = characters(anew);
    auto runs = common(a, b);
    std::erase_if(runs, [&](const Run& run) {
      const bool at_an_end =
          (run.a == 0 && run.b == 0) || (run.a + run.length == a.size() && run.b + run.length == b.size());
      return run.length < kShortest && !at_an_end;
    });
    walk(a, b, runs, out, replaced);
  };
  const Parts a = sentences(before), b = sentences(after);
  walk(a, b, common(a, b), out, inside);
  return out;
}

}  // namespace hb
