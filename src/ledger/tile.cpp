#include "ledger/tile.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace hb::ledger {
namespace {

constexpr unsigned kHashesALevel = 8;  // 2^8 hashes a tile
constexpr unsigned kTopLevel = 7;      // 256^8 = 2^64
constexpr size_t kHashSize = 32;

// How many leaves one hash of the level covers (level 0..7).
uint64_t span_of(unsigned level) { return uint64_t{1} << (kHashesALevel * level); }

// Decimal without a sign or leading zeros.
bool number(std::string_view text, uint64_t& out) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

// The root of the full subtree over hashes [first, first + count) of a tile.
Digest subtree_root(std::string_view tile, uint64_t first, uint64_t count) {
  Frontier subtree;
  for (uint64_t i = first; i < first + count; ++i) {
    Digest hash;
    std::copy_n(tile.begin() + static_cast<ptrdiff_t>(i * kHashSize), kHashSize, hash.begin());
    subtree.append(hash);
  }
  return subtree.root();
}

// Exactly the hashes asked for.
Result<std::string> read_hashes(const TileReader& read, const TileId& id) {
  auto bytes = read(id);
  if (!bytes) return bytes;
  if (bytes->size() < id.width * kHashSize) return fail("tile.short", tile_path(id));
  bytes->resize(id.width * kHashSize);
  return bytes;
}

// The next entry of a bundle; nothing if it is cut off.
std::optional<std::string_view> take_entry(std::string_view& bundle) {
  if (bundle.size() < 2) return std::nullopt;
  const size_t n = static_cast<unsigned char>(bundle[0]) * size_t{256} + static_cast<unsigned char>(bundle[1]);
  if (bundle.size() - 2 < n) return std::nullopt;
  const auto entry = bundle.substr(2, n);
  bundle.remove_prefix(2 + n);
  return entry;
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
  auto tiles = std::make_shared<std::map<std::pair<unsigned, uint64_t>, std::string>>();
  return [&read, size, tiles](unsigned level, uint64_t index) -> Result<Digest> {
    const unsigned tile_level = level / kHashesALevel;
    const unsigned inside = level % kHashesALevel;
    const uint64_t first = index << inside;
    const uint64_t count = uint64_t{1} << inside;
    const uint64_t tile = first / kTileWidth;
    const unsigned width = tile_width(tile_level, tile, size);
    if (first % kTileWidth + count > width) return fail("ledger.out-of-range");
    auto at = tiles->find({tile_level, tile});
    if (at == tiles->end()) {
      auto bytes = read_hashes(read, {tile_level, tile, width, false});
      if (!bytes) return tl::unexpected(bytes.error());
      at = tiles->emplace(std::pair{tile_level, tile}, std::move(*bytes)).first;
    }
    return subtree_root(at->second, first % kTileWidth, count);
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
  out.reserve(std::min<size_t>(count, kTileWidth));
  while (out.size() < count) {
    const auto entry = take_entry(bytes);
    if (!entry) return fail("tile.bundle-damaged");
    out.emplace_back(*entry);
  }
  if (!bytes.empty()) return fail("tile.bundle-damaged");
  return out;
}

Result<TileBuilder> TileBuilder::resume(uint64_t size, const TileReader& read) {
  TileBuilder out;
  out.size_ = size;
  for (unsigned level = 0; level <= kTopLevel && size >= span_of(level); ++level) {
    const uint64_t index = size / span_of(level) / kTileWidth;
    const unsigned width = tile_width(level, index, size);
    auto bytes = width == 0 ? Result<std::string>("") : read_hashes(read, {level, index, width, false});
    if (!bytes) return tl::unexpected(bytes.error());
    out.levels_.push_back(std::move(*bytes));
  }
  return out;
}

void TileBuilder::append(const Digest& leaf, const Sink& full) {
  Digest hash = leaf;
  for (unsigned level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    std::string& tile = levels_[level];
    tile += view(hash);
    if (tile.size() < kTileWidth * kHashSize) break;
    full({level, size_ / span_of(level) / kTileWidth, kTileWidth, false}, tile);
    hash = subtree_root(tile, 0, kTileWidth);
    tile.clear();
  }
  ++size_;
}

void TileBuilder::partial(const Sink& each) const {
  for (unsigned level = 0; level < levels_.size(); ++level) {
    const auto width = static_cast<unsigned>(levels_[level].size() / kHashSize);
    if (width != 0) each({level, size_ / span_of(level) / kTileWidth, width, false}, levels_[level]);
  }
}

// The full subtrees that make up a size all begin in partial tiles.
Digest TileBuilder::root() const {
  const TileReader own = [this](const TileId& id) -> Result<std::string> { return levels_[id.level]; };
  return tree_root(size_, hashes_of(own, size_)).value();
}

Result<std::vector<TileFile>> grow(uint64_t old_size, std::span<const std::string> entries, const TileReader& read) {
  std::vector<TileFile> out;
  const uint64_t size = old_size + entries.size();

  std::string begun;  // the bundle that the old size left unfinished
  if (const auto width = static_cast<unsigned>(old_size % kTileWidth); width != 0 && !entries.empty()) {
    auto bytes = read({0, old_size / kTileWidth, width, true});
    if (!bytes) return tl::unexpected(bytes.error());
    std::string_view rest = *bytes;
    for (unsigned i = 0; i < width; ++i)
      if (!take_entry(rest)) return fail("tile.bundle-damaged");
    begun = bytes->substr(0, bytes->size() - rest.size());
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

  auto builder = TileBuilder::resume(old_size, read);
  if (!builder) return tl::unexpected(builder.error());
  const auto write = [&](const TileId& id, std::string_view bytes) { out.push_back({id, std::string(bytes)}); };
  for (const auto& entry : entries) builder->append(leaf_hash(entry), write);
  builder->partial([&](const TileId& id, std::string_view bytes) {
    if (tile_width(id.level, id.index, old_size) != id.width) write(id, bytes);
  });
  return out;
}

}  // namespace hb::ledger
