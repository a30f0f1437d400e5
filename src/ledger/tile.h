#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ledger/tree.h"

/// Tiles of the log as outsiders fetch them (tlog-tiles): 256 hashes each, and bundles of the entries themselves.
namespace hb::ledger {

inline constexpr uint64_t kTileWidth = 256;
inline constexpr size_t kEntryLimit = 65535;  ///< bytes of one entry

/// Names one tile: `level` 0..63, or the entry bundle beside level 0. `width` 1..256; 256 is a full tile.
struct TileId {
  unsigned level = 0;
  uint64_t index = 0;
  unsigned width = 256;
  bool entries = false;

  friend bool operator==(const TileId&, const TileId&) = default;
};

/// "tile/0/x001/x234/067.p/12", "tile/entries/000".
std::string tile_path(const TileId& id);
/// Strict: any other spelling of the same tile is refused. Errors: "tile.malformed".
Result<TileId> parse_tile_path(std::string_view path);

/// How wide tile `index` of `level` is in a log of `size` entries; 0 if it is not there.
unsigned tile_width(unsigned level, uint64_t index, uint64_t size);

/// Reads a tile's bytes; a reader may give more than the width asked for.
using TileReader = std::function<Result<std::string>(const TileId&)>;

/// Hashes of full subtrees of a log of `size`, from its tiles. It reads a tile once and keeps it, so make one for each
/// proof: that reads at most two tiles a level. `read` outlives it. Not for several threads.
/// Errors: the reader's, "ledger.out-of-range", "tile.short".
HashReader hashes_of(const TileReader& read, uint64_t size);

/// Entries one behind the other, each with its length in two bytes, big end first. Errors: "tile.entry-too-long".
Result<std::string> encode_bundle(std::span<const std::string> entries);
/// Errors: "tile.bundle-damaged" unless exactly `count` entries fill the bytes.
Result<std::vector<std::string>> decode_bundle(std::string_view bytes, size_t count);

struct TileFile {
  TileId id;
  std::string bytes;
};

/// The hash tiles of a log as its leaves come in, for who writes them and for who compares them. Of each level it holds
/// the one tile that is not yet full; every hash is computed once.
class TileBuilder {
 public:
  /// Gets a tile; the bytes live as long as the call.
  using Sink = std::function<void(const TileId& id, std::string_view bytes)>;

  TileBuilder() = default;
  /// Goes on from a log of `size` entries, whose partial tiles it reads. Errors: the reader's, "tile.short".
  static Result<TileBuilder> resume(uint64_t size, const TileReader& read);

  /// `full` gets the tiles that this leaf completes, level by level upward.
  void append(const Digest& leaf, const Sink& full);
  /// The partial tiles of the present size, level by level upward.
  void partial(const Sink& each) const;
  uint64_t size() const { return size_; }
  Digest root() const;

 private:
  uint64_t size_ = 0;
  std::vector<std::string> levels_;  // the hashes of the tile that is not yet full
};

/// The tiles and bundles that a log grown from `old_size` by `entries` must write: bundles first, no hash tile before
/// those below it. Reads the partial tiles and the partial bundle of the old size. Errors: the reader's, "tile.*".
Result<std::vector<TileFile>> grow(uint64_t old_size, std::span<const std::string> entries, const TileReader& read);

}  // namespace hb::ledger
