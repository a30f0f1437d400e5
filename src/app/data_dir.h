#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "base/result.h"

/// What every verb that touches records says about its data directory.
namespace hb::app {

/// Adds `--data DIR`, by default $HEARBACK_DATA, else ./data.
void add_data(CLI::App& verb, std::string& dir);

/// A directory is made for one kind of desk and stays it: DIR/kind says which. Call it with the directory's lock held.
/// Errors: "house.kind" (detail: what it is).
Result<void> mark_kind(const std::string& dir, bool demo);

/// Why the record in `dir` cannot be used: a sentence for the person who called the verb.
std::string why_not(const std::string& dir, const Error& error);

}  // namespace hb::app
