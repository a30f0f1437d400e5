// Order of a publication: rows are durable before anything here runs; then tiles and bundles, each written once and
// never changed; then the new root is checked to extend the last signed one; then it is signed and the state is
// committed by compare-and-swap; only then does the checkpoint file, which is all that outsiders look at first, move.
// Cut off anywhere, the next run does the rest: tiles come out byte for byte the same, and Ed25519 signs the same text
// the same way.

#include "desk/log.h"

#include <algorithm>

namespace hb::desk {
namespace {

constexpr int64_t kRowsAtOnce = 4096;

Digest digest_of(std::string_view bytes) {
  Digest out{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), out.size()), out.begin());
  return out;
}

}  // namespace

ledger::TileReader tiles_of(Files& files) {
  return [&files](const ledger::TileId& id) -> Result<std::string> {
    auto bytes = files.read(ledger::tile_path(id));
    if (!bytes) return tl::unexpected(bytes.error());
    if (!*bytes) return fail("ledger.tile-missing", ledger::tile_path(id));
    return **bytes;
  };
}

Result<void> Log::publish(const LedgerState& state) { return files_.write("checkpoint", state.checkpoint); }

Result<void> Log::open() {
  const auto state = store_.ledger_state();
  if (!state) return tl::unexpected(state.error());
  const auto rows = store_.ledger_size();
  if (!rows) return tl::unexpected(rows.error());
  if (state->size > *rows) return fail("ledger.fork", "the record is shorter than what was signed");
  ledger::Frontier tree;
  for (int64_t at = 0; at < state->size; at += kRowsAtOnce) {
    const auto part = store_.ledger_rows(at, std::min(at + kRowsAtOnce, state->size));
    if (!part) return tl::unexpected(part.error());
    for (const auto& row : *part) tree.append(ledger::leaf_hash(row.leaf));
  }
  if (state->size > 0 && view(tree.root()) != state->root)
    return fail("ledger.fork", "the record does not lead to the root that was signed");
  const auto file = files_.read("checkpoint");
  if (!file) return tl::unexpected(file.error());
  if (*file && **file != state->checkpoint) {
    const auto note = ledger::parse_note(**file);
    const auto shown = note ? ledger::parse_checkpoint(note->text) : tl::unexpected(note.error());
    if (!shown) return fail("ledger.fork", "the published checkpoint is damaged");
    const bool same = state->checkpoint.starts_with(note->text + "\n");  // with other cosignatures
    if (!same && static_cast<int64_t>(shown->size) >= state->size)
      return fail("ledger.fork", "the published checkpoint is ahead of the record: an old backup was put back");
  }
  if (state->size > 0 && (!*file || **file != state->checkpoint))
    if (auto ok = publish(*state); !ok) return ok;
  open_ = true;
  return {};
}

Result<bool> Log::sequence() {
  if (!open_) return fail("ledger.not-open");
  const auto before = store_.ledger_state();
  if (!before) return tl::unexpected(before.error());
  const auto rows = store_.ledger_size();
  if (!rows) return tl::unexpected(rows.error());
  if (*rows == before->size) return false;

  const auto from = static_cast<uint64_t>(before->size);
  const auto to = std::min(*rows, before->size + kRowsAtOnce);
  const auto fresh = store_.ledger_rows(before->size, to);
  if (!fresh) return tl::unexpected(fresh.error());
  std::vector<std::string> leaves;
  leaves.reserve(fresh->size());
  for (const auto& row : *fresh) leaves.push_back(row.leaf);
  const auto read = tiles_of(files_);
  const auto tiles = ledger::grow(from, leaves, read);
  if (!tiles) return tl::unexpected(tiles.error());
  for (const auto& tile : *tiles)
    if (auto ok = files_.write(ledger::tile_path(tile.id), tile.bytes); !ok) return tl::unexpected(ok.error());

  // The root over the new size, from the tiles just written; then the old root must be a prefix of it.
  const auto size = static_cast<uint64_t>(to);
  const auto hashes = ledger::hashes_of(read, size);
  const auto root = ledger::tree_root(size, hashes);
  if (!root) return tl::unexpected(root.error());
  if (from > 0) {
    const auto path = ledger::consistency_proof(from, size, hashes);
    if (!path) return tl::unexpected(path.error());
    if (!ledger::verify_consistency(from, size, digest_of(before->root), *root, *path))
      return fail("ledger.fork", "the tiles do not extend what was signed");
  }
  Changes changes;
  changes.ledger_before = *before;
  changes.ledger_state = LedgerState{to, std::string(view(*root)),
                                     signer_.sign(ledger::format_checkpoint({signer_.key().name, size, *root})),
                                     before->witnessed, before->witnessed_size};
  const std::lock_guard hold(publishing_);
  if (const auto done = store_.commit(changes); !done) return tl::unexpected(done.error());
  if (auto ok = publish(*changes.ledger_state); !ok) return tl::unexpected(ok.error());
  return true;
}

Result<bool> Log::cosign(const LedgerState& seen, std::string_view line, bool enough,
                         std::vector<std::pair<std::string, std::string>> settings) {
  Changes changes;
  changes.settings = std::move(settings);
  const std::lock_guard hold(publishing_);
  auto state = store_.ledger_state();
  if (!state) return tl::unexpected(state.error());
  const bool stands = state->size == seen.size && state->root == seen.root;
  if (stands) {
    changes.ledger_before = *state;
    state->checkpoint += line;
    if (enough) {
      state->witnessed = state->checkpoint;
      state->witnessed_size = state->size;
    }
    changes.ledger_state = *state;
  }
  if (const auto done = store_.commit(changes); !done) return tl::unexpected(done.error());
  if (!stands) return false;
  if (auto ok = publish(*state); !ok) return tl::unexpected(ok.error());
  return true;
}

Result<ledger::Proof> Log::proof(int64_t index) {
  const auto rows = store_.ledger_rows(index, index + 1);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return fail("ledger.not-yet", std::to_string(index));
  return proof(rows->front());
}

Result<ledger::Proof> Log::proof(const LedgerRow& row) {
  const int64_t index = row.index;
  const auto state = store_.ledger_state();
  if (!state) return tl::unexpected(state.error());
  if (index < 0 || index >= state->size) return fail("ledger.not-yet", std::to_string(index));
  const bool witnessed = index < state->witnessed_size;
  const auto read = tiles_of(files_);
  const auto size = static_cast<uint64_t>(witnessed ? state->witnessed_size : state->size);
  const auto hashes = ledger::hashes_of(read, size);
  auto path = ledger::inclusion_proof(static_cast<uint64_t>(index), size, hashes);
  if (!path) return tl::unexpected(path.error());
  ledger::Proof out{.extra = {},
                    .index = static_cast<uint64_t>(index),
                    .path = std::move(*path),
                    .checkpoint = witnessed ? state->witnessed : state->checkpoint};
  if (row.shown && !row.salt.empty()) out.extra = row.salt;
  return out;
}

}  // namespace hb::desk
