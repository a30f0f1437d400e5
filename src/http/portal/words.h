#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hb::http {

/// What stands for {name} in a sentence: plain text, escaped where it is put in.
using Values = std::vector<std::pair<std::string_view, std::string>>;

/// The portal's sentences in one language, as words.zh and words.en hold them: `key = text`, one a line; empty lines
/// and lines that begin with # are skipped; blanks at the ends count only inside "…". In a text, {name} is filled in,
/// [label](/path) is a link, `…` is code; everything else is plain text. Immutable; any thread.
class Words {
 public:
  /// Errors: "words.malformed", "words.twice" (line number and key).
  static Result<Words> parse(std::string_view bytes);

  /// The sentence as HTML. A key that is not there comes out as ⟨key⟩.
  std::string html(std::string_view key, const Values& values = {}) const;
  /// The sentence as plain text, not escaped, for titles and attributes; without links and code.
  std::string text(std::string_view key, const Values& values = {}) const;
  /// A whole text page: the keys below "prefix." in their order, each a heading (last part of the key "h"), a
  /// paragraph ("p"), a list item ("li") or a command ("pre").
  std::string block(std::string_view prefix, const Values& values = {}) const;

  bool has(std::string_view key) const { return texts_.contains(key); }
  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace hb::http
