#include "app/kept_rulebooks.h"

#include "app/rulebooks.h"
#include "desk/rulebooks.h"

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

desk::RulesInForce rules_in_force(const std::vector<rulebook::Rulebook>& books) {
  desk::RulesInForce out(std::make_shared<const casework::Rules>(books.back().rules));
  for (size_t i = 0; i + 1 < books.size(); ++i)
    if (books[i].rules.version != books.back().rules.version)
      out.remember(std::make_shared<const casework::Rules>(books[i].rules));
  return out;
}

}  // namespace hb::app
