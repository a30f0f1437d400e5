#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "desk/cases.h"

/// What a citizen photographed. It is theirs as their words are: stripped of what the camera added, sealed under the
/// key of their case, shown to its handlers only, each showing on the record, and gone with the key.
namespace hb::desk {

inline constexpr size_t kMostPhotos = 3;
inline constexpr size_t kPhotoLimit = size_t{5} << 20;  ///< bytes of one, as it was sent

/// In the store a case's photos are evidence -1, -2, …, and 0 is the sealed list of them.
class Photos {
 public:
  /// The references outlive it. Any thread.
  Photos(Store& store, Cases& cases, Vault& vault) : store_(store), cases_(cases), vault_(vault) {}

  /// What is kept of what was sent. Errors, with the photo's place from 1 as detail: "photo.too-many" (how many are
  /// taken), "photo.too-big" (bytes), "photo.unknown" (neither JPEG nor PNG by its bytes), "photo.damaged",
  /// "photo.too-large" (pixels).
  static Result<std::vector<std::string>> strip(const std::vector<std::string_view>& sent);

  /// Keeps what `strip` gave with a case that was just opened and has none. Errors: the vault's, the store's.
  Result<void> keep(const CaseNumber& number, const std::vector<std::string>& stripped);

  /// How many there are. Errors: the vault's, the store's.
  Result<size_t> count(const CaseNumber& number);

  struct Shown {
    std::string type;  ///< "image/jpeg", "image/png"
    std::string bytes;
  };
  /// A handler looks at one, from 1. That a citizen was shown to them is durable before it is opened. Errors:
  /// "case.no-photo", those of Cases::act for ShowCitizen, the vault's.
  Result<Shown> show(const casework::Actor& actor, const CaseNumber& number, size_t which);

 private:
  Store& store_;
  Cases& cases_;
  Vault& vault_;
};

}  // namespace hb::desk
