#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

/// Signed notes (c2sp.org/signed-note), verifier keys, cosignatures (c2sp.org/tlog-cosignature) and the checkpoint body
/// (c2sp.org/tlog-checkpoint).
namespace hb::ledger {

inline constexpr size_t kNoteLimit = 64 * 1024;  ///< bytes
inline constexpr size_t kSignatureLimit = 64;    ///< lines

enum class KeyType : uint8_t { ed25519 = 0x01, cosignature = 0x04 };

/// What verifies one signer's lines.
struct VerifierKey {
  std::string name;
  KeyType type = KeyType::ed25519;
  std::string id;          ///< 4 bytes
  std::string public_key;  ///< 32 bytes

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

/// name "+" hex key id "+" base64(type ‖ key). Errors: "vkey.malformed", "vkey.unknown-type", "vkey.wrong-id".
Result<VerifierKey> parse_vkey(std::string_view text);
std::string format_vkey(const VerifierKey& key);

struct Signature {
  std::string name;
  std::string id;     ///< 4 bytes
  std::string bytes;  ///< behind the id
};
struct Note {
  std::string text;  ///< what is signed, with its last line feed
  std::vector<Signature> signatures;
};

/// The line of a signature, with its line feed.
std::string format_signature(const Signature& signature);

/// Takes a note apart without verifying anything. Errors: "note.malformed" (what).
Result<Note> parse_note(std::string_view note);

/// Whether the note carries a valid line of the key; an error if a line of the key is there and wrong:
/// "note.bad-signature" (name). A cosignature key's time, if asked for, goes to `time`.
Result<bool> signed_by(const Note& note, const VerifierKey& key, uint64_t* time = nullptr);

/// Signs with Ed25519 keys made from a 32-byte seed; deterministic.
class Signer {
 public:
  Signer(std::string name, std::string_view seed);
  const VerifierKey& key() const { return key_; }
  /// The text (ending in a line feed) as a note with one signature line.
  std::string sign(std::string_view text) const;

 private:
  VerifierKey key_;
  std::string secret_;
};

/// The body of a checkpoint: the log's name, how many entries, the root.
struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  Digest root{};

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};
std::string format_checkpoint(const Checkpoint& checkpoint);
/// Exactly three lines. Errors: "checkpoint.malformed" (what).
Result<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace hb::ledger
