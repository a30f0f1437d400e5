#pragma once
#include "desk/cases.h"

/// What a decision adds to the public ledger and to what goes out.
namespace hb::desk {

/// A published draft: its ledger row (with a private note, a second one of kind `note` whose body is never served), the
/// public row, and its deliveries: on each channel where the issue was heard, in the thread that spoke of it first,
/// under the disclosed account of the unit. Errors: the store's.
Result<void> add_official_word(const casework::Case& state, const casework::Draft& draft, Instant now,
                               const Wiring& wiring, Changes& changes);

/// The same for a published statement: spoken by the bureau, to everyone, about "issue:<id>". The ledger's body is the
/// title, an empty line and the text; an explainer's, after another empty line, its sources. An explainer is not
/// delivered to channels.
Result<void> add_statement(const casework::Issue& state, const casework::StatementDraft& draft, Instant now,
                           const Wiring& wiring, Changes& changes);

/// A version of the rulebook that holds from now on, the `number`th: its text, for everybody to read.
void add_rulebook(std::string_view toml, int64_t number, Instant now, const Wiring& wiring, Changes& changes);

/// The `number`th change of the register of official accounts, for everybody to read: its lines, as to_bytes has them.
void add_account(const casework::AccountChange& change, int64_t number, Instant now, const Wiring& wiring,
                 Changes& changes);

/// The `number`th policy of witnesses, for everybody to read: an entry of kind `key`.
void add_policy(std::string_view text, int64_t number, Instant now, const Wiring& wiring, Changes& changes);

/// The receipt of a case: waits in the outbox for the end of its minute, so that receipts of one minute look alike, and
/// is then entered by enter_receipts.
void add_receipt(const CaseNumber& number, Instant now, Changes& changes);

/// Enters the receipts whose minute is over; how many. Errors: the store's.
Result<int> enter_receipts(const Wiring& wiring);

}  // namespace hb::desk
