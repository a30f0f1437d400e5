#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "ledger/entry.h"
#include "ledger/proof.h"
#include "ledger/tile.h"
#include "tests/support/slow_merkle.h"

namespace hb::ledger {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(HB_SOURCE_DIR "/tests/vectors/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}
std::string tlog(const std::string& name) { return file("hearback-tlog/" + name); }

VerifierKey key(const std::string& name) {
  std::string text = tlog(name);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return *parse_vkey(text);
}

const VerifierKey& log_key() {
  static const VerifierKey one = key("log.vkey");
  return one;
}
const VerifierKey& witness_key() {
  static const VerifierKey one = key("witness.vkey");
  return one;
}

// What a verifier does with a checkpoint: the known keys' lines hold, the log's is there, the body reads.
std::string judge(const std::string& text, bool witness_known) {
  const auto note = parse_note(text);
  if (!note) return note.error().code;
  const auto by_log = signed_by(*note, log_key());
  if (!by_log) return by_log.error().code;
  if (!*by_log) return "unsigned";
  if (witness_known)
    if (const auto by_witness = signed_by(*note, witness_key()); !by_witness) return by_witness.error().code;
  const auto body = parse_checkpoint(note->text);
  return body ? "ok" : body.error().code;
}

// A log in memory, as the desk grows one: the writer refuses to change a tile.
struct Log {
  std::map<std::string, std::string> files;
  uint64_t size = 0;
  TileReader read = [this](const TileId& id) -> Result<std::string> {
    const auto it = files.find(tile_path(id));
    if (it == files.end()) return fail("tile.missing", tile_path(id));
    return it->second;
  };
  void append(const std::vector<std::string>& entries) {
    auto written = grow(size, entries, read);
    ASSERT_TRUE(written) << written.error().code << written.error().detail;
    for (auto& tile : *written) {
      const auto [at, fresh] = files.try_emplace(tile_path(tile.id), tile.bytes);
      EXPECT_TRUE(fresh || at->second == tile.bytes);
    }
    size += entries.size();
  }
};

TEST(Note, PublishedVectors) {
  const auto vectors = boost::json::parse(file("signed-note/vectors.json"));
  for (const auto& row : vectors.at("valid").as_array()) {
    const auto vkey = parse_vkey(row.at("vkey").as_string());
    ASSERT_TRUE(vkey);
    EXPECT_EQ(format_vkey(*vkey), row.at("vkey").as_string());
    const std::string text(row.at("note").as_string());
    const auto note = parse_note(text);
    ASSERT_TRUE(note);
    EXPECT_TRUE(signed_by(*note, *vkey).value_or(false));
    for (size_t i = 0; i < note->text.size(); ++i) {  // any byte changed
      std::string bent = text;
      bent[i] = bent[i] == 'x' ? 'y' : 'x';
      const auto other = parse_note(bent);
      EXPECT_FALSE(other && signed_by(*other, *vkey).value_or(false)) << i;
    }
  }
  for (const auto& row : vectors.at("bad_vkeys").as_array()) EXPECT_FALSE(parse_vkey(row.at("vkey").as_string()));
}

TEST(Note, WhatIsNotOne) {
  const std::string good = tlog("tree5/checkpoint");
  const struct {
    const char* why;
    std::string text;
  } rows[] = {
      {"nothing", ""},
      {"no line feed at the end", good.substr(0, good.size() - 1)},
      {"no signature", "text\n\n"},
      {"no blank line", "text\n\u2014 a AAAAAAAA\n"},
      {"not UTF-8", "te\xFFxt" + good.substr(3)},
      {"tab", "\t" + good},
      {"short signature", "text\n\n\u2014 a AAAAAA==\n"},
      {"name with plus", "text\n\n\u2014 a+b AAAAAAAAAAA=\n"},
      {"name with wide blank", "text\n\n\u2014 a\u3000b AAAAAAAAAAA=\n"},
  };
  for (const auto& row : rows) EXPECT_FALSE(parse_note(row.text)) << row.why;
}

TEST(Note, UnknownKeysAreIgnoredAndBlankLinesBelongToTheText) {
  const Signer one("a.example/log", std::string(32, '\1'));
  std::string many = one.sign("line\n\nline after a blank one\n");
  for (int i = 0; i < 20; ++i) many += "\u2014 stranger" + std::to_string(i) + " AAAAAAAAAAA=\n";
  const auto note = parse_note(many);
  ASSERT_TRUE(note);
  EXPECT_TRUE(*signed_by(*note, one.key()));
  EXPECT_FALSE(*signed_by(*note, Signer("a.example/log", std::string(32, '\2')).key()));
}

TEST(Note, SignsAsTheWorkedExample) {
  const Signer log("log.hearback.example/answers", std::string(32, '\1'));
  EXPECT_EQ(log.key(), log_key());
  const std::string published = tlog("tree5/checkpoint");
  const auto note = parse_note(published);
  ASSERT_TRUE(note);
  EXPECT_TRUE(published.starts_with(log.sign(note->text)));
  uint64_t time = 0;
  EXPECT_TRUE(*signed_by(*note, witness_key(), &time));
  EXPECT_GT(time, 1767322800u);
}

TEST(Checkpoint, GoodAndBad) {
  EXPECT_EQ(judge(tlog("tree5/checkpoint"), true), "ok");
  EXPECT_EQ(judge(tlog("tree300/checkpoint"), true), "ok");
  EXPECT_EQ(judge(tlog("checkpoint300-with-sm2"), true), "ok");
  EXPECT_EQ(judge(tlog("negative/cosignature-other-time.note"), false), "ok");
  for (const char* bad :
       {"", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "\n1\ntaaM2dhfm0huI0e9/2uPm0aHeQ7mrKVly052RQ9cD+g=\n",
        "a\n1\ntaaM2dhfm0huI0e9/2uPm0aHeQ7mrKVly052RQ9cD+g=\nmore\n"})
    EXPECT_FALSE(parse_checkpoint(bad)) << bad;
}

TEST(Proof, TheCitizensFile) {
  const std::string text = tlog("entry3.tlog-proof");
  const auto proof = parse_proof(text);
  ASSERT_TRUE(proof);
  EXPECT_EQ(format_proof(*proof), text);
  const auto checkpoint = verify_proof(*proof, tlog("entry3.bin"), log_key());
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->size, 300u);
  EXPECT_FALSE(verify_proof(*proof, tlog("entry3.bin") + " ", log_key()));
  EXPECT_FALSE(verify_proof(*proof, tlog("entry3.bin"), witness_key()));
}

TEST(Entry, TheWorkedExample) {
  const std::string text = tlog("entry3.bin");
  const auto entry = parse_entry(text);
  ASSERT_TRUE(entry);
  EXPECT_EQ(*format_entry(*entry), text);
  EXPECT_EQ(entry->kind, EntryKind::answer);
  EXPECT_EQ(entry->body_commit, body_commit(tlog("entry3.salt"), tlog("entry3.body")));
}

TEST(Entry, OnlyOneSpellingIsRead) {
  Entry entry{.kind = EntryKind::reply,
              .about = "HB-2026-0311-7K4Q-C",
              .rev = 2,
              .time = {1772496000},
              .office = "mingchuan.example/market",
              .body_commit = sha256("x"),
              .supersedes = 7,
              .template_hash = sha256("t")};
  const std::string text = *format_entry(entry);
  EXPECT_EQ(*parse_entry(text), entry);
  for (const auto& [from, to] : std::map<std::string, std::string>{{"rev 2", "rev 02"},
                                                                   {"rev 2", "rev +2"},
                                                                   {"supersedes 7", "supersedes 07"},
                                                                   {"Z\n", ".5Z\n"},
                                                                   {"reply", "Reply"},
                                                                   {"v1", "v2"}}) {
    std::string bent = text;
    bent.replace(bent.find(from), from.size(), to);
    EXPECT_FALSE(parse_entry(bent)) << to;
  }
  EXPECT_FALSE(parse_entry(text + "x"));
  EXPECT_FALSE(parse_entry(text.substr(0, text.size() - 1)));
  entry.about = "two words";
  EXPECT_FALSE(format_entry(entry));
}

TEST(Tile, PathsAreSpeltOneWay) {
  const struct {
    TileId id;
    const char* path;
  } rows[] = {
      {{0, 0, 256, false}, "tile/0/000"},
      {{0, 273, 112, false}, "tile/0/273.p/112"},
      {{1, 1000, 17, false}, "tile/1/x001/000.p/17"},
      {{0, 1234067, 256, true}, "tile/entries/x001/x234/067"},
      {{63, 999, 1, false}, "tile/63/999.p/1"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(tile_path(row.id), row.path);
    EXPECT_EQ(*parse_tile_path(row.path), row.id);
  }
  for (const char* bad :
       {"", "tile/", "tile/0/", "tile/0/00", "tile/0/0000", "tile/64/000", "tile/00/000", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/x000/001", "tile/0/x001/x234", "tile/0/001/000", "tile/data/000",
        "tile/0/000/", "tile/0/../0", "tile/0/x999/x999/x999/x999/x999/x999/x999/999"})
    EXPECT_FALSE(parse_tile_path(bad)) << bad;
}

TEST(Tile, PublishedTreesAreReproducedByteForByte) {
  for (const auto& [dir, size] : std::map<std::string, uint64_t>{{"tree5", 5}, {"tree300", 300}}) {
    std::vector<std::string> entries;
    for (uint64_t tile = 0; tile * kTileWidth < size; ++tile) {
      const auto width = static_cast<unsigned>(std::min(kTileWidth, size - tile * kTileWidth));
      const auto bundle = decode_bundle(tlog(dir + "/" + tile_path({0, tile, width, true})), width);
      ASSERT_TRUE(bundle);
      entries.insert(entries.end(), bundle->begin(), bundle->end());
    }
    Log log;
    log.append(entries);
    for (const auto& [path, bytes] : log.files) EXPECT_EQ(tlog(dir + "/" + path), bytes) << path;
    EXPECT_EQ(log.files.size(), dir == "tree5" ? 2u : 5u);
    Frontier tree;
    for (const auto& entry : entries) tree.append(leaf_hash(entry));
    EXPECT_EQ(tree.root(), parse_checkpoint(parse_note(tlog(dir + "/checkpoint"))->text)->root);
  }
}

// However a log is cut into batches, its last tiles are the same, and proofs read from tiles verify.
TEST(Tile, GrowsTheSameInAnyBatches) {
  std::vector<std::string> entries;
  std::vector<Digest> leaves;
  for (int i = 0; i < 66000; ++i) {
    entries.push_back("entry " + std::to_string(i));
    leaves.push_back(leaf_hash(entries.back()));
  }
  Log whole;
  whole.append(entries);
  Log pieces;
  for (const uint64_t end :
       {1ull, 2ull, 255ull, 256ull, 257ull, 511ull, 513ull, 65535ull, 65536ull, 65537ull, 66000ull})
    pieces.append(
        {entries.begin() + static_cast<ptrdiff_t>(pieces.size), entries.begin() + static_cast<ptrdiff_t>(end)});
  for (const auto& [path, bytes] : whole.files) EXPECT_EQ(pieces.files[path], bytes) << path;
  EXPECT_EQ(tile_width(0, 257, 66000), 208u);
  EXPECT_EQ(tile_width(2, 0, 66000), 1u);
  EXPECT_EQ(tile_width(2, 1, 66000), 0u);
  EXPECT_EQ(tile_width(9, 0, 66000), 0u);

  const HashReader read = hashes_of(pieces.read, 66000);
  const Digest root = slow::root(leaves, 0, leaves.size());
  EXPECT_EQ(TileBuilder::resume(66000, pieces.read)->root(), root);
  EXPECT_EQ(TileBuilder().root(), sha256(""));
  for (const uint64_t i : {0ull, 255ull, 256ull, 65535ull, 65536ull, 65999ull}) {
    const auto path = inclusion_proof(i, 66000, read);
    ASSERT_TRUE(path) << path.error().code << path.error().detail;
    EXPECT_TRUE(verify_inclusion(i, 66000, leaves[i], *path, root)) << i;
  }
  for (const uint64_t old : {1ull, 255ull, 256ull, 257ull, 65536ull, 65537ull}) {
    const auto path = consistency_proof(old, 66000, read);
    ASSERT_TRUE(path);
    EXPECT_TRUE(verify_consistency(old, 66000, slow::root(leaves, 0, old), root, *path)) << old;
  }
}

TEST(Tile, BundlesAreReadExactly) {
  const std::vector<std::string> entries{"", "a", std::string(kEntryLimit, 'x')};
  const auto bytes = encode_bundle(entries);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*decode_bundle(*bytes, 3), entries);
  EXPECT_FALSE(decode_bundle(*bytes, 2));
  EXPECT_FALSE(decode_bundle(*bytes, 4));
  EXPECT_FALSE(decode_bundle(bytes->substr(0, bytes->size() - 1), 3));
  EXPECT_FALSE(encode_bundle(std::vector<std::string>{std::string(kEntryLimit + 1, 'x')}));
}

}  // namespace
}  // namespace hb::ledger
