#include "app/documents_seal.h"

#include <date/date.h>
#include <sodium.h>
#include <zstd.h>

#include "app/key_file.h"

namespace hb::app {
namespace {

constexpr int kLevel = 3;

std::string name_of(casework::Day day) { return date::format("%F", day); }

Result<std::string> unpack(std::string_view packed) {
  const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > (size_t{64} << 20))
    return fail("seal.damaged");
  std::string out(size, '\0');
  if (ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size()) != size) return fail("seal.damaged");
  return out;
}

}  // namespace

Result<desk::DocumentRow> DocumentSeal::seal(const listen::Document& document, const SourceId& source) const {
  const std::string day = name_of(zone_.day_at(document.fetched_at));
  const auto key = key_file(dir_ / (day + ".key"), crypto_secretbox_KEYBYTES, /*make=*/true);
  if (!key) return tl::unexpected(key.error());
  const std::string plain = document.headers + "\n" + document.bytes;
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), kLevel));
  return desk::DocumentRow{.sha256 = document.sha256,
                           .source = source,
                           .url = document.url,
                           .fetched_at = document.fetched_at,
                           .sealed = seal_bytes(*key, packed),
                           .day = day};
}

Result<std::string> DocumentSeal::open(const desk::DocumentRow& row) const {
  const auto key = key_file(dir_ / (row.day + ".key"), crypto_secretbox_KEYBYTES, /*make=*/false);
  if (!key) return key;
  const auto packed = open_bytes(*key, row.sealed);
  if (!packed) return packed;
  return unpack(*packed);
}

int DocumentSeal::forget(Instant now) const {
  const std::string first_kept = name_of(zone_.day_at(now - kDayKeyLives));
  int gone = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(dir_, error)) {
    const auto& path = entry.path();
    if (path.extension() == ".key" && path.stem().string() < first_kept && std::filesystem::remove(path, error)) ++gone;
  }
  return gone;
}

}  // namespace hb::app
