#include "desk/photos.h"
#include "http/portal/forms.h"
#include "http/portal/pages.h"

namespace hb::http {
namespace {

std::string form(const View& view, const std::string& number, const Wrongs& wrongs) {
  return "<form method=\"post\" action=\"/track\" id=\"form\">" +
         text_field(view, {"number", "track.number"}, number, wrongs,
                    " autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"") +
         text_field(view, {"code", "track.code"}, "", wrongs, " autocomplete=\"off\" spellcheck=\"false\"") +
         "<button>" + view.say("track.button") + "</button></form>\n<p>" + view.say("track.lost") + "</p>\n";
}

std::string not_ours(const View& view, const casework::FoundNotOurs& found) {
  return "<div class=\"note\"><h2>" + view.say("track.not-ours") + "</h2><dl>" +
         row(view, "track.not-ours.whose", data(view, found.whose)) +
         row(view, "track.not-ours.reach", data(view, found.reach)) +
         row(view, "track.not-ours.reason", data(view, found.reason)) + "</dl><p>" + view.say("track.not-ours.again") +
         "</p></div>\n";
}

std::string steps(const View& view, const desk::CitizenView& seen) {
  using casework::CaseState;
  int now = 0;
  switch (seen.row.state) {
    case CaseState::dispatched:
    case CaseState::outside:
    case CaseState::sent_up:
      break;
    case CaseState::handling:
      now = 2;
      break;
    case CaseState::answered:
      now = 3;
      break;
    case CaseState::withdrawn:
      return "<p class=\"note\">" + view.say("track.withdrawn") + "</p>\n";
    case CaseState::not_ours:
      return not_ours(view, *seen.not_ours);
  }
  std::string out = "<ol class=\"steps\">";
  int step = 0;
  for (const char* key : {"step.received", "step.accepted", "step.handling", "step.answered"}) {
    const bool here = step == now;
    const bool done = step < now || (here && now == 3);
    out += std::string(here   ? "<li aria-current=\"step\" class=\"here\">"
                       : done ? "<li class=\"done\">"
                              : "<li>") +
           view.say(key) + " <span class=\"hint\">" +
           view.say(done   ? "step.done"
                    : here ? "step.now"
                           : "step.later") +
           "</span></li>";
    ++step;
  }
  return out + "</ol>\n";
}

std::string_view outcome(const desk::ClockView& clock) {
  using casework::ClockOutcome;
  switch (clock.outcome) {
    case ClockOutcome::running:
      return clock.due ? "clock.running" : "clock.paused";
    case ClockOutcome::met:
      return "clock.met";
    case ClockOutcome::missed:
      return clock.ended_at ? "clock.late" : "clock.missed";
    case ClockOutcome::not_required:
      return "clock.not-required";
  }
  return "clock.running";
}

std::string clock(const View& view, const desk::ClockView& clock) {
  const std::string due = clock.due ? moment_in_words(view, *clock.due) : "";
  const std::string ended = clock.ended_at ? moment_in_words(view, *clock.ended_at) : "";
  std::string out = "<li><h3>" + view.say("ends." + std::string(name_of(clock.ends))) +
                    (clock.round > 1 ? " · " + view.say("track.round", {{"n", std::to_string(clock.round)}}) : "") +
                    "</h3><p>" + view.say(outcome(clock), {{"due", due}, {"ended", ended}}) + "</p>";
  if (clock.extended) out += "<p>" + view.say("clock.extended") + data(view, clock.extension_reason) + "</p>";
  for (const auto& pause : clock.pauses) {
    const auto from = moment_in_words(view, pause.from);
    out += "<p>" +
           (pause.to ? view.say("clock.was-paused", {{"from", from}, {"to", moment_in_words(view, *pause.to)}})
                     : view.say("clock.paused-since", {{"from", from}})) +
           data(view, pause.reason) + "</p>";
  }
  if (clock.provisional) out += "<p>" + view.say("clock.provisional") + "</p>";
  if (!clock.explain.empty()) {
    out += "<details><summary>" + view.say("clock.how") + "</summary><ol class=\"explain\">";
    for (const auto& line : clock.explain) out += "<li>" + escape(line) + "</li>";
    out += "</ol></details>";
  }
  return out + "</li>\n";
}

std::string word(const View& view, const desk::WordView& word) {
  std::string out =
      "<h3>" + view.say("part." + std::string(name_of(word.part))) + "</h3><p class=\"hint\">" +
      moment(view, word.published_at) +
      (word.superseded_by ? " · " + view.say("track.superseded." + std::string(name_of(*word.superseded_by))) : "") +
      "</p><div class=\"words\" lang=\"zh-CN\">" + escape(word.text) + "</div>\n";
  if (!word.note.empty())
    out +=
        "<h4>" + view.say("track.note") + "</h4><div class=\"words\" lang=\"zh-CN\">" + escape(word.note) + "</div>\n";
  if (word.entry >= 0) out += "<p>" + view.say("track.entry", {{"index", std::to_string(word.entry)}}) + "</p>\n";
  return out;
}

/// Number and code as they were typed: the forms of the page hand them on.
struct Key {
  std::string number;
  std::string code;
};

std::string survey(const View& view, const Key& key, const Fields& fields, const Wrongs& wrongs) {
  std::vector<Choice> solved, satisfaction;
  for (const char* value : {"yes", "partly", "no", "no-unit"})
    solved.push_back({value, view.say("survey.solved." + std::string(value)), ""});
  for (int i = casework::kMostSatisfied; i >= 1; --i)
    satisfaction.push_back({std::to_string(i), view.say("survey.satisfaction." + std::to_string(i)), ""});
  return "<h2>" + view.say("survey.title") + "</h2>\n<form method=\"post\" action=\"/track/survey\">" +
         hidden("number", key.number) + hidden("code", key.code) +
         radios(view, {"solved", "survey.solved"}, value_of(fields, "solved"), solved, wrongs) +
         radios(view, {"satisfaction", "survey.satisfaction"}, value_of(fields, "satisfaction"), satisfaction, wrongs) +
         "<button>" + view.say("survey.button") + "</button></form>\n";
}

std::string withdrawal(const View& view, const Key& key) {
  return "<details><summary>" + view.say("withdraw.title") + "</summary><p>" + view.say("withdraw.text") +
         "</p><form method=\"post\" action=\"/track/withdraw\">" + hidden("number", key.number) +
         hidden("code", key.code) + "<button>" + view.say("withdraw.button") + "</button></form></details>\n";
}

/// `told`: the key of what just became of the citizen's act, or "".
Response tracked(const View& view, const desk::CitizenView& seen, const Key& key, std::string_view told = {},
                 const Fields& fields = {}, const Wrongs& wrongs = {}) {
  const desk::CaseRow& c = seen.row;
  std::string main = error_summary(view, wrongs);
  if (!told.empty()) main += "<p class=\"note\" role=\"status\">" + view.say(told) + "</p>\n";
  if (seen.outside.empty()) {
    main += steps(view, seen);
  } else {
    main += "<p class=\"note\">" + view.say("track.outside") + data(view, seen.outside) + "</p>\n";
  }
  main += "<dl>" + row(view, "answer.number", "<code>" + escape(c.number.value) + "</code>") +
          row(view, "track.kind", view.say("kind." + std::string(name_of(c.kind))));
  if (c.unit) main += row(view, "track.unit", unit_name(view, c.unit));
  if (!seen.place.empty()) main += row(view, "answer.place", data(view, seen.place));
  main += row(view, "track.opened", moment(view, c.opened_at)) +
          row(view, "track.privacy", view.say("privacy-choice." + std::string(name_of(c.privacy))));
  if (seen.answer_privately) main += row(view, "track.alone", view.say("track.alone.yes"));
  desk::Photos kept(view.site.store, view.site.cases, view.site.vault);
  if (const auto photos = kept.count(c.number); photos && *photos > 0)
    main += row(view, "track.photos", view.say("track.photos.count", {{"n", std::to_string(*photos)}}));
  main += "</dl>\n";
  main += "<p class=\"hint\">" +
          (seen.receipt ? view.say("track.receipt", {{"index", std::to_string(*seen.receipt)}})
                        : view.say("track.receipt.soon")) +
          "</p>\n";
  if (seen.parent) main += "<p class=\"note\">" + view.say("track.parent", {{"number", seen.parent.value}}) + "</p>\n";
  if (!seen.words.empty()) main += "<h2>" + view.say("track.words") + "</h2>\n";
  for (const auto& said : seen.words) main += word(view, said);
  main += promised(view, seen.promises);
  if (seen.may_rate) main += survey(view, key, fields, wrongs);
  if (!seen.clocks.empty()) {
    main += "<h2>" + view.say("track.clocks") + "</h2>\n<ul class=\"list\">";
    for (const auto& one : seen.clocks) main += clock(view, one);
    main += "</ul>\n";
  }
  if (seen.may_withdraw) main += withdrawal(view, key);
  main += "<p>" + view.say("track.again") + "</p>\n";
  return show(view, {.title = view.plain("track.status"),
                     .main = main,
                     .status = wrongs.empty() ? 200 : 422,
                     .error = !wrongs.empty(),
                     .other = OtherLanguage::none});
}

Response not_found(const View& view, const std::string& number) {
  const Wrongs wrongs{{"number", "track.wrong"}};
  return show(view, {.title = view.plain("track.title"),
                     .main = error_summary(view, wrongs) + form(view, number, wrongs),
                     .status = 422,
                     .error = true});
}

bool may_look(const View& view) { return view.site.limits->lookups.take(view.request.remote, view.site.clock.now()); }

/// The citizen of number and code does something; what it was is read anew afterwards. `act` gives the key of what to
/// tell, or what is wrong with the form.
template <class Act>
Response act_as_citizen(const View& view, Act act) {
  const auto fields = parse_fields(view.request.body);
  if (!fields) return error_page(view, 400, "form");
  const Key key{value_of(*fields, "number"), value_of(*fields, "code")};
  if (!may_look(view)) return error_page(view, 429, "many");
  auto seen = view.site.portal.look_up(key.number, key.code, view.language);
  if (!seen) return error_page(view, 503, "unavailable");
  if (!*seen) return not_found(view, key.number);
  Wrongs wrongs;
  const Result<std::string_view> told = act(**seen, *fields, wrongs);
  if (!wrongs.empty()) return tracked(view, **seen, key, "", *fields, wrongs);
  // Decided already, in another window perhaps: the page shows how it stands.
  if (!told && !told.error().code.starts_with("case.")) return error_page(view, 503, "unavailable");
  seen = view.site.portal.look_up(key.number, key.code, view.language);
  if (!seen || !*seen) return error_page(view, 503, "unavailable");
  return tracked(view, **seen, key, told ? *told : "track.no-more");
}

}  // namespace

Response track_page(const View& view, std::string_view number) {
  return show(view, {.title = view.plain("track.title"),
                     .main = "<p>" + view.say("track.lead") + "</p>\n" + form(view, std::string(number), {})});
}

Response track(const View& view) {
  const auto fields = parse_fields(view.request.body);
  if (!fields) return error_page(view, 400, "form");
  const Key key{value_of(*fields, "number"), value_of(*fields, "code")};
  if (!may_look(view)) return error_page(view, 429, "many");
  const auto seen = view.site.portal.look_up(key.number, key.code, view.language);
  if (!seen) return error_page(view, 503, "unavailable");
  return *seen ? tracked(view, **seen, key) : not_found(view, key.number);
}

Response survey(const View& view) {
  return act_as_citizen(
      view, [&](const desk::CitizenView& seen, const Fields& fields, Wrongs& wrongs) -> Result<std::string_view> {
        if (!seen.may_rate) return fail("case.rated");
        const std::string said = value_of(fields, "solved");
        const bool of_unit = said == "no-unit";
        const auto solved = of_unit ? casework::Solved::no : casework::solved_of(said);
        const std::string stars = value_of(fields, "satisfaction");
        const int satisfaction = stars.size() == 1 ? stars.front() - '0' : 0;
        if (!solved) wrongs.emplace_back("solved", "survey.solved.missing");
        if (satisfaction < 1 || satisfaction > casework::kMostSatisfied)
          wrongs.emplace_back("satisfaction", "survey.satisfaction.missing");
        if (!wrongs.empty()) return fail("case.rating");
        const auto done = view.site.cases.rate(seen.row.number, {*solved, satisfaction, of_unit});
        if (!done) return tl::unexpected(done.error());
        return *solved == casework::Solved::no ? "survey.again" : "survey.thanks";
      });
}

Response withdraw(const View& view) {
  return act_as_citizen(view, [&](const desk::CitizenView& seen, const Fields&, Wrongs&) -> Result<std::string_view> {
    const auto done = view.site.cases.act(casework::the_citizen(), seen.row.number, casework::Withdraw{});
    if (!done) return tl::unexpected(done.error());
    return "withdraw.done";
  });
}

}  // namespace hb::http
