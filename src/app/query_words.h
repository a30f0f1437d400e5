#pragma once
#include <string>

#include "text/query.h"

namespace hb::app {

enum class Language { zh, en };

/// How a query is read, in one sentence: 含“食堂”，并且（含“呕吐”或含“腹泻”）.
std::string in_words(const text::QueryNode& query, Language language);

/// What was expected where a query is wrong.
std::string in_words(text::Expected expected, Language language);

}  // namespace hb::app
