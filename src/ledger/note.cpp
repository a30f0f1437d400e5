#include "ledger/note.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace hb::ledger {
namespace {

constexpr std::string_view kDash = "\u2014 ";
constexpr size_t kIdSize = 4, kTimeSize = 8;

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }

bool space(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool good_name(std::string_view name) {
  if (name.empty() || !valid_utf8(name)) return false;
  for (size_t at = 0; at < name.size();) {
    const char32_t c = next_code_point(name, at);
    if (c == '+' || c < 0x20 || space(c)) return false;
  }
  return true;
}

std::string key_id(std::string_view name, KeyType type, std::string_view key) {
  const char type_byte = static_cast<char>(type);
  return std::string(view(Sha256().add(name).add("\n").add({&type_byte, 1}).add(key).digest()).substr(0, kIdSize));
}

bool ed25519_ok(std::string_view signature, std::string_view message, std::string_view key) {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(key)) == 0;
}

Result<Signature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return fail("note.malformed", "signature line");
  line = line.substr(kDash.size());
  const size_t gap = line.find(' ');
  if (gap == std::string_view::npos || !good_name(line.substr(0, gap))) return fail("note.malformed", "signer's name");
  const auto bytes = from_base64(line.substr(gap + 1));
  if (!bytes || bytes->size() <= kIdSize) return fail("note.malformed", "signature bytes");
  return Signature{std::string(line.substr(0, gap)), bytes->substr(0, kIdSize), bytes->substr(kIdSize)};
}

}  // namespace

Result<VerifierKey> parse_vkey(std::string_view text) {
  const size_t first = text.find('+');
  const size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos || !good_name(text.substr(0, first))) return fail("vkey.malformed");
  const auto id = from_hex(text.substr(first + 1, second - first - 1));
  const auto key = from_base64(text.substr(second + 1));
  if (!id || id->size() != kIdSize || !key || key->empty()) return fail("vkey.malformed");
  VerifierKey out{
      .name = std::string(text.substr(0, first)), .type = KeyType::ed25519, .id = *id, .public_key = key->substr(1)};
  if ((*key)[0] == static_cast<char>(KeyType::cosignature))
    out.type = KeyType::cosignature;
  else if ((*key)[0] != static_cast<char>(KeyType::ed25519))
    return fail("vkey.unknown-type");
  if (out.public_key.size() != crypto_sign_PUBLICKEYBYTES) return fail("vkey.malformed");
  if (out.id != key_id(out.name, out.type, out.public_key)) return fail("vkey.wrong-id");
  return out;
}

std::string format_vkey(const VerifierKey& key) {
  return key.name + "+" + to_hex(key.id) + "+" + to_base64(static_cast<char>(key.type) + key.public_key);
}

std::string format_signature(const Signature& signature) {
  return fmt::format("{}{} {}\n", kDash, signature.name, to_base64(signature.id + signature.bytes));
}

Result<Note> parse_note(std::string_view note) {
  if (note.size() > kNoteLimit) return fail("note.malformed", "too long");
  if (!valid_utf8(note)) return fail("note.malformed", "not UTF-8");
  if (std::ranges::any_of(note, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }))
    return fail("note.malformed", "control character");
  const size_t blank = note.rfind("\n\n");
  if (blank == std::string_view::npos) return fail("note.malformed", "no blank line");
  if (!note.ends_with('\n')) return fail("note.malformed", "no line feed at the end");
  Note out{.text = std::string(note.substr(0, blank + 1)), .signatures = {}};
  std::string_view rest = note.substr(blank + 2);
  if (rest.empty()) return fail("note.malformed", "no signature");
  while (!rest.empty()) {
    if (out.signatures.size() == kSignatureLimit) return fail("note.malformed", "too many signatures");
    const size_t end = rest.find('\n');
    auto signature = parse_signature(rest.substr(0, end));
    if (!signature) return tl::unexpected(signature.error());
    out.signatures.push_back(std::move(*signature));
    rest = rest.substr(end + 1);
  }
  return out;
}

Result<bool> signed_by(const Note& note, const VerifierKey& key, uint64_t* time) {
  bool found = false;
  for (const auto& line : note.signatures) {
    if (line.name != key.name || line.id != key.id) continue;
    bool ok = false;
    switch (key.type) {
      case KeyType::ed25519:
        ok = ed25519_ok(line.bytes, note.text, key.public_key);
        break;
      case KeyType::cosignature: {
        if (line.bytes.size() != kTimeSize + crypto_sign_BYTES) break;
        uint64_t at = 0;
        for (size_t i = 0; i < kTimeSize; ++i) at = at << 8 | static_cast<unsigned char>(line.bytes[i]);
        const std::string message = fmt::format("cosignature/v1\ntime {}\n{}", at, note.text);
        ok = ed25519_ok(std::string_view(line.bytes).substr(kTimeSize), message, key.public_key);
        if (time != nullptr) *time = at;
        break;
      }
    }
    if (!ok) return fail("note.bad-signature", key.name);
    found = true;
  }
  return found;
}

Signer::Signer(std::string name, std::string_view seed) : secret_(crypto_sign_SECRETKEYBYTES, '\0') {
  key_.name = std::move(name);
  key_.public_key.resize(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(key_.public_key.data()),
                           reinterpret_cast<unsigned char*>(secret_.data()), raw(seed));
  key_.id = key_id(key_.name, key_.type, key_.public_key);
}

std::string Signer::sign(std::string_view text) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, raw(text), text.size(),
                       raw(secret_));
  return fmt::format("{}\n{}", text, format_signature({key_.name, key_.id, signature}));
}

std::string format_checkpoint(const Checkpoint& c) {
  return fmt::format("{}\n{}\n{}\n", c.origin, c.size, to_base64(view(c.root)));
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  const size_t first = text.find('\n');
  const size_t second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos || !text.ends_with('\n') || text.find('\n', second + 1) != text.size() - 1)
    return fail("checkpoint.malformed", "not three lines");
  Checkpoint out;
  out.origin = std::string(text.substr(0, first));
  if (out.origin.empty()) return fail("checkpoint.malformed", "origin");
  const auto size = text.substr(first + 1, second - first - 1);
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (size.empty() || (size.size() > 1 && size[0] == '0') || error != std::errc{} || end != size.data() + size.size())
    return fail("checkpoint.malformed", "size");
  const auto root = from_base64(text.substr(second + 1, text.size() - second - 2));
  if (!root || root->size() != out.root.size()) return fail("checkpoint.malformed", "root");
  std::copy(root->begin(), root->end(), out.root.begin());
  return out;
}

}  // namespace hb::ledger
