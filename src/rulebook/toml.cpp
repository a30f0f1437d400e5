#define TOML_IMPLEMENTATION
#include "rulebook/toml.h"
