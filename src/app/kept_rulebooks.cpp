#include "app/kept_rulebooks.h"

#include <filesystem>

#include "app/rulebooks.h"
#include "desk/rulebooks.h"
#include "rulebook/explain.h"

namespace hb::app {

Result<std::vector<rulebook::Rulebook>> kept_rulebooks(desk::Store& store) {
  const auto versions = desk::rulebook_versions(store);
  if (!versions) return tl::unexpected(versions.error());
  std::vector<rulebook::Rulebook> out;
  for (const auto& one : *versions) {
    const auto packed = store.setting(desk::rulebook_setting(one.version));
    if (!packed) return tl::unexpected(packed.error());
    auto book = unpack_rulebook(packed->value_or(""), "rulebook " + one.version.substr(0, 16));
    if (book)
      out.push_back(*std::move(book));
    else if (&one == &versions->back())
      return fail("rulebook.kept", rulebook::to_text(book.error().front()));
  }
  return out;
}

namespace {

desk::RulebookResult handed_over(Result<rulebook::Rulebook, rulebook::Findings> book) {
  if (book)
    return desk::RulebookRead{.rules = std::make_shared<const casework::Rules>(book->rules),
                              .notice = book->notice,
                              .packed = pack_rulebook(book->made_of),
                              .toml = book->made_of.toml};
  std::vector<desk::RulebookFinding> findings;
  for (const auto& f : book.error())
    findings.push_back({f.file, f.line, f.key, f.expected, f.found, f.nearest, rulebook::to_text(f)});
  return tl::unexpected(std::move(findings));
}

constexpr const char* kHandedIn = "rulebook.toml";  // what it is called in findings

}  // namespace

desk::RulebookResult BookReader::read(const desk::RulebookText& text, std::string_view packed_in_force) {
  const auto in_force = unpack_rulebook(packed_in_force, kHandedIn);
  return handed_over(
      check_rulebook_text(text.toml, text.calendar, text.harms, in_force ? in_force->made_of : rulebook::MadeOf{}));
}

desk::RulebookResult BookReader::unpack(std::string_view packed) {
  return handed_over(unpack_rulebook(packed, kHandedIn));
}

std::string BookReader::in_words(std::string_view packed, Language language) {
  const auto book = unpack_rulebook(packed, kHandedIn);
  return book ? rulebook::in_words(*book, language) : std::string();
}

std::string BookReader::differences(std::string_view before, std::string_view after, Language language) {
  const auto a = unpack_rulebook(before, kHandedIn);
  const auto b = unpack_rulebook(after, kHandedIn);
  return a && b ? rulebook::differences(*a, *b, language) : std::string();
}

Result<StandingDesk> open_standing(const std::string& dir) {
  std::error_code error;
  if (!std::filesystem::exists(dir + "/hearback.db", error)) return fail("record.none", dir);
  auto store = store::SqliteStore::open(dir);
  if (!store) return tl::unexpected(store.error());
  auto books = kept_rulebooks(**store);
  if (!books) return tl::unexpected(books.error());
  if (books->empty()) return fail("record.no-desk", dir);
  return StandingDesk{std::move(*store), std::move(*books)};
}

desk::RulesInForce rules_in_force(const std::vector<rulebook::Rulebook>& books) {
  desk::RulesInForce out(std::make_shared<const casework::Rules>(books.back().rules));
  for (size_t i = 0; i + 1 < books.size(); ++i)
    if (books[i].rules.version != books.back().rules.version)
      out.remember(std::make_shared<const casework::Rules>(books[i].rules));
  return out;
}

}  // namespace hb::app
