#pragma once
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "text/fold.h"

namespace hb::text {

/// What a masked stretch was. Names of people are out of scope: no rule finds them reliably, and a wrong one eats the
/// matter.
enum class MaskKind {
  phone,   ///< mobile and landline numbers, also foreign ones; not 400/800 lines and short public numbers
  id,      ///< resident identity numbers, 15 and 18 digits, also with a wrong check digit
  card,    ///< bank cards: Luhn-valid, or 16 to 19 digits beside a word for a card or account
  plate,   ///< vehicle plates, also new-energy ones
  email,   ///< also written around: name(at)host.com, name#qq.com, name @ host . com
  im,      ///< QQ, WeChat and similar numbers, only with the word for it beside
  door,    ///< the dwelling in an address: building, unit and room; road and estate stay
  handle,  ///< @mentions, account names in quoted senders' lines and author lines
};

/// The word between the marks: "phone", …
std::string_view name(MaskKind kind);

/// Stretch of the original text, in code points.
struct Personal {
  Span span;
  MaskKind kind;

  friend bool operator==(const Personal&, const Personal&) = default;
};

/// Public numbers of organisations that stay readable. Compared by their digits; "+86" and an extension do not matter.
class AllowList {
 public:
  AllowList() = default;
  explicit AllowList(const std::vector<std::string>& numbers);
  bool has(std::string_view digits) const;

 private:
  std::unordered_set<std::string> digits_;
};

/// Finds personal data in UTF-8 text, in Chinese and English, however spaced or full-width; ascending, without overlap.
/// Lines matter (a sender's line starts one). Linear in the length of the text.
std::vector<Personal> find_personal(std::string_view text, const AllowList& allow = {},
                                    const Simplifier& simplifier = {});

/// The text with each stretch replaced by `⟦kind⟧`; every other byte as it was. `found` as find_personal gives it.
std::string mask(std::string_view text, const std::vector<Personal>& found);

/// Both in one.
std::string mask(std::string_view text, const AllowList& allow = {}, const Simplifier& simplifier = {});

}  // namespace hb::text
