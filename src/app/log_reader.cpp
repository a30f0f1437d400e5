#include "app/log_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/entry.h"
#include "ledger/tile.h"

namespace hb::app {
namespace {

using ledger::kTileWidth;
using ledger::TileId;

// A tile or bundle as it was served: as wide as the size asks for, or the full one that replaced it since.
struct Served {
  std::string bytes;
  unsigned width;
};
Result<Served> read_tile(const LogFiles& files, TileId id) {
  auto bytes = files(ledger::tile_path(id));
  if (!bytes && bytes.error().code != "log.unreadable" && id.width != kTileWidth) {
    id.width = kTileWidth;
    if (auto full = files(ledger::tile_path(id))) bytes = std::move(full);
  }
  if (!bytes) return tl::unexpected(bytes.error());
  return Served{std::move(*bytes), id.width};
}

TileId bundle_at(uint64_t index, uint64_t size) { return {0, index, ledger::tile_width(0, index, size), true}; }

// The entries of a bundle. Errors: the reader's, "tile.bundle-damaged".
Result<std::vector<std::string>> read_bundle(const LogFiles& files, const TileId& id) {
  const auto served = read_tile(files, id);
  if (!served) return tl::unexpected(served.error());
  auto entries = ledger::decode_bundle(served->bytes, served->width);
  if (entries) entries->resize(id.width);
  return entries;
}

class Verifier {
 public:
  Verifier(const LogFiles& files, const VerifyOptions& options) : files_(files), options_(options) {}

  Result<Verified> run() {
    auto text = files_("checkpoint");
    if (!text) return fail("log.unreadable", text.error().detail);
    out_.note = std::move(*text);
    if (auto ok = check_note(); !ok) return tl::unexpected(ok.error());
    if (!out_.ok()) return std::move(out_);  // nothing below was vouched for by anyone
    if (options_.known) check_known();
    rebuild();
    if (unreadable_) return tl::unexpected(*unreadable_);
    return std::move(out_);
  }

 private:
  void problem(std::string what, std::optional<uint64_t> entry = {}) {
    if (out_.problems.size() < kProblemLimit) out_.problems.push_back({entry, std::move(what)});
  }

  // A file could not be had: missing is the log's fault, anything else means that we cannot tell.
  void lost(const Error& error, const std::string& path) {
    if (error.code == "log.missing" || error.code == "log.gone")
      problem(path + " is missing");
    else if (error.code == "log.unreadable")
      unreadable_ = error;
    else
      problem(path + " is damaged");
  }

  Result<std::vector<ledger::VerifierKey>> keys() const {
    if (!options_.keys.empty()) return options_.keys;
    auto line = files_("vkey");
    if (!line) return fail("log.unreadable", "no key was given, and the log shows none at " + line.error().detail);
    if (line->ends_with('\n')) line->pop_back();
    const auto key = ledger::parse_vkey(*line);
    if (!key) return fail("log.unreadable", "the log's own key is not a verifier key");
    return std::vector{*key};
  }

  Result<void> check_note() {
    const auto note = ledger::parse_note(out_.note);
    const auto checkpoint = note ? ledger::parse_checkpoint(note->text) : tl::unexpected(note.error());
    if (!checkpoint) {
      problem("the checkpoint is malformed: " + checkpoint.error().detail);
      return {};
    }
    out_.checkpoint = *checkpoint;
    const auto keys = this->keys();
    if (!keys) return tl::unexpected(keys.error());
    bool is_signed = false;
    for (const auto& key : *keys) {
      const auto ok = ledger::signed_by(*note, key);
      if (!ok) problem("the signature of " + key.name + " is wrong");
      is_signed = is_signed || (ok.value_or(false) && key.name == checkpoint->origin);
    }
    if (!is_signed) problem("the log " + checkpoint->origin + " has not signed with a key that is trusted here");
    const auto quorum = ledger::witnessed(*note, options_.policy);
    if (!quorum)
      problem("the cosignature of " + quorum.error().detail + " is wrong");
    else if (!*quorum)
      problem("not as many witnesses have signed as the policy asks for");
    return {};
  }

  void check_known() {
    const auto& known = *options_.known;
    if (known.origin != out_.checkpoint.origin)
      problem("the log seen before was another one: " + known.origin);
    else if (known.size > out_.checkpoint.size)
      problem(fmt::format("the log went back: {} entries were seen before, now {}", known.size, out_.checkpoint.size));
  }

  void rebuild() {
    const uint64_t size = out_.checkpoint.size;
    const ledger::TileBuilder::Sink compare = [this](const TileId& id, std::string_view mine) {
      this->compare(id, mine);
    };
    ledger::TileBuilder tree;
    while (tree.size() < size) {
      const TileId id = bundle_at(tree.size() / kTileWidth, size);
      const auto entries = read_bundle(files_, id);
      if (!entries) return lost(entries.error(), ledger::tile_path(id));
      for (const auto& entry : *entries) {
        if (options_.entry == tree.size()) check_body(entry);
        tree.append(ledger::leaf_hash(entry), compare);
        if (options_.known && tree.size() == options_.known->size && tree.root() != options_.known->root)
          problem(fmt::format("the log was rewritten: its first {} entries are not those seen before", tree.size()));
        if (unreadable_) return;
      }
      if (options_.progress) options_.progress(tree.size(), size);
    }
    tree.partial(compare);
    if (tree.root() != out_.checkpoint.root) problem("the entries do not lead to the root that was signed");
    if (options_.entry && *options_.entry >= size) problem("there is no such entry", options_.entry);
  }

  void compare(const TileId& id, std::string_view mine) {
    if (unreadable_) return;
    const std::string path = ledger::tile_path(id);
    const auto served = read_tile(files_, id);
    if (!served) return lost(served.error(), path);
    if (served->bytes.size() != served->width * mine.size() / id.width) return problem(path + " has a wrong length");
    const auto theirs = std::string_view(served->bytes).substr(0, mine.size());
    if (theirs == mine) return;
    if (id.level != 0) return problem(path + " does not follow from the tiles below it");
    const size_t hash = mine.size() / id.width;
    for (uint64_t i = 0; i < id.width; ++i)
      if (theirs.substr(i * hash, hash) != mine.substr(i * hash, hash))
        problem("the entry and " + path + " do not agree", id.index * kTileWidth + i);
  }

  void check_body(const std::string& entry) {
    const uint64_t index = *options_.entry;
    const std::string path = "body/" + std::to_string(index);
    const auto file = files_(path);
    if (!file) {
      if (file.error().code == "log.unreadable") return lost(file.error(), path);
      out_.body = file.error().code == "log.gone" ? BodyState::erased : BodyState::not_public;
      return;
    }
    out_.body = BodyState::shown;
    boost::system::error_code error;
    const auto json = boost::json::parse(*file, error);
    const auto* object = error ? nullptr : json.if_object();
    const auto field = [&](const char* name) {
      const auto* value = object != nullptr ? object->if_contains(name) : nullptr;
      return value != nullptr ? value->if_string() : nullptr;
    };
    const auto* body = field("body");
    const auto salt = field("salt") != nullptr ? from_base64(*field("salt")) : fail("base64.malformed");
    if (body == nullptr || !salt) return problem("the shown body cannot be read", index);
    const auto leaf = ledger::parse_entry(entry);
    if (!leaf || leaf->body_commit != ledger::body_commit(*salt, *body))
      problem("the shown body is not the one that was committed to", index);
  }

  const LogFiles& files_;
  const VerifyOptions& options_;
  Verified out_;
  std::optional<Error> unreadable_;
};

}  // namespace

Result<Verified> verify_log(const LogFiles& files, const VerifyOptions& options) {
  return Verifier(files, options).run();
}

Result<std::vector<std::string>> read_entries(const LogFiles& files, uint64_t size, uint64_t from, uint64_t to) {
  std::vector<std::string> out;
  for (uint64_t at = from; at < to;) {
    const TileId id = bundle_at(at / kTileWidth, size);
    auto entries = read_bundle(files, id);
    if (!entries)
      return fail("log.unreadable",
                  entries.error().detail.empty() ? ledger::tile_path(id) + " is damaged" : entries.error().detail);
    for (; at < to && at / kTileWidth == id.index; ++at) out.push_back(std::move((*entries)[at % kTileWidth]));
  }
  return out;
}

}  // namespace hb::app
