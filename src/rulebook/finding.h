#pragma once
#include <string>
#include <vector>

namespace hb::rulebook {

/// One thing that is wrong in a rulebook or in a file it names.
struct Finding {
  std::string file;      ///< as it was named
  int line = 1;          ///< from 1
  std::string key;       ///< dotted, without indexes: "clock.due.working"; "" for the file itself
  std::string expected;  ///< in words
  std::string found;     ///< the value as written, or "nothing"
  std::string nearest;   ///< the known name it most likely means, or ""

  friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

/// "rules.toml:12: clock.due.wroking: expected a known key, found \"wroking\" (nearest: \"working\")"
std::string to_text(const Finding& finding);

}  // namespace hb::rulebook
