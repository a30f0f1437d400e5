#pragma once
#include <string>
#include <string_view>

namespace hb::app {

/// Writes a file beside its place, syncs it and renames it: whatever happens, the old one or the new one is there.
bool write_whole(const std::string& path, std::string_view bytes);

}  // namespace hb::app
