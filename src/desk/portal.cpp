#include "desk/portal.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "casework/number.h"
#include "ledger/entry.h"
#include "notice/background.h"
#include "notice/terms.h"

namespace hb::desk {
namespace {

constexpr int max_wrong = 10;
constexpr size_t max_numbers = 10'000;
constexpr size_t max_code = 64;

// What makes an answer alike: terms in common that tell something, each worth 1 if nobody else uses it and 0 if
// everybody does. A street or a district alone is worth less than kAlike.
constexpr size_t kAsked = 16;  // terms looked for, the rarest
constexpr double kAlike = 4;
constexpr int64_t kCandidates = 200;  // newest answers with one of these terms

struct Telling {
  std::string term;
  double worth = 0;
};

// The terms of a text, the most telling first.
std::vector<Telling> telling(const text::Folded& folded) {
  std::vector<Telling> out;
  for (const auto& term : notice::terms_of(folded.text).terms) {
    if (term.kind() != notice::Term::Kind::han) continue;
    const std::u32string_view pair = std::u32string_view(folded.text).substr(term.at, 2);
    if (pair.size() < 2) continue;
    const double worth = 1 - std::log1p(term.everyday) / std::log1p(notice::kBackgroundPosts);
    out.push_back({to_utf8(pair), worth});
  }
  std::ranges::stable_sort(out, std::ranges::greater{}, &Telling::worth);
  return out;
}

ClockView seen(const casework::CaseClock& clock, const RulesInForce& rules, Language language) {
  return {.ends = casework::end_of(clock, *rules).value_or(casework::ClockEnd::answered),
          .round = clock.round,
          .from = clock.from,
          .due = clock.due,
          .provisional = clock.provisional,
          .extended = clock.extended,
          .extension_reason = clock.extension_reason,
          .pauses = clock.pauses,
          .ended_at = clock.ended_at,
          .outcome = clock.outcome,
          .explain = explain_clock(clock, rules, language)};
}

}  // namespace

std::string public_place(const casework::Rules& rules, std::string_view place) {
  std::string_view name = place;
  for (const auto& own : rules.places)
    if (own.id == place || own.name.zh == place) name = own.in;
  for (const auto& unit : rules.units)
    if (std::ranges::find(unit.places, name) != unit.places.end()) return std::string(name);
  return {};
}

std::vector<std::string> public_places(const casework::Rules& rules, const std::vector<std::string>& places) {
  std::vector<std::string> out;
  for (const auto& place : places)
    if (std::string known = public_place(rules, place); !known.empty() && std::ranges::find(out, known) == out.end())
      out.push_back(std::move(known));
  return out;
}

std::vector<PromiseView> promises_of(const casework::Case& state) {
  std::vector<PromiseView> out;
  for (const auto& promise : state.follow_ups) {
    const auto* clock = state.clock(casework::ClockEnd::done, static_cast<int>(out.size()) + 1);
    out.push_back({.what = promise.promise.what,
                   .due = clock == nullptr || !clock->due ? Instant{} : *clock->due,
                   .kept_at = promise.kept_at,
                   .missed = clock != nullptr && clock->outcome == casework::ClockOutcome::missed,
                   .withdrawn = promise.void_});
  }
  return out;
}

Result<Behind> Portal::behind(const CaseNumber& number) {
  const auto history = store_.case_events(number);
  if (!history) return tl::unexpected(history.error());
  casework::Case state;
  for (const auto& recorded : *history) apply(state, recorded);
  return Behind{.issue = state.opened.issue,
                .promises = state.opened.answer_privately ? std::vector<PromiseView>{} : promises_of(state)};
}

bool Portal::may_try(const CaseNumber& number) {
  const int64_t hour = clock_.now().seconds / 3600;
  const std::lock_guard lock(mutex_);
  if (hour != hour_) wrong_.clear();
  hour_ = hour;
  const auto at = wrong_.find(number);
  if (at == wrong_.end() && wrong_.size() >= max_numbers) return false;
  return ++wrong_[number] <= max_wrong;  // counted before the check, so that tries at the same moment count too
}

Result<std::optional<CitizenView>> Portal::look_up(std::string_view typed_number, std::string_view typed_code,
                                                   Language language) {
  if (typed_number.size() > max_code || typed_code.size() > max_code) return std::nullopt;
  const CaseNumber number = casework::parse_case_number(typed_number).value_or(CaseNumber{std::string(typed_number)});
  std::string code = casework::normal_query_code(typed_code);
  if (code.empty()) code = typed_code;
  if (!may_try(number)) return std::nullopt;
  const auto citizen = store_.citizen(number);
  if (!citizen) return tl::unexpected(citizen.error());
  const bool fits = vault_.fits(code, *citizen ? (*citizen)->code_hash : nobody_);
  if (!*citizen || !fits) return std::nullopt;
  auto view = view_of(number, language);
  if (view && *view) {
    const std::lock_guard lock(mutex_);
    wrong_.erase(number);
  }
  return view;
}

Result<std::optional<CitizenView>> Portal::view_of(const CaseNumber& number, Language language) {
  auto row = store_.case_row(number);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::nullopt;
  const auto history = store_.case_events(number);
  if (!history) return tl::unexpected(history.error());
  const auto answers = store_.answers_of_case(number);
  if (!answers) return tl::unexpected(answers.error());
  casework::Case state;
  for (const auto& recorded : *history) apply(state, recorded);

  CitizenView view{.row = std::move(**row),
                   .place = {},
                   .outside = state.outside,
                   .answer_privately = state.opened.answer_privately,
                   .clocks = {},
                   .words = {},
                   .parent = state.parent,
                   .may_rate = state.state == casework::CaseState::answered && state.surveyed != state.round,
                   .may_withdraw = !casework::closed(state.state) && state.state != casework::CaseState::outside};
  view.place = public_place(*rules_, view.row.place);
  for (const auto& clock : state.clocks) {
    const auto ends =
        casework::end_of(clock, *rules_);  // what colleagues owe each other, and promises, stand elsewhere
    if (ends != casework::ClockEnd::contributed && ends != casework::ClockEnd::done)
      view.clocks.push_back(seen(clock, rules_, language));
  }
  view.promises = promises_of(state);
  view.not_ours = state.not_ours;
  for (const auto& draft : state.drafts) {
    if (draft.state != casework::DraftState::published) continue;
    if (const casework::Draft* stood = changes_answer(draft.part) ? state.standing(draft.id) : nullptr)
      std::ranges::find(view.words, stood->id, &WordView::draft)->superseded_by = draft.part;
    const auto at = std::ranges::find(*answers, draft.id, &AnswerRow::draft);
    view.words.push_back({.draft = draft.id,
                          .part = draft.part,
                          .text = draft.text,
                          .note = draft.note,
                          .entry = at == answers->end() ? -1 : at->entry,
                          .published_at = draft.published_at.value_or(draft.at),
                          .superseded_by = {}});
  }
  if (auto ok = add_heard(state, view.words); !ok) return tl::unexpected(ok.error());
  const auto receipt = store_.receipt_of(number);
  if (!receipt) return tl::unexpected(receipt.error());
  view.receipt = *receipt;
  return view;
}

// What was said in the case it was answered with: the public text only, since a note is one citizen's alone.
Result<void> Portal::add_heard(const casework::Case& state, std::vector<WordView>& words) {
  for (const auto& heard : state.heard) {
    const auto answers = store_.answers_of_case(heard.parent);
    if (!answers) return tl::unexpected(answers.error());
    const auto at = std::ranges::find(*answers, heard.draft, &AnswerRow::draft);
    if (at == answers->end()) continue;
    WordView word{.draft = heard.draft,
                  .part = heard.part,
                  .text = at->text,
                  .note = "",
                  .entry = at->entry,
                  .published_at = at->published_at};
    if (const auto next = std::ranges::find(*answers, at->entry, &AnswerRow::supersedes); next != answers->end())
      word.superseded_by = next->part;
    words.push_back(std::move(word));
  }
  std::ranges::stable_sort(words, {}, &WordView::published_at);
  return {};
}

Result<std::vector<AnswerRow>> Portal::find_answers(std::string_view question, int64_t offset, int64_t limit) {
  return store_.answers({.words = text::fold_to_utf8(question, simplifier_), .offset = offset, .limit = limit});
}

Result<std::vector<AnswerRow>> Portal::answers_like(std::string_view text, size_t limit) {
  const auto terms = telling(text::fold(text, simplifier_));
  AnswerFilter filter{.limit = kCandidates};
  for (size_t i = 0; i < std::min(terms.size(), kAsked); ++i) filter.any_of.push_back(terms[i].term);
  if (filter.any_of.empty()) return std::vector<AnswerRow>{};
  auto found = store_.answers(filter);
  if (!found) return found;
  std::vector<std::pair<double, AnswerRow>> alike;
  for (auto& answer : *found) {
    if (answer.text.empty() || !casework::answers(answer.part)) continue;
    double worth = 0;
    for (const auto& term : terms)
      if (answer.folded.find(term.term) != std::string::npos) worth += term.worth;
    if (worth >= kAlike) alike.emplace_back(worth, std::move(answer));
  }
  std::ranges::stable_sort(alike, std::ranges::greater{}, [](const auto& one) { return one.first; });
  if (alike.size() > limit) alike.resize(limit);
  std::vector<AnswerRow> out;
  out.reserve(alike.size());
  for (auto& one : alike) out.push_back(std::move(one.second));
  return out;
}

Result<bool> Portal::is_receipt(int64_t entry) {
  const auto rows = store_.ledger_rows(entry, entry + 1);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return false;
  const auto parsed = ledger::parse_entry(rows->front().leaf);
  return parsed && parsed->kind == ledger::EntryKind::receipt;
}

Result<std::optional<ProofView>> Portal::proof(const LedgerRow& row) {
  const auto proof = log_.proof(row);
  if (!proof && proof.error().code == "ledger.not-yet") return std::nullopt;
  if (!proof) return tl::unexpected(proof.error());
  const auto note = ledger::parse_note(proof->checkpoint);
  if (!note) return tl::unexpected(note.error());
  const auto checkpoint = ledger::parse_checkpoint(note->text);
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  return ProofView{.leaf = ledger::leaf_hash(row.leaf),
                   .size = static_cast<int64_t>(checkpoint->size),
                   .root = std::string(view(checkpoint->root)),
                   .file = ledger::format_proof(*proof)};
}

}  // namespace hb::desk
