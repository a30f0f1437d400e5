#include <algorithm>
#include <array>
#include <limits>

#include "desk/photos.h"
#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

std::optional<desk::InboxQuestion::Clock> clock_of(std::string_view name) {
  if (name == "soon") return desk::InboxQuestion::Clock::soon;
  if (name == "overdue") return desk::InboxQuestion::Clock::overdue;
  return std::nullopt;
}

std::optional<desk::CaseSort> sort_of(std::string_view name) {
  if (name == "updated") return desk::CaseSort::updated;
  if (name == "opened") return desk::CaseSort::opened;
  if (name == "due") return desk::CaseSort::due;
  return std::nullopt;
}

std::optional<std::string> step_of(std::string_view name) {
  for (const std::string_view step :
       {"", "accept", "first-reply", "draft", "approve", "publish", "decide", "follow-up"})
    if (step == name) return std::string(name);
  return std::nullopt;
}

Promise promise(Body& b) { return {b.text("what"), b.day_or("by")}; }
int count(Body& b, const char* field) {
  return static_cast<int>(std::min<int64_t>(b.number(field), std::numeric_limits<int>::max()));
}

/// One member of the contract's CaseCommand.
using Known = Named<CaseCommand>;
constexpr std::array kCommands = {
    Known{"accept", [](Body&) -> CaseCommand { return Accept{}; }},
    Known{"return", [](Body& b) -> CaseCommand { return ReturnDispatch{b.text("reason")}; }},
    Known{"dispatch",
          [](Body& b) -> CaseCommand {
            return DispatchTo{{b.text("unit")}, b.text("reason")};
          }},
    Known{"draft",
          [](Body& b) -> CaseCommand {
            return WriteDraft{b.choice("part", part_of), b.text("text"), b.text_or("note"),
                              b.objects_or("promises", kMostPromises, promise)};
          }},
    Known{"approve",
          [](Body& b) -> CaseCommand {
            return Approve{{b.number("draft")}, b.digest("hash")};
          }},
    Known{"publish",
          [](Body& b) -> CaseCommand {
            return Publish{{b.number("draft")}, b.digest("hash")};
          }},
    Known{"send-back",
          [](Body& b) -> CaseCommand {
            return SendBack{{b.number("draft")}, b.text("reason")};
          }},
    Known{"extend",
          [](Body& b) -> CaseCommand {
            return Extend{b.text("clock"), b.text("reason")};
          }},
    Known{"pause",
          [](Body& b) -> CaseCommand {
            return PauseClock{b.text("clock"), b.text("cause"), b.text("reason")};
          }},
    Known{"resume", [](Body& b) -> CaseCommand { return ResumeClock{b.text("clock")}; }},
    Known{"merge",
          [](Body& b) -> CaseCommand {
            return Merge{{.number = {b.text("into")}, .unit = {}, .about = {}}, b.text("reason")};
          }},
    Known{"unmerge", [](Body& b) -> CaseCommand { return Unmerge{b.text("reason")}; }},
    Known{"note",
          [](Body& b) -> CaseCommand {
            AddNote note{b.text("text"), b.choice_or("readers", note_for_of, NoteFor::readers), {}};
            // Who they are the desk finds out, before it decides.
            for (const int64_t user : b.numbers_or("mention", kMostMentioned))
              note.mentioned.push_back({.user = {user}, .name = {}, .grants = {}});
            return note;
          }},
    Known{"not-ours",
          [](Body& b) -> CaseCommand {
            return SayNotOurs{b.text("whose"), b.text("reach"), b.text("reason")};
          }},
    Known{"ask-help",
          [](Body& b) -> CaseCommand {
            return AskHelp{{b.text("unit")}, b.text("what")};
          }},
    Known{"write-help",
          [](Body& b) -> CaseCommand {
            return WriteHelp{count(b, "help"), {b.text("findings"), b.text_or("evidence"), b.text_or("proposed")}};
          }},
    Known{"sign-help",
          [](Body& b) -> CaseCommand {
            return SignHelp{count(b, "help"), b.digest("hash")};
          }},
    Known{"end-help",
          [](Body& b) -> CaseCommand {
            return EndHelp{count(b, "help"), b.text("reason")};
          }},
    Known{"explain-miss",
          [](Body& b) -> CaseCommand {
            return ExplainMiss{b.text("clock"), count(b, "round"), b.text("reason")};
          }},
    Known{"record-decision",
          [](Body& b) -> CaseCommand {
            return RecordDecision{b.text("clock"), b.flag_or("goes_on"), b.text("decision")};
          }},
    Known{"add-evidence",
          [](Body& b) -> CaseCommand {
            return AddEvidence{{.evidence = 0,
                                .title = b.text("title"),
                                .type = b.text("type"),
                                .bytes = b.number("bytes"),
                                .sha256 = b.digest("sha256"),
                                .kept_at = b.text("kept_at"),
                                .unit = {}}};
          }},
    Known{"send-template",
          [](Body& b) -> CaseCommand { return SendTemplate{.of = b.number("template"), .seen = b.digest("hash")}; }},
    Known{"keep-promise",
          [](Body& b) -> CaseCommand {
            return KeepPromise{count(b, "follow_up"), b.text("done")};
          }},
};

/// To the cases opened in "2026-03"; false if that is no month.
bool narrow_to(const std::string& month, const Rules& rules, desk::InboxQuestion& ask) {
  const auto first = day_of(month + "-01");
  if (!first) return false;
  const Zone& zone = rules.calendar->zone();
  const Day begins{date::days{*first}};
  ask.opened_from = zone.at(begins, {});
  ask.opened_before = zone.at(Day(date::year_month_day(begins) + date::months(1)), {});
  return true;
}

Response shown(Call& call, const CaseNumber& number, Language language) {
  const auto view = call.api.staff.case_view(call.actor, number, language);
  if (!view) return problem(view.error());
  json::object out = shape(call.api, *view);
  if (std::ranges::find(view->may, "dispatch") != view->may.end()) {
    const auto suggested = call.api.site.category.for_case(view->state);
    if (!suggested) return problem(suggested.error());
    out["suggested"] = shape(call.api, *suggested);
  }
  return answer(200, out, view->state.version);
}

}  // namespace

Response count_cases(Call& call) {
  Body body(call.request);
  bool fit = true;
  const auto questions = body.objects_or("questions", desk::kMostQuestions, [&](Body& one) {
    desk::InboxQuestion ask;
    if (const auto unit = one.text_or("unit"); !unit.empty()) ask.unit = UnitId{unit};
    ask.waits_for = one.choice_or("waits_for", step_of, std::string());
    ask.mine = one.flag_or("mine");
    ask.open_only = one.flag_or("open");
    ask.clock = one.choice_or("clock", clock_of, desk::InboxQuestion::Clock::any);
    ask.text = one.text_or("q");
    const auto month = one.text_or("month");
    fit = fit && (month.empty() || narrow_to(month, call.api.rules(), ask)) && ask.text.size() <= 400;
    return ask;
  });
  if (body.wrong()) return problem(*body.wrong());
  if (!fit) return problem(Error{"request.field", "questions"});
  const auto counted = call.api.staff.counts(call.actor, questions);
  if (!counted) return problem(counted.error());
  json::array counts;
  for (const int64_t n : *counted) counts.push_back(n);
  return answer(200, json::object{{"counts", std::move(counts)}});
}

Response list_cases(Call& call) {
  Query query(call.request);
  desk::InboxQuestion ask;
  if (auto unit = query.text("unit", 100)) ask.unit = UnitId{*unit};
  ask.waits_for = query.choice("waits_for", step_of).value_or("");
  ask.mine = query.flag("mine", /*absent=*/false);
  ask.open_only = query.flag("open", /*absent=*/false);
  ask.clock = query.choice("clock", clock_of).value_or(desk::InboxQuestion::Clock::any);
  ask.text = query.text("q", 100).value_or("");
  if (const auto month = query.text("month", 7); month && !narrow_to(*month, call.api.rules(), ask))
    return problem(Error{"request.field", "month"});
  ask.sort = query.choice("sort", sort_of).value_or(desk::CaseSort::updated);
  ask.offset = query.cursor();
  ask.limit = query.limit();
  if (query.wrong()) return problem(*query.wrong());

  const auto inbox = call.api.staff.inbox(call.actor, ask);
  if (!inbox) return problem(inbox.error());

  json::array items;
  for (const auto& row : inbox->items) items.push_back(shape(call.api, row));
  json::object out{{"total", inbox->total},
                   {"counts",
                    {{"all", inbox->all},
                     {"mine", inbox->mine},
                     {"soon", inbox->soon},
                     {"overdue", inbox->overdue},
                     {"approve", inbox->approve},
                     {"publish", inbox->publish}}}};
  const int64_t next = ask.offset + static_cast<int64_t>(items.size());
  if (next < inbox->total && !items.empty()) out["next"] = cursor_at(next);
  out["items"] = std::move(items);
  return answer(200, out);
}

Response open_case(Call& call) {
  Body body(call.request);
  CaseOpened facts;
  facts.kind = body.choice("kind", case_kind_of);
  facts.title = body.text("title");
  facts.summary = body.text_or("summary");
  facts.places = body.texts_or("places", 20);
  facts.matter = body.text_or("matter");
  facts.about = {body.text_or("about")};
  facts.issue = {body.number_or("issue", 0)};
  facts.privacy = body.choice_or("privacy", privacy_of, Privacy::anonymous);
  facts.answer_privately = body.flag_or("answer_privately");
  const desk::CitizenWords citizen{body.text_or("words"), body.text_or("contact")};
  if (body.wrong()) return problem(*body.wrong());
  facts.channel = facts.issue ? Channel::issue : Channel::staff;
  facts.posted_at = facts.noticed_at = call.api.site.wiring.clock.now();
  if (facts.issue) {
    const auto began = call.api.staff.began(facts.issue);
    if (!began) return problem(began.error());
    std::tie(facts.posted_at, facts.noticed_at) = *began;
  }

  json::object out;
  if (citizen.text.empty() && citizen.contact.empty()) {
    const auto number = call.api.cases.open(call.actor, std::move(facts));
    if (!number) return problem(number.error());
    out["number"] = number->value;
  } else {
    const auto receipt = call.api.cases.open(call.actor, std::move(facts), citizen, call.api.site.vault);
    if (!receipt) return problem(receipt.error());
    out["number"] = receipt->number.value;
    out["query_code"] = receipt->query_code;
  }
  return answer(201, out);
}

Response get_case(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  return shown(call, {call.params.at("number")}, language);
}

Response act_on_case(Call& call) {
  const CaseNumber number{call.params.at("number")};
  if (auto ok = call.api.staff.may_read(call.actor, number); !ok) return problem(ok.error());
  const auto asked = asked_of(call.request, kCommands);
  if (!asked) return problem(asked.error());

  if (const auto* merge = std::get_if<Merge>(&asked->command))
    if (auto ok = call.api.staff.may_read(call.actor, merge->into.number); !ok) return problem(ok.error());
  CaseCommand command = asked->command;
  if (auto* note = std::get_if<AddNote>(&command)) {
    auto people = call.api.colleagues.named(note->mentioned);
    if (!people) return problem(people.error());
    note->mentioned = std::move(*people);
  }
  const auto done = call.api.cases.act(call.actor, number, command, asked->seen);
  if (!done) return problem(done.error());
  return shown(call, number, asked->language);
}

std::string_view ending(std::string_view type) {
  return type == "image/jpeg" ? ".jpg" : type == "image/png" ? ".png" : ".pdf";
}

Response add_evidence(Call& call) {
  const CaseNumber number{call.params.at("number")};
  if (auto ok = call.api.staff.may_read(call.actor, number); !ok) return problem(ok.error());
  Query query(call.request);
  const auto title = query.text("title", kTitleLimit);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  if (!title) return problem(Error{"request.field", "title"});
  const auto done = call.api.cases.add_evidence(call.actor, number, *title, call.request.body, call.api.site.vault);
  if (!done) return problem(done.error());
  return shown(call, number, language);
}

// Never shown within the desk's own pages: what somebody added is handed over as a file.
Response get_evidence(Call& call) {
  const CaseNumber number{call.params.at("number")};
  if (auto ok = call.api.staff.may_read(call.actor, number); !ok) return problem(ok.error());
  const auto which = id_of(call.params.at("id"));
  const auto found = call.api.cases.evidence(
      call.actor, number, which && *which <= int64_t(kMostEvidence) ? int(*which) : 0, call.api.site.vault);
  if (!found) return problem(found.error());
  Response out;
  out.content_type = found->first.facts.type;
  out.body = found->second;
  out.headers = {{"Content-Disposition", "attachment; filename=\"" + number.value + "-" + std::to_string(*which) +
                                             std::string(ending(out.content_type)) + "\""},
                 {"Content-Security-Policy", "sandbox"},
                 {"Cache-Control", "no-store"}};
  return out;
}

Response show_citizen(Call& call) {
  const CaseNumber number{call.params.at("number")};
  if (auto ok = call.api.staff.may_read(call.actor, number); !ok) return problem(ok.error());
  const auto words = call.api.cases.show_citizen(call.actor, number, call.api.site.vault);
  if (!words) return problem(words.error());
  const auto photos = desk::Photos(call.api.site.wiring.store, call.api.cases, call.api.site.vault).count(number);
  if (!photos) return problem(photos.error());
  return answer(200, json::object{{"text", words->text}, {"contact", words->contact}, {"photos", *photos}});
}

Response show_photo(Call& call) {
  const CaseNumber number{call.params.at("number")};
  if (auto ok = call.api.staff.may_read(call.actor, number); !ok) return problem(ok.error());
  const auto which = id_of(call.params.at("id"));
  desk::Photos photos(call.api.site.wiring.store, call.api.cases, call.api.site.vault);
  auto shown =
      photos.show(call.actor, number, which && *which <= int64_t(desk::kMostPhotos) ? static_cast<size_t>(*which) : 0);
  if (!shown) return problem(shown.error());
  Response out;
  out.content_type = shown->type;
  out.body = std::move(shown->bytes);
  out.headers = {{"Content-Security-Policy", "sandbox"}, {"Cache-Control", "no-store"}};
  return out;
}

}  // namespace hb::http::api
