// The parser of toml++ 3.3 asserts, and under NDEBUG lets the compiler assume, that a table header begins with a key:
// "[@]" would end the program. The lines behind the assertion report it as the syntax error it is, so it is off.
#undef NDEBUG
#define TOML_ASSERT(expr) static_cast<void>(0)
#define TOML_IMPLEMENTATION
#include "rulebook/toml.h"
