#pragma once
#include <sodium.h>

#include <mutex>
#include <string>
#include <vector>

#include "ledger/note.h"
#include "ledger/tree.h"
#include "tests/support/stub_server.h"

namespace hb::test {

/// A witness on 127.0.0.1 (c2sp.org/tlog-witness) that remembers one log: it verifies the log's signature and that it
/// only grew, and signs. What it answers can be spoilt.
class StubWitness {
 public:
  StubWitness(std::string name, char seed, ledger::VerifierKey log) : log_(std::move(log)) {
    key_.name = std::move(name);
    key_.type = ledger::KeyType::cosignature;
    key_.public_key.resize(crypto_sign_PUBLICKEYBYTES);
    const std::string bytes(crypto_sign_SEEDBYTES, seed);
    crypto_sign_seed_keypair(raw(key_.public_key), raw(secret_), raw(bytes));
    const std::string hashed = key_.name + "\n\x04" + key_.public_key;
    key_.id = std::string(view(sha256(hashed)).substr(0, 4));
  }

  const ledger::VerifierKey& key() const { return key_; }
  std::string url() const { return server_.url("/log"); }
  std::string endpoint() const { return server_.endpoint(); }
  std::string line() const { return "witness " + key_.name + " " + ledger::format_vkey(key_) + " " + url() + "\n"; }
  size_t asked() const { return server_.requests().size(); }

  uint64_t held = 0;  ///< entries it has seen; between two requests
  Digest root{};
  int status = 200;     ///< another one is answered as it stands
  bool forges = false;  ///< signs something else

 private:
  static unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }
  static const unsigned char* raw(const std::string& s) { return reinterpret_cast<const unsigned char*>(s.data()); }

  std::string sign(const std::string& text) const {
    const uint64_t time = 1772687400;
    const std::string message =
        "cosignature/v1\ntime " + std::to_string(time) + "\n" + (forges ? "another " : "") + text;
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(time >> shift & 0xFF);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(raw(signature), nullptr, raw(message), message.size(), raw(secret_));
    return ledger::format_signature({key_.name, key_.id, bytes + signature});
  }

  std::string answer(const StubRequest& request) {
    if (request.target != "/log/add-checkpoint") return http_answer(404, "", "");
    if (status != 200) return http_answer(status, "", "");
    const size_t blank = request.body.find("\n\n"), first = request.body.find('\n');
    if (!request.body.starts_with("old ") || blank == std::string::npos) return http_answer(400, "", "");
    const uint64_t old = std::stoull(request.body.substr(4, first - 4));
    std::vector<Digest> proof;
    for (size_t at = first + 1; at < blank;) {
      const size_t end = request.body.find('\n', at);
      const auto hash = from_base64(request.body.substr(at, end - at));
      if (!hash || hash->size() != 32) return http_answer(400, "", "");
      proof.emplace_back();
      std::ranges::copy(*hash, proof.back().begin());
      at = end + 1;
    }
    const auto note = ledger::parse_note(request.body.substr(blank + 2));
    if (!note) return http_answer(400, "", "");
    if (!ledger::signed_by(*note, log_).value_or(false)) return http_answer(403, "", "");
    const auto checkpoint = ledger::parse_checkpoint(note->text);
    if (!checkpoint || old > checkpoint->size) return http_answer(400, "", "");
    if (old != held) return http_answer(409, "Content-Type: text/x.tlog.size\r\n", std::to_string(held) + "\n");
    const bool grew =
        old == 0 ? proof.empty() : ledger::verify_consistency(old, checkpoint->size, root, checkpoint->root, proof);
    if (!grew) return http_answer(422, "", "");
    held = checkpoint->size;
    root = checkpoint->root;
    return http_answer(200, "", sign(note->text));
  }

  ledger::VerifierKey log_, key_;
  std::string secret_ = std::string(crypto_sign_SECRETKEYBYTES, '\0');
  StubServer server_{[this](const StubRequest& request, const StubWrite& write) { write(answer(request)); }};
};

}  // namespace hb::test
