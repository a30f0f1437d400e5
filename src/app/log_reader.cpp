#include "app/log_reader.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>

#include "ledger/tile.h"

namespace hb::app {
namespace {

constexpr size_t kFileLimit = size_t{20} << 20;  // a bundle of 256 entries of 65,535 bytes is the largest

size_t take(char* data, size_t size, size_t n, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size * n > kFileLimit) return 0;
  body.append(data, size * n);
  return size * n;
}

// One connection for the whole walk. The address is whatever the user typed.
class Web {
 public:
  explicit Web(std::string prefix) : prefix_(std::move(prefix)), curl_(curl_easy_init(), curl_easy_cleanup) {}

  Result<std::optional<std::string>> get(const std::string& path) {
    const std::string url = prefix_ + "/" + path;
    std::string body;
    curl_easy_reset(curl_.get());
    curl_easy_setopt(curl_.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl_.get(), CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_MAXREDIRS, 5L);
    curl_easy_setopt(curl_.get(), CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl_.get(), CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &body);
    const CURLcode code = curl_easy_perform(curl_.get());
    if (code != CURLE_OK) return fail("log.unreadable", url + ": " + curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status == 404) return std::optional<std::string>{};
    if (status == 410) return std::optional<std::string>{std::string()};
    if (status != 200) return fail("log.unreadable", fmt::format("{}: HTTP {}", url, status));
    return std::optional<std::string>{std::move(body)};
  }

 private:
  std::string prefix_;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
};

Result<std::optional<std::string>> read_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::optional<std::string>{};
  if (std::filesystem::file_size(path, error) > kFileLimit)
    return fail("log.unreadable", path.string() + ": too large");
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("log.unreadable", path.string());
  return std::optional<std::string>{std::string{std::istreambuf_iterator<char>(in), {}}};
}

// A tile or bundle: the width the size asks for, else the full one that may have replaced it.
Result<std::optional<std::string>> read_tile(const LogFiles& files, ledger::TileId id) {
  auto bytes = files(ledger::tile_path(id));
  if (!bytes || *bytes || id.width == ledger::kTileWidth) return bytes;
  id.width = ledger::kTileWidth;
  return files(ledger::tile_path(id));
}

// Rebuilds the hash tiles level by level from the leaves that come in order, and compares each finished one.
class TileCheck {
 public:
  TileCheck(const LogFiles& files, std::vector<Problem>& problems) : files_(files), problems_(problems) {}

  Result<void> add(unsigned level, const Digest& hash) {
    if (levels_.size() <= level) levels_.resize(level + 1);
    levels_[level].bytes += view(hash);
    if (levels_[level].bytes.size() < ledger::kTileWidth * 32) return {};
    if (auto ok = compare(level); !ok) return ok;
    ledger::Frontier subtree;
    for (size_t i = 0; i < ledger::kTileWidth; ++i) {
      Digest one;
      std::copy_n(levels_[level].bytes.begin() + static_cast<ptrdiff_t>(i * 32), 32, one.begin());
      subtree.append(one);
    }
    levels_[level].bytes.clear();
    ++levels_[level].index;
    return add(level + 1, subtree.root());
  }
  Result<void> finish() {
    for (unsigned level = 0; level < levels_.size(); ++level)
      if (!levels_[level].bytes.empty())
        if (auto ok = compare(level); !ok) return ok;
    return {};
  }

 private:
  struct Level {
    std::string bytes;
    uint64_t index = 0;
  };
  Result<void> compare(unsigned level) {
    const auto& mine = levels_[level];
    const ledger::TileId id{level, mine.index, static_cast<unsigned>(mine.bytes.size() / 32), false};
    const auto theirs = read_tile(files_, id);
    if (!theirs) return tl::unexpected(theirs.error());
    if (!*theirs)
      problems_.push_back({{}, ledger::tile_path(id) + " is missing"});
    else if (std::string_view(**theirs).substr(0, mine.bytes.size()) != mine.bytes)
      problems_.push_back({{}, ledger::tile_path(id) + " does not follow from the entries"});
    return {};
  }
  const LogFiles& files_;
  std::vector<Problem>& problems_;
  std::vector<Level> levels_;
};

bool quorum_met(const Policy& policy, const std::string& name, const ledger::Note& note, std::vector<Problem>& problems,
                int depth = 0) {
  if (name == "none") return true;
  if (depth > 16) return false;
  for (const auto& [witness, key] : policy.witnesses) {
    if (witness != name) continue;
    const auto ok = ledger::signed_by(note, key);
    if (!ok) problems.push_back({{}, "the cosignature of " + key.name + " is wrong"});
    return ok.value_or(false);
  }
  for (const auto& group : policy.groups) {
    if (group.name != name) continue;
    uint64_t met = 0;
    for (const auto& member : group.members) met += quorum_met(policy, member, note, problems, depth + 1);
    return met >= group.needs;
  }
  return false;
}

Result<void> check_body(const LogFiles& files, uint64_t index, const std::string& entry, Verified& out) {
  const auto file = files("body/" + std::to_string(index));
  if (!file) return tl::unexpected(file.error());
  out.body_state = !*file ? "not-public" : (*file)->empty() ? "erased" : "shown";
  if (out.body_state != "shown") return {};
  boost::system::error_code error;
  const auto json = boost::json::parse(**file, error);
  const auto* object = error ? nullptr : json.if_object();
  const auto* salt_text = object != nullptr && object->contains("salt") ? object->at("salt").if_string() : nullptr;
  const auto* body = object != nullptr && object->contains("body") ? object->at("body").if_string() : nullptr;
  const auto salt = salt_text != nullptr ? from_base64(*salt_text) : fail("base64.malformed");
  if (body == nullptr || !salt) {
    out.problems.push_back({index, "the shown body cannot be read"});
    return {};
  }
  const auto leaf = ledger::parse_entry(entry);
  if (!leaf || leaf->body_commit != ledger::body_commit(*salt, std::string_view(*body)))
    out.problems.push_back({index, "the shown body is not the one that was committed to"});
  out.body = std::string(*body);
  return {};
}

}  // namespace

Result<LogFiles> open_log(const std::string& where) {
  if (where.starts_with("http://") || where.starts_with("https://")) {
    std::string prefix = where;
    while (prefix.ends_with('/')) prefix.pop_back();
    Error last;
    for (const std::string& candidate : {prefix + "/ledger", prefix}) {
      auto web = std::make_shared<Web>(candidate);
      const auto checkpoint = web->get("checkpoint");
      if (checkpoint && *checkpoint) return LogFiles([web](const std::string& path) { return web->get(path); });
      last = checkpoint ? Error{"log.unreadable", candidate + "/checkpoint is not there"} : checkpoint.error();
    }
    return tl::unexpected(last);
  }
  std::error_code error;
  std::filesystem::path dir = where;
  if (std::filesystem::is_regular_file(dir / "ledger" / "checkpoint", error)) dir /= "ledger";
  if (!std::filesystem::is_regular_file(dir / "checkpoint", error))
    return fail("log.unreadable", where + " holds no checkpoint");
  return LogFiles([dir](const std::string& path) { return read_file(dir / path); });
}

Result<Policy> parse_policy(std::string_view text) {
  Policy out;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const auto bad = [&] { return fail("policy.malformed", fmt::format("line {}: {}", number, line)); };
    std::istringstream words{line};
    std::vector<std::string> word{std::istream_iterator<std::string>(words), {}};
    if (word.empty() || word[0].starts_with('#')) continue;
    if (word[0] == "log" && word.size() >= 2) {
      const auto key = ledger::parse_vkey(word[1]);
      if (!key) return bad();
      out.log = *key;
    } else if (word[0] == "witness" && word.size() >= 3) {
      const auto key = ledger::parse_vkey(word[2]);
      if (!key) return bad();
      out.witnesses.emplace_back(word[1], *key);
    } else if (word[0] == "group" && word.size() >= 4) {
      Policy::Group group{.name = word[1], .needs = 1, .members = {word.begin() + 3, word.end()}};
      if (word[2] == "all") {
        group.needs = group.members.size();
      } else if (word[2] != "any") {
        const auto [end, error] = std::from_chars(word[2].data(), word[2].data() + word[2].size(), group.needs);
        if (error != std::errc{} || end != word[2].data() + word[2].size() || group.needs < 1 ||
            group.needs > group.members.size())
          return bad();
      }
      out.groups.push_back(std::move(group));
    } else if (word[0] == "quorum" && word.size() == 2) {
      out.quorum = word[1];
    } else {
      return bad();
    }
  }
  return out;
}

Result<std::vector<std::string>> read_entries(const LogFiles& files, uint64_t size, uint64_t from, uint64_t to) {
  std::vector<std::string> out;
  for (uint64_t tile = from / ledger::kTileWidth; tile * ledger::kTileWidth < to; ++tile) {
    const auto width = static_cast<unsigned>(std::min(ledger::kTileWidth, size - tile * ledger::kTileWidth));
    const auto bytes = read_tile(files, {0, tile, width, true});
    if (!bytes) return tl::unexpected(bytes.error());
    if (!*bytes) return fail("log.unreadable", ledger::tile_path({0, tile, width, true}) + " is missing");
    auto bundle = ledger::decode_bundle(**bytes, width);
    if (!bundle) return fail("log.unreadable", ledger::tile_path({0, tile, width, true}) + " is damaged");
    for (uint64_t i = 0; i < width; ++i)
      if (tile * ledger::kTileWidth + i >= from && tile * ledger::kTileWidth + i < to)
        out.push_back(std::move((*bundle)[i]));
  }
  return out;
}

Result<Verified> verify_log(const LogFiles& files, const VerifyOptions& options) {
  const auto text = files("checkpoint");
  if (!text) return tl::unexpected(text.error());
  if (!*text) return fail("log.unreadable", "no checkpoint");
  Verified out;
  const auto problem = [&](std::string what) { out.problems.push_back({{}, std::move(what)}); };
  const auto note = ledger::parse_note(**text);
  if (!note) {
    problem("the checkpoint is not a signed note: " + note.error().detail);
    return out;
  }
  const auto checkpoint = ledger::parse_checkpoint(note->text);
  if (!checkpoint) {
    problem("the checkpoint's text is malformed: " + checkpoint.error().detail);
    return out;
  }
  out.checkpoint = *checkpoint;

  auto key = options.key ? options.key : options.policy.log;
  if (!key) {
    const auto own = files("vkey");
    if (!own) return tl::unexpected(own.error());
    std::string line = own->value_or("");
    while (line.ends_with('\n')) line.pop_back();
    const auto parsed = ledger::parse_vkey(line);
    if (!parsed) return fail("log.unreadable", "no usable key at vkey, and none was given with --key");
    key = *parsed;
  }
  const auto is_signed = ledger::signed_by(*note, *key);
  if (!is_signed)
    problem("the log's signature is wrong");
  else if (!*is_signed)
    problem("the checkpoint is not signed by " + key->name);
  if (checkpoint->origin != key->name) problem("the checkpoint is of another log: " + checkpoint->origin);
  if (!quorum_met(options.policy, options.policy.quorum, *note, out.problems))
    problem("the witnesses that the policy asks for have not all signed");
  if (!out.problems.empty()) return out;

  const uint64_t size = checkpoint->size;
  if (options.known && options.known->size > size)
    problem(fmt::format("the log went back: {} entries were seen before, now {}", options.known->size, size));
  ledger::Frontier tree;
  TileCheck tiles(files, out.problems);
  Digest root_then = tree.root();
  for (uint64_t at = 0; at < size; at += ledger::kTileWidth) {
    const auto entries = read_entries(files, size, at, std::min(size, at + ledger::kTileWidth));
    if (!entries) {
      problem(entries.error().detail);
      return out;
    }
    for (uint64_t i = 0; i < entries->size(); ++i) {
      const Digest leaf = ledger::leaf_hash((*entries)[i]);
      tree.append(leaf);
      if (auto ok = tiles.add(0, leaf); !ok) return tl::unexpected(ok.error());
      if (options.known && tree.size() == options.known->size) root_then = tree.root();
      if (options.entry == at + i)
        if (auto ok = check_body(files, at + i, (*entries)[i], out); !ok) return tl::unexpected(ok.error());
    }
    if (options.progress) options.progress(std::min(size, at + ledger::kTileWidth), size);
  }
  if (auto ok = tiles.finish(); !ok) return tl::unexpected(ok.error());
  if (tree.root() != checkpoint->root) problem("the entries do not lead to the signed root");
  if (options.known && options.known->size <= size && options.known->size > 0 && root_then != options.known->root)
    problem(
        fmt::format("the first {} entries are not the ones seen before: the log was rewritten", options.known->size));
  if (options.entry && *options.entry >= size) out.problems.push_back({options.entry, "there is no such entry"});
  return out;
}

}  // namespace hb::app
