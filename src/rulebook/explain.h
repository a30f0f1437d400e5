#pragma once
#include <string>

#include "base/language.h"
#include "rulebook/rulebook.h"

namespace hb::rulebook {

/// The rulebook as a page of plain text for people who do not read TOML: who is who, which promises hold, when an issue
/// is graver, who takes what.
std::string in_words(const Rulebook& rulebook, Language language);

}  // namespace hb::rulebook
