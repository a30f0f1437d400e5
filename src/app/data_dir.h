#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "base/result.h"

/// What every verb that touches records says about its data directory.
namespace hb::app {

/// Adds `--data DIR`, by default $HEARBACK_DATA, else ./data.
void add_data(CLI::App& verb, std::string& dir);

/// Why the record in `dir` cannot be used: a sentence for the person who called the verb.
std::string why_not(const std::string& dir, const Error& error);

}  // namespace hb::app
