#include "desk/cases.h"

#include <algorithm>

#include "casework/number.h"
#include "casework/written.h"
#include "desk/duty.h"
#include "desk/entries.h"
#include "desk/issues.h"
#include "desk/records.h"
#include "desk/reviews.h"
#include "desk/templates.h"
#include "text/sniff.h"

namespace hb::desk {

using namespace casework;

namespace {

std::string promised(const Case& state) {
  return std::ranges::any_of(state.follow_ups, [](const FollowUp& one) { return !one.kept_at && !one.void_; })
             ? "follow-up"
             : "";
}

std::string waits_for(const Case& state) {
  if (state.parent) return "";  // it is done in the parent
  switch (state.state) {
    case CaseState::dispatched:
      return "accept";
    case CaseState::sent_up:
      return "decide";
    case CaseState::outside:
    case CaseState::withdrawn:
    case CaseState::not_ours:
      return promised(state);
    case CaseState::answered:
    case CaseState::handling:
      break;
  }
  const auto waits = [](const Draft* draft) -> std::string {
    if (draft == nullptr || draft->state == DraftState::sent_back) return "draft";
    return draft->state == DraftState::approved ? "publish" : "approve";
  };
  if (state.state == CaseState::answered) {
    for (const Part part : {Part::correction, Part::retraction})
      if (const Draft* change = state.current(part); change != nullptr && change->state != DraftState::published)
        if (const std::string next = waits(change); next != "draft")
          return next;  // sent back: the answer stands as it is
    return promised(state);
  }
  const Draft* answer = state.current(Part::answer);
  const Draft* reply = state.current(Part::first_reply);
  if (answer != nullptr) return waits(answer);
  if (state.cause == RoundCause::retracted || (reply != nullptr && reply->state == DraftState::published))
    return "draft";  // the citizen has had a word
  const std::string reply_waits = waits(reply);
  return reply_waits == "draft" ? "first-reply" : reply_waits;
}

}  // namespace

Result<Committed> commit(const Wiring& wiring, const Changes& changes) {
  auto done = wiring.store.commit(changes);
  if (done && wiring.written) wiring.written(changes);
  return done;
}

namespace {

// The clock that the command is about; null if it is about none.
const CaseClock* clock_of(const CaseCommand& command, const Case& state) {
  return std::visit(
      [&](const auto& one) -> const CaseClock* {
        if constexpr (requires { one.clock; }) return state.clock(one.clock);
        return nullptr;
      },
      command);
}

}  // namespace

CaseRow row_of(const Case& state, Instant updated_at) {
  const auto& facts = state.opened;
  CaseRow row{.number = facts.number,
              .title = facts.title,
              .summary = facts.summary,
              .kind = facts.kind,
              .state = state.state,
              .privacy = facts.privacy,
              .unit = state.unit,
              .about = facts.about,
              .issue = facts.issue,
              .place = facts.places.empty() ? "" : facts.places.front(),
              .opened_at = state.opened_at,
              .updated_at = updated_at,
              .next_due = {},
              .missed = std::ranges::count(state.clocks, ClockOutcome::missed, &CaseClock::outcome),
              .waits_for = waits_for(state),
              .next_from = {},
              .late = late(state.clocks),
              .matter = facts.matter,
              .parent = state.parent,
              .helping = {},
              .asked = {},
              .came_from = facts.came_from,
              .their_number = facts.their_number,
              .their_due = facts.their_due};
  for (const Help& help : state.helps) {
    if (help.state == HelpState::ended) continue;
    row.helping.push_back(help.unit);
    if (help.owed()) row.asked.push_back(help.unit);
  }
  if (const CaseClock* next = next_clock(state.clocks)) {
    row.next_due = next->due;
    row.next_from = next->from;
  }
  return row;
}

Result<Case> Cases::load(const CaseNumber& number) const {
  const auto history = w_.store.case_events(number);
  if (!history) return tl::unexpected(history.error());
  if (history->empty()) return fail("case.unknown", number.value);
  Case state;
  for (const auto& recorded : *history) apply(state, recorded);
  return state;
}

Result<CaseNumber> Cases::fresh_number() {
  for (int i = 0; i < 32; ++i) {
    std::array<uint8_t, 4> bytes{};
    w_.random.fill(bytes);
    const uint32_t random = bytes[0] | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16;
    const CaseNumber number = make_case_number(w_.rules->calendar->zone().day_at(w_.clock.now()), random);
    const auto taken = w_.store.case_row(number);
    if (!taken) return tl::unexpected(taken.error());
    if (!*taken) return number;
  }
  return fail("case.no-number-left");
}

// The events of one decision, and all that must be written with them; the case after them.
Result<Case> Cases::write(const Case& before, std::vector<CaseEvent> events, const Actor& actor, Instant now,
                          Changes& changes) {
  Case after = before;
  CaseAppend append{.number = {}, .expected_version = before.version, .events = {}, .row = {}};
  for (auto& event : events) {
    append.events.push_back({now, actor.user, actor.name, std::move(event)});
    apply(after, append.events.back());
    if (const auto* published = std::get_if<Published>(&append.events.back().event))
      if (auto ok = add_official_word(after, *after.draft(published->draft), now, w_, changes); !ok)
        return tl::unexpected(ok.error());
  }
  append.number = after.opened.number;
  append.row = row_of(after, now);
  changes.cases.push_back(std::move(append));
  if (auto ok = open_reviews(reviews_owed(after, *w_.rules), now, w_, changes); !ok) return tl::unexpected(ok.error());
  return after;
}

namespace {

MergeTarget target_of(const Case& state) {
  return {.number = state.opened.number,
          .state = state.state,
          .unit = state.unit,
          .about = state.opened.about,
          .answered_privately = state.opened.answer_privately,
          .merged = bool(state.parent)};
}

// What an event of a parent means for its children; none if nothing.
struct ForChildren {
  const Case& parent;

  using Asked = std::optional<CaseCommand>;
  Asked operator()(const Published& e) const {
    const Draft* draft = parent.draft(e.draft);
    if (draft == nullptr) return {};
    return FollowWord{{parent.opened.number, e.draft, draft->part, draft->author}};
  }
  Asked operator()(const Dispatched& e) const {
    if (!e.unit) return LoseParent{e.reason};
    return FollowDispatch{e.unit, e.reason};
  }
  Asked operator()(const SentUp& e) const { return FollowDispatch{e.unit, ""}; }
  Asked operator()(const Withdrawn&) const { return LoseParent{""}; }
  Asked operator()(const FoundNotOurs& e) const { return LoseParent{e.reason}; }
  Asked operator()(const RoundOpened& e) const {
    if (e.cause != RoundCause::not_solved) return {};
    return LoseParent{""};
  }
  template <class Other>
  Asked operator()(const Other&) const {
    return {};
  }
};

}  // namespace

// A merge has two sides, and what happens to a parent happens to its children: written in one transaction. The last
// append of the change is the case's own.
Result<void> Cases::tell_family(const Case& before, const Case& after, const Actor& actor, Instant now,
                                Changes& changes) {
  const auto one = [&](const CaseNumber& number, const std::vector<CaseCommand>& commands) -> Result<void> {
    const auto was = load(number);
    if (!was) return tl::unexpected(was.error());
    Case state = *was;
    std::vector<CaseEvent> all;
    for (const auto& command : commands) {
      const auto made = decide(state, command, actor, now, *w_.rules);
      if (!made) return tl::unexpected(made.error());
      for (const auto& event : *made) apply(state, {now, actor.user, actor.name, event});
      all.insert(all.end(), made->begin(), made->end());
    }
    if (all.empty()) return {};
    const auto written = write(*was, std::move(all), actor, now, changes);
    return written ? Result<void>() : tl::unexpected(written.error());
  };
  std::vector<CaseCommand> commands;
  if (!before.children.empty())
    for (const auto& recorded : changes.cases.back().events)
      if (auto asked = std::visit(ForChildren{before}, recorded.event)) commands.push_back(*std::move(asked));
  if (after.parent != before.parent) {
    const auto& number = before.opened.number;
    if (before.parent)
      if (auto ok = one(before.parent, {LetChildGo{number}}); !ok) return ok;
    if (after.parent)
      if (auto ok = one(after.parent, {TakeChild{number}}); !ok) return ok;
  }
  if (commands.empty()) return {};
  for (const auto& child : before.children)
    if (auto ok = one(child, commands); !ok) return ok;
  return {};
}

std::string Cases::fresh_code() {
  std::array<uint8_t, 8> bytes{};
  w_.random.fill(bytes);
  return make_query_code(bytes);
}

Result<Citizen> Cases::seal(const CaseNumber& number, const CitizenWords& words, const std::string& query_code,
                            Vault& vault) const {
  if (auto ok = written(words.text, kTextLimit, "text"); !ok) return tl::unexpected(ok.error());
  if (!words.contact.empty())
    if (auto ok = written(words.contact, kReasonLimit, "contact"); !ok) return tl::unexpected(ok.error());
  auto sealed = vault.seal(number, words.text + '\0' + words.contact);
  if (!sealed) return tl::unexpected(sealed.error());
  return Citizen{number, query_code.empty() ? "" : vault.hash_secret(query_code), std::move(*sealed)};
}

// Everything that opening brings with it, in one transaction.
Result<void> Cases::open_as(const Actor& actor, const CaseOpened& facts, const std::optional<Citizen>& citizen) {
  for (int tries = 1;; ++tries) {
    const Instant now = w_.clock.now();
    const auto staff = staff_of(w_.store);
    if (!staff) return tl::unexpected(staff.error());
    const auto cover = cover_of(w_.store);
    if (!cover) return tl::unexpected(cover.error());
    const OpenCase command{facts, short_of_people(*w_.rules, *staff, *cover, now)};
    auto events = decide(Case{}, command, actor, now, *w_.rules);
    if (!events) return tl::unexpected(events.error());
    Changes changes;
    if (auto ok = write(Case{}, std::move(*events), actor, now, changes); !ok) return tl::unexpected(ok.error());
    add_receipt(facts.number, now, changes);
    if (citizen) changes.citizens.push_back(*citizen);
    if (facts.issue) {
      const auto state = Issues(w_).load(facts.issue);
      if (!state) return tl::unexpected(state.error());
      const auto linked = decide(*state, LinkCase{facts.number, facts.about}, the_desk(), now, *w_.rules);
      if (!linked) return tl::unexpected(linked.error());
      if (auto ok = append_issue(*state, *linked, actor, now, w_, changes); !ok) return ok;
    }
    const auto done = commit(w_, changes);
    if (done) return {};
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

Result<CaseNumber> Cases::open(const Actor& actor, CaseOpened facts) {
  auto number = fresh_number();
  if (!number) return number;
  facts.number = *number;
  if (auto done = open_as(actor, facts, {}); !done) return tl::unexpected(done.error());
  return number;
}

Result<Receipt> Cases::open_sealed(const Actor& actor, CaseOpened facts, const CitizenWords& citizen, Vault& vault,
                                   bool answered_there) {
  auto number = fresh_number();
  if (!number) return tl::unexpected(number.error());
  facts.number = *number;
  // Asked before sealing, so that no key is made for a case that may not be opened.
  if (auto ok = decide(Case{}, OpenCase{facts}, actor, w_.clock.now(), *w_.rules); !ok)
    return tl::unexpected(ok.error());
  Receipt receipt{*number, answered_there ? "" : fresh_code()};
  const auto sealed = seal(*number, citizen, receipt.query_code, vault);
  if (!sealed) return tl::unexpected(sealed.error());
  if (auto done = open_as(actor, facts, *sealed); !done) return tl::unexpected(done.error());
  return receipt;
}

Result<Receipt> Cases::open(const Actor& actor, CaseOpened facts, const CitizenWords& citizen, Vault& vault) {
  return open_sealed(actor, std::move(facts), citizen, vault, /*answered_there=*/false);
}

Result<CaseNumber> Cases::take_over(const Actor& actor, CaseOpened facts, const CitizenWords& citizen, Vault& vault) {
  const auto receipt = open_sealed(actor, std::move(facts), citizen, vault, /*answered_there=*/true);
  if (!receipt) return tl::unexpected(receipt.error());
  return receipt->number;
}

Result<Receipt> Cases::complain(const Complaint& complaint, Vault& vault) {
  const Instant now = w_.clock.now();
  CaseOpened facts{.number = {},
                   .kind = complaint.kind,
                   .channel = complaint.channel,
                   .privacy = complaint.privacy,
                   .answer_privately = complaint.answer_privately,
                   .title = complaint.title,
                   .summary = "",
                   .places = complaint.places,
                   .matter = complaint.matter,
                   .about = complaint.about,
                   .issue = {},
                   .posted_at = now,
                   .noticed_at = now};
  return open(the_desk(), std::move(facts), {complaint.text, complaint.contact}, vault);
}

Result<Case> Cases::act(const Actor& actor, const CaseNumber& number, const CaseCommand& command,
                        std::optional<int64_t> seen) {
  for (int tries = 1;; ++tries) {
    auto state = load(number);
    if (!state) return state;
    if (seen && state->version != *seen) return fail("store.version", number.value);
    const Instant now = w_.clock.now();
    std::optional<CaseCommand> found;
    if (const auto* merge = std::get_if<Merge>(&command)) {
      const auto into = load(merge->into.number);
      if (!into) {  // who may not merge at all is told so, not whether there is such a case
        const auto refused = decide(*state, command, actor, now, *w_.rules);
        return refused ? into : tl::unexpected(refused.error());
      }
      found = Merge{target_of(*into), merge->reason};
    }
    if (const auto* send = std::get_if<SendTemplate>(&command)) {
      const auto words =
          load_record<ReplyTemplate, TemplateEvent>(w_.store, record_id(RecordKind::reply_template, send->of));
      if (!words) return tl::unexpected(words.error());
      SendTemplate whole = to_send(send->of, *words, *state, now, *w_.rules);
      whole.seen = send->seen;
      found = std::move(whole);
    }
    const CaseClock* clock = clock_of(command, *state);
    const auto of_clock = clock == nullptr ? nullptr : rules_of(*clock, w_.rules);
    auto events = decide(*state, found ? *found : command, actor, now, of_clock ? *of_clock : *w_.rules);
    if (!events) return tl::unexpected(events.error());
    if (events->empty()) return state;
    Changes changes;
    const auto after = write(*state, std::move(*events), actor, now, changes);
    if (!after) return after;
    if (auto ok = tell_family(*state, *after, actor, now, changes); !ok) return tl::unexpected(ok.error());
    if (const auto* note = std::get_if<AddNote>(&command))
      for (const Actor& person : note->mentioned)
        changes.mentions.push_back({person.user, number, after->version, now, actor.name});
    const auto done = commit(w_, changes);
    if (done) return load(number);
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

Result<Case> Cases::rate(const CaseNumber& number, const Rating& rating) {
  const auto state = load(number);
  if (!state) return state;
  const auto users = w_.store.users();
  if (!users) return tl::unexpected(users.error());
  const auto answered = [&](UserId user) {
    return std::ranges::count(state->heard, user, &HeardWord::written_by) > 0 ||
           std::ranges::any_of(state->drafts, [&](const Draft& draft) {
             return draft.state == DraftState::published && draft.author == user;
           });
  };
  const bool others_there = std::ranges::any_of(*users, [&](const User& user) {
    return !user.disabled && !answered(user.id) && may_draft({user.id, user.name, user.grants}, state->unit, *w_.rules);
  });
  return act(the_citizen(), number, RateAnswer{rating.solved, rating.satisfaction, rating.of_unit, others_there});
}

Result<CitizenWords> Cases::show_citizen(const Actor& actor, const CaseNumber& number, Vault& vault) {
  const auto citizen = w_.store.citizen(number);
  if (!citizen) return tl::unexpected(citizen.error());
  if (!*citizen) {
    const auto state = load(number);
    return state ? fail("case.no-citizen") : tl::unexpected(state.error());
  }
  if (const auto shown = act(actor, number, ShowCitizen{}); !shown) return tl::unexpected(shown.error());
  const auto opened = vault.open(number, (*citizen)->sealed);
  if (!opened) return tl::unexpected(opened.error());
  const size_t end = opened->rfind('\0');  // as sealed by `complain`, which lets no NUL into the contact
  if (end == std::string::npos) return fail("case.no-citizen");
  return CitizenWords{opened->substr(0, end), opened->substr(end + 1)};
}

// What is kept here; anything else only by its hash.
constexpr std::string_view kKeptHere[] = {"image/jpeg", "image/png", "application/pdf"};

Result<Case> Cases::add_evidence(const Actor& actor, const CaseNumber& number, const std::string& title,
                                 std::string_view bytes, Vault& vault) {
  const EvidenceAdded facts{.evidence = 0,
                            .title = title,
                            .type = std::string(text::sniff(bytes)),
                            .bytes = std::ssize(bytes),
                            .sha256 = sha256(bytes),
                            .kept_at = {},
                            .unit = {}};
  if (std::ranges::find(kKeptHere, facts.type) == std::end(kKeptHere)) return fail("case.evidence-type", facts.type);
  for (int tries = 1;; ++tries) {
    const auto state = load(number);
    if (!state) return state;
    const Instant now = w_.clock.now();
    auto events = decide(*state, AddEvidence{facts}, actor, now, *w_.rules);
    if (!events) return tl::unexpected(events.error());
    auto sealed = vault.seal(number, bytes);
    if (!sealed) return tl::unexpected(sealed.error());
    Changes changes;
    const auto after = write(*state, std::move(*events), actor, now, changes);
    if (!after) return after;
    changes.evidence.push_back({number, after->evidence.back().facts.evidence, std::move(*sealed)});
    const auto done = commit(w_, changes);
    if (done) return after;
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

Result<std::pair<Evidence, std::string>> Cases::evidence(const Actor& actor, const CaseNumber& number, int evidence,
                                                         Vault& vault) const {
  const auto state = load(number);
  if (!state) return tl::unexpected(state.error());
  if (evidence < 1 || evidence > std::ssize(state->evidence) || !may_read_evidence(*state, actor))
    return fail("case.no-evidence");
  const auto row = w_.store.evidence(number, evidence);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail("case.no-evidence");
  auto bytes = vault.open(number, (*row)->sealed);
  if (!bytes) return tl::unexpected(bytes.error());
  const Evidence& added = state->evidence[static_cast<size_t>(evidence) - 1];
  if (sha256(*bytes) != added.facts.sha256) return fail("case.evidence-changed");
  return std::pair{added, std::move(*bytes)};
}

Result<void> Cases::meet(IssueId id) {
  Changes changes;
  changes.met = {id};
  const auto done = commit(w_, changes);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<int> Cases::tick() {
  const auto due = w_.store.cases_due(w_.clock.now(), 1000);
  if (!due) return tl::unexpected(due.error());
  int missed = 0;
  for (const auto& number : *due) {
    const auto before = load(number);
    if (!before) return tl::unexpected(before.error());
    const auto after = act(the_desk(), number, Tick{});
    if (!after) return tl::unexpected(after.error());
    missed += static_cast<int>(after->version - before->version);
  }
  return missed;
}

}  // namespace hb::desk
