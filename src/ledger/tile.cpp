#include "ledger/tile.h"

#include <fmt/format.h>

#include <charconv>
#include <memory>

namespace hb::ledger {
namespace {

constexpr unsigned kHashesALevel = 8;  // 2^8 hashes a tile
constexpr unsigned kTopLevel = 7;      // 256^8 = 2^64

uint64_t span_of(unsigned level) { return level >= 8 ? 0 : uint64_t{1} << (kHashesALevel * level); }

// Decimal without a sign or leading zeros.
bool number(std::string_view text, uint64_t& out) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

Digest digest_at(std::string_view bytes, uint64_t i) {
  Digest out;
  std::copy_n(bytes.substr(i * 32, 32).begin(), 32, out.begin());
  return out;
}

}  // namespace

std::string tile_path(const TileId& id) {
  std::string n = fmt::format("{:03}", id.index % 1000);
  for (uint64_t rest = id.index / 1000; rest != 0; rest /= 1000) n = fmt::format("x{:03}/", rest % 1000) + n;
  const std::string level = id.entries ? "entries" : std::to_string(id.level);
  const std::string partial = id.width == kTileWidth ? "" : fmt::format(".p/{}", id.width);
  return "tile/" + level + "/" + n + partial;
}

Result<TileId> parse_tile_path(std::string_view path) {
  const auto bad = [] { return fail("tile.malformed"); };
  if (path.size() > 128 || !path.starts_with("tile/")) return bad();
  std::string_view rest = path.substr(5);
  const size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return bad();
  TileId id;
  uint64_t level = 0;
  id.entries = rest.substr(0, slash) == "entries";
  if (!id.entries && (!number(rest.substr(0, slash), level) || level > 63)) return bad();
  id.level = static_cast<unsigned>(level);
  rest = rest.substr(slash + 1);
  if (const size_t p = rest.find(".p/"); p != std::string_view::npos) {
    uint64_t width = 0;
    if (!number(rest.substr(p + 3), width) || width < 1 || width > 255) return bad();
    id.width = static_cast<unsigned>(width);
    rest = rest.substr(0, p);
  }
  for (bool more = true; more;) {
    more = rest.starts_with('x');
    const std::string_view group = rest.substr(more ? 1 : 0, 3);
    if (group.size() != 3 || group.find_first_not_of("0123456789") != std::string_view::npos) return bad();
    if (id.index > (UINT64_MAX - 999) / 1000) return bad();
    id.index =
        id.index * 1000 + static_cast<uint64_t>((group[0] - '0') * 100 + (group[1] - '0') * 10 + (group[2] - '0'));
    rest = rest.substr(more ? 4 : 3);
    if (more && !rest.starts_with('/')) return bad();
    if (more) rest = rest.substr(1);
  }
  if (!rest.empty() || tile_path(id) != path) return bad();
  return id;
}

unsigned tile_width(unsigned level, uint64_t index, uint64_t size) {
  if (level > kTopLevel) return 0;
  const uint64_t hashes = size / span_of(level);
  if (index > hashes / kTileWidth) return 0;
  return static_cast<unsigned>(std::min(kTileWidth, hashes - index * kTileWidth));
}

HashReader hashes_of(const TileReader& read, uint64_t size) {
  return [&read, size](unsigned level, uint64_t index) -> Result<Digest> {
    const unsigned tile_level = level / kHashesALevel;
    const unsigned inside = level % kHashesALevel;
    const uint64_t first = index << inside;
    const uint64_t count = uint64_t{1} << inside;
    const uint64_t tile = first / kTileWidth;
    const unsigned width = tile_width(tile_level, tile, size);
    if (first % kTileWidth + count > width) return fail("ledger.out-of-range");
    const auto bytes = read({tile_level, tile, width, false});
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->size() < width * 32) return fail("tile.short", tile_path({tile_level, tile, width, false}));
    Frontier subtree;  // its leaves are the tile's hashes
    for (uint64_t i = 0; i < count; ++i) subtree.append(digest_at(*bytes, first % kTileWidth + i));
    return subtree.root();
  };
}

Result<std::string> encode_bundle(std::span<const std::string> entries) {
  std::string out;
  for (const auto& entry : entries) {
    if (entry.size() > kEntryLimit) return fail("tile.entry-too-long");
    out += static_cast<char>(entry.size() >> 8);
    out += static_cast<char>(entry.size() & 0xFF);
    out += entry;
  }
  return out;
}

Result<std::vector<std::string>> decode_bundle(std::string_view bytes, size_t count) {
  std::vector<std::string> out;
  while (!bytes.empty()) {
    if (bytes.size() < 2 || out.size() == count) return fail("tile.bundle-damaged");
    const size_t n = static_cast<unsigned char>(bytes[0]) * size_t{256} + static_cast<unsigned char>(bytes[1]);
    if (bytes.size() - 2 < n) return fail("tile.bundle-damaged");
    out.emplace_back(bytes.substr(2, n));
    bytes = bytes.substr(2 + n);
  }
  if (out.size() != count) return fail("tile.bundle-damaged");
  return out;
}

Result<std::vector<TileFile>> grow(uint64_t old_size, std::span<const std::string> entries, const TileReader& read) {
  std::vector<TileFile> out;
  const uint64_t size = old_size + entries.size();

  // Bundles: the one begun before, then whole new ones.
  std::string begun;
  if (const auto width = static_cast<unsigned>(old_size % kTileWidth); width != 0 && !entries.empty()) {
    auto bytes = read({0, old_size / kTileWidth, width, true});
    if (!bytes) return tl::unexpected(bytes.error());
    begun = std::move(*bytes);
  }
  for (uint64_t at = old_size; at < size;) {
    const uint64_t end = std::min(size, (at / kTileWidth + 1) * kTileWidth);
    auto bytes = encode_bundle(entries.subspan(at - old_size, end - at));
    if (!bytes) return tl::unexpected(bytes.error());
    const auto width = static_cast<unsigned>(end - at / kTileWidth * kTileWidth);
    out.push_back({{0, at / kTileWidth, width, true}, begun + *bytes});
    begun.clear();
    at = end;
  }

  std::vector<Digest> fresh;
  for (const auto& entry : entries) fresh.push_back(leaf_hash(entry));
  uint64_t before = old_size;  // hashes at this level in the old log
  for (unsigned level = 0; level <= kTopLevel && !fresh.empty(); ++level) {
    std::string tile;
    if (const auto width = static_cast<unsigned>(before % kTileWidth); width != 0) {
      auto bytes = read({level, before / kTileWidth, width, false});
      if (!bytes) return tl::unexpected(bytes.error());
      if (bytes->size() < width * 32) return fail("tile.short");
      tile = bytes->substr(0, width * 32);
    }
    std::vector<Digest> above;
    for (size_t i = 0; i < fresh.size(); ++i) {
      tile += view(fresh[i]);
      const uint64_t position = before + i;
      const bool full = position % kTileWidth == kTileWidth - 1;
      if (!full && i + 1 < fresh.size()) continue;
      const auto width = static_cast<unsigned>(position % kTileWidth + 1);
      if (full) {
        Frontier subtree;
        for (uint64_t j = 0; j < kTileWidth; ++j) subtree.append(digest_at(tile, j));
        above.push_back(subtree.root());
      }
      out.push_back({{level, position / kTileWidth, width, false}, std::move(tile)});
      tile.clear();
    }
    fresh = std::move(above);
    before /= kTileWidth;
  }
  return out;
}

}  // namespace hb::ledger
