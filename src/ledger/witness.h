#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/note.h"

/// What a log and a witness say to each other (c2sp.org/tlog-witness): the log hands in a checkpoint with the proof
/// that it grew out of the one the witness holds, and gets a cosignature. Pure; who carries the bytes is somebody else.
namespace hb::ledger {

inline constexpr size_t kCosignaturesLimit = 16 * 1024;  ///< bytes of an answer

/// The body of `add-checkpoint`: what the witness held, the proof from there, the signed checkpoint.
std::string add_checkpoint(uint64_t old_size, std::span<const Digest> proof, std::string_view checkpoint);

/// The one valid line of `key` in an answer of 200, with its line feed, ready to stand behind `checkpoint` (a signed
/// note). What others' lines it brings is left out. Errors: "witness.malformed" (what), "witness.no-line" (name),
/// "note.bad-signature" (name).
Result<std::string> cosignature(std::string_view answer, std::string_view checkpoint, const VerifierKey& key);

/// The size that the witness holds, from an answer of 409: digits and a line feed. None if it says anything else.
std::optional<uint64_t> held_size(std::string_view answer);

}  // namespace hb::ledger
