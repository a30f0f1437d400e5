#pragma once
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casework/organisation.h"
#include "rulebook/finding.h"
#include "rulebook/toml.h"

/// Reading TOML so that every mistake is found at once: a wrong value is noted and reading goes on with none.
namespace hb::rulebook {

/// A value with the place it stands, for the findings.
struct Spot {
  int line = 1;
  std::string key;  ///< dotted
};

/// The findings of one file.
class Report {
 public:
  Report(std::string file, Findings& findings) : file_(std::move(file)), findings_(findings) {}

  void add(const Spot& spot, std::string expected, std::string found, std::string nearest = {});
  size_t size() const { return findings_.size(); }

 private:
  std::string file_;
  Findings& findings_;
};

/// A text with its place.
struct Text {
  std::string value;
  Spot spot;
};

/// One table and the keys it may have; the others are findings. Keeps references: shorter-lived than table and report.
class Fields {
 public:
  Fields(Report& report, const toml::table& table, Spot spot, std::initializer_list<std::string_view> known);

  bool has(std::string_view key) const { return table_.contains(key); }
  /// Where the key stands, or, if it is absent, its table.
  Spot spot(std::string_view key) const;
  Report& report() const { return report_; }
  /// A finding at the key with its value as found.
  void wrong(std::string_view key, std::string expected, std::string nearest = {}) const;
  /// A finding if the key is absent.
  void require(std::string_view key, std::string expected) const;

  /// Each of these gives nothing for an absent key, and nothing and a finding for a wrong one.
  std::optional<Text> text(std::string_view key) const;
  std::optional<int> integer(std::string_view key, int least, int most) const;
  std::optional<double> number(std::string_view key, double least, double most) const;
  std::optional<bool> flag(std::string_view key) const;
  /// Index into `names`.
  std::optional<size_t> choice(std::string_view key, std::span<const std::string_view> names) const;
  /// `<integer>h` or `<integer>m`, at least a minute and at most ten years.
  std::optional<Seconds> duration(std::string_view key) const;
  std::vector<Text> texts(std::string_view key) const;
  std::optional<Fields> table(std::string_view key, std::initializer_list<std::string_view> known) const;
  std::vector<Fields> tables(std::string_view key, std::initializer_list<std::string_view> known) const;
  const toml::node* node(std::string_view key) const { return table_.get(key); }
  const toml::table& all() const { return table_; }

  /// Required: lower-case letters, digits and hyphens, at most 64. Empty and a finding otherwise.
  std::string id(std::string_view key) const;
  /// Required: `{ zh = "…", en = "…" }`, `en` may be absent.
  casework::Words words(std::string_view key) const;

 private:
  Report& report_;
  const toml::table& table_;
  Spot spot_;
};

/// A value as it reads in the file, cut to 80 bytes: `"3x"`, `7`, `a table`.
std::string as_found(const toml::node& node);

/// "a, b or c".
std::string one_of(std::span<const std::string_view> names);

bool is_id(std::string_view text);

/// Reads the bytes as TOML of at most 1 MiB; a syntax error is the one finding.
std::optional<toml::table> parse_toml(std::string_view bytes, Report& report);

}  // namespace hb::rulebook
