#include "ledger/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "tests/support/slow_merkle.h"

namespace hb::ledger {
namespace {

boost::json::value vectors(const std::string& name) {
  std::ifstream file(HB_SOURCE_DIR "/tests/vectors/rfc6962/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str());
}

// A field that is not 32 bytes of base64 gives nothing.
std::optional<Digest> digest(const boost::json::value& field) {
  const auto bytes = from_base64(field.as_string());
  Digest out;
  if (!bytes || bytes->size() != out.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

// A root that is not a hash ("don't care") stands for some hash of its own: only equality matters there.
std::optional<Digest> root_of(const boost::json::value& field) {
  const auto one = digest(field);
  return one ? one : sha256(std::string_view(field.as_string()));
}

std::optional<std::vector<Digest>> proof(const boost::json::value& field) {
  std::vector<Digest> out;
  if (field.is_null()) return out;
  for (const auto& hash : field.as_array()) {
    const auto one = digest(hash);
    if (!one) return std::nullopt;
    out.push_back(*one);
  }
  return out;
}

TEST(Tree, ReferenceTree) {
  const auto file = vectors("reference-tree.json");
  Frontier tree;
  const auto& roots = file.at("roots").as_object();
  size_t n = 0;
  for (const auto& input : file.at("leaf_inputs_hex").as_array()) {
    EXPECT_EQ(to_hex(view(tree.root())), roots.at(std::to_string(n)).as_string());
    tree.append(leaf_hash(*from_hex(input.as_string())));
    ++n;
  }
  EXPECT_EQ(to_hex(view(tree.root())), roots.at(std::to_string(n)).as_string());
  EXPECT_EQ(n, 8u);
}

TEST(Tree, InclusionVectors) {
  const auto file = vectors("inclusion.json");
  size_t seen = 0;
  for (const auto& row : file.at("cases").as_array()) {
    const auto root = digest(row.at("root")), leaf = digest(row.at("leafHash"));
    const auto path = proof(row.at("proof"));
    const bool ok = root && leaf && path &&
                    verify_inclusion(row.at("leafIdx").to_number<uint64_t>(), row.at("treeSize").to_number<uint64_t>(),
                                     *leaf, *path, *root);
    EXPECT_EQ(ok, !row.at("wantErr").as_bool()) << row.at("case");
    ++seen;
  }
  EXPECT_EQ(seen, 98u);
}

TEST(Tree, ConsistencyVectors) {
  const auto file = vectors("consistency.json");
  size_t seen = 0;
  for (const auto& row : file.at("cases").as_array()) {
    const auto root1 = root_of(row.at("root1")), root2 = root_of(row.at("root2"));
    const auto path = proof(row.at("proof"));
    const bool ok = root1 && root2 && path &&
                    verify_consistency(row.at("size1").to_number<uint64_t>(), row.at("size2").to_number<uint64_t>(),
                                       *root1, *root2, *path);
    EXPECT_EQ(ok, !row.at("wantErr").as_bool()) << row.at("case");
    ++seen;
  }
  EXPECT_EQ(seen, 98u);
}

// Every size, every leaf, every pair of sizes; and a proof with one bit changed proves nothing.
TEST(Tree, AgreesWithTheSlowTruth) {
  constexpr size_t kMost = 70;
  std::vector<Digest> leaves;
  std::vector<Digest> roots{sha256("")};
  Frontier tree;
  const HashReader read = [&](unsigned level, uint64_t index) -> Result<Digest> {
    return slow::root(leaves, index << level, (index + 1) << level);
  };
  for (size_t n = 1; n <= kMost; ++n) {
    leaves.push_back(leaf_hash("entry " + std::to_string(n)));
    tree.append(leaves.back());
    roots.push_back(slow::root(leaves, 0, n));
    ASSERT_EQ(tree.root(), roots[n]);
    ASSERT_EQ(tree_root(n, read).value(), roots[n]);
    for (size_t i = 0; i < n; ++i) {
      auto path = inclusion_proof(i, n, read);
      ASSERT_TRUE(path);
      EXPECT_TRUE(verify_inclusion(i, n, leaves[i], *path, roots[n]));
      EXPECT_FALSE(verify_inclusion(i + 1, n, leaves[i], *path, roots[n]));
      if (!path->empty()) {
        (*path)[i % path->size()][5] ^= 4;
        EXPECT_FALSE(verify_inclusion(i, n, leaves[i], *path, roots[n]));
      }
    }
    for (size_t old = 1; old <= n; ++old) {
      auto path = consistency_proof(old, n, read);
      ASSERT_TRUE(path);
      EXPECT_TRUE(verify_consistency(old, n, roots[old], roots[n], *path)) << old << " " << n;
      EXPECT_FALSE(verify_consistency(old, n, roots[old - 1], roots[n], *path));
    }
  }
  EXPECT_FALSE(inclusion_proof(kMost, kMost, read));
  EXPECT_FALSE(consistency_proof(0, kMost, read));
}

}  // namespace
}  // namespace hb::ledger
