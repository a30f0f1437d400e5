#pragma once
#include <string>

#include "base/language.h"
#include "text/query.h"

namespace hb::text {

/// How a query is read, in one sentence: 含“食堂”，并且（含“呕吐”或含“腹泻”）.
std::string in_words(const QueryNode& query, Language language);

/// What was expected where a query is wrong.
std::string in_words(Expected expected, Language language);

}  // namespace hb::text
