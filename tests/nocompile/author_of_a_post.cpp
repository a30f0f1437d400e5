// expect: no member named .author.
#include "desk/ports.h"

// The desk keeps what was said, and has no place for who said it.
const std::string& said(const hb::desk::Post& post) { return post.text; }

#ifdef WRONG
const std::string& misuse(const hb::desk::Post& post) { return post.author; }
#endif
