#pragma once
// toml++ without exceptions, compiled once in toml.cpp. Included by the .cpp files of this room only.
#define TOML_HEADER_ONLY 0
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>
