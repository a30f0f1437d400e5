#include "desk/photos.h"

#include <charconv>

#include "text/picture.h"

namespace hb::desk {

Result<std::vector<std::string>> Photos::strip(const std::vector<std::string_view>& sent) {
  if (sent.size() > kMostPhotos) return fail("photo.too-many", std::to_string(kMostPhotos));
  std::vector<std::string> out;
  for (const std::string_view bytes : sent) {
    const std::string place = std::to_string(out.size() + 1);
    if (bytes.size() > kPhotoLimit) return fail("photo.too-big", place);
    auto picture = text::strip_picture(bytes);
    if (!picture) return fail("photo" + picture.error().code.substr(picture.error().code.find('.')), place);
    out.push_back(std::move(picture->bytes));
  }
  return out;
}

Result<void> Photos::keep(const CaseNumber& number, const std::vector<std::string>& stripped) {
  Changes changes;
  int evidence = 0;
  for (const std::string& bytes : stripped) {
    auto sealed = vault_.seal(number, bytes);
    if (!sealed) return tl::unexpected(sealed.error());
    changes.evidence.push_back({number, --evidence, std::move(*sealed)});
  }
  auto list = vault_.seal(number, std::to_string(stripped.size()));
  if (!list) return tl::unexpected(list.error());
  changes.evidence.push_back({number, 0, std::move(*list)});
  if (const auto done = store_.commit(changes); !done) return tl::unexpected(done.error());
  return {};
}

Result<size_t> Photos::count(const CaseNumber& number) {
  const auto row = store_.evidence(number, 0);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return 0;
  const auto list = vault_.open(number, (*row)->sealed);
  if (!list) return tl::unexpected(list.error());
  size_t out = 0;
  std::from_chars(list->data(), list->data() + list->size(), out);
  return out;
}

Result<Photos::Shown> Photos::show(const casework::Actor& actor, const CaseNumber& number, size_t which) {
  const auto there = count(number);
  if (!there) return tl::unexpected(there.error());
  if (which < 1 || which > *there) return fail("case.no-photo");
  if (const auto shown = cases_.act(actor, number, casework::ShowCitizen{}); !shown)
    return tl::unexpected(shown.error());
  const auto row = store_.evidence(number, -static_cast<int>(which));
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail("case.no-photo");
  const auto bytes = vault_.open(number, (*row)->sealed);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto picture = text::strip_picture(*bytes);
  if (!picture) return fail("case.no-photo");
  return Shown{std::string(picture->type), *bytes};
}

}  // namespace hb::desk
