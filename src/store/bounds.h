#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// What every backend bounds and refuses alike.
namespace hb::store {

/// The most rows one call gives: of a list, and of the ledger.
inline constexpr int64_t kListLimit = 500, kLedgerLimit = 4096, kTimesLimit = 40'000;

/// `limit` within [0, kListLimit].
int64_t bounded(int64_t limit);

/// The words of a question, between blanks; each is looked for as it stands. At most 512 bytes and 16 words, else
/// "search.too-long" with the bound that was passed. The words live as long as the question.
Result<std::vector<std::string_view>> words_of(std::string_view question);

/// Whether the text holds, as it stands, one word at least of each list.
bool holds_one_of_each(std::string_view text, const std::vector<std::vector<std::string>>& lists);

/// A relative path of at most 200 letters, digits, "-", "." and "_" between "/", with no ".." in it.
bool safe_path(std::string_view path);

/// The one file that may be written over.
inline constexpr std::string_view kCheckpoint = "checkpoint";

}  // namespace hb::store
