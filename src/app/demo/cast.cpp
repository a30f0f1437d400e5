#include "app/demo/cast.h"

#include <algorithm>

#include "desk/templates.h"
#include "http/api/input.h"

namespace hb::app::demo {

using namespace casework;

namespace {

namespace json = boost::json;

constexpr std::string_view kSetting = "demo.script";

// The parts of an answer in the order of DESIGN: found, done, what follows, the law, the evidence, how to object.
std::string answer_text(const json::object& parts) {
  static constexpr std::pair<const char*, std::string_view> kParts[] = {
      {"found", "查明的情况"}, {"done", "已作的处理"},   {"next", "后续安排"},
      {"basis", "依据"},       {"evidence", "证据材料"}, {"object", "如有异议"}};
  std::string text;
  for (const auto& [key, heading] : kParts) {
    const auto* part = parts.if_contains(key);
    if (part == nullptr) continue;
    if (!text.empty()) text += "\n\n";
    text.append(heading).append("\n").append(part->as_string().data(), part->as_string().size());
  }
  return text;
}

std::optional<Instant> moment_of(const ScriptLine& line, const char* key) {
  if (!line.has(key)) return std::nullopt;
  const auto at = parse_rfc3339(line.text(key));
  return at ? std::optional(*at) : std::nullopt;
}

std::vector<Promise> promises_of(const ScriptLine& line) {
  std::vector<Promise> out;
  if (!line.has("promises")) return out;
  for (const auto& one : line.facts.at("promises").as_array()) {
    const json::string& by = one.at("by").as_string();
    const json::string& what = one.at("what").as_string();
    out.push_back({{what.data(), what.size()}, http::api::day_of({by.data(), by.size()}).value_or(0)});
  }
  return out;
}

// What a line leaves in the record.
std::string_view event_of(const ScriptLine& line) {
  static constexpr std::pair<std::string_view, std::string_view> kEvents[] = {{"grade", "grade-set"},
                                                                              {"dismiss", "dismissed"},
                                                                              {"accept", "accepted"},
                                                                              {"return", "returned"},
                                                                              {"dispatch", "dispatched"},
                                                                              {"first-reply", "drafted"},
                                                                              {"draft", "drafted"},
                                                                              {"extend", "clock-extended"},
                                                                              {"statement-draft", "statement-drafted"},
                                                                              {"report-draft", "report-drafted"},
                                                                              {"hand-over", "report-handed-over"},
                                                                              {"acknowledge", "acknowledged"},
                                                                              {"ask-help", "help-asked"},
                                                                              {"write-help", "help-written"},
                                                                              {"sign-help", "help-given"},
                                                                              {"not-ours", "not-ours"},
                                                                              {"assess", "issue-assessed"},
                                                                              {"facts-write", "facts-written"},
                                                                              {"facts-agree", "facts-agreed"},
                                                                              {"partner-draft", "partner-drafted"},
                                                                              {"partner-send", "partner-sent"},
                                                                              {"keep-promise", "promise-kept"},
                                                                              {"approve", "approved"},
                                                                              {"publish", "published"}};
  const auto found = std::ranges::find(kEvents, line.act, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kEvents) ? "" : found->second;
}

template <class Events>
bool stands_in(const Events& events, const ScriptLine& line, UserId by) {
  return std::ranges::any_of(events, [&](const auto& recorded) {
    return recorded.by == by && recorded.at >= line.at && name_of(recorded.event).ends_with(event_of(line));
  });
}

template <class Done>
Result<void> only_error(const Result<Done>& result) {
  return result ? Result<void>() : tl::unexpected(result.error());
}

}  // namespace

Result<void> Cast::load() {
  const auto kept = house_.store().setting(kSetting);
  if (!kept) return tl::unexpected(kept.error());
  if (!*kept) return {};
  try {
    const json::value value = json::parse(**kept);
    done_ = value.at("done").to_number<size_t>();
    for (const auto& [name, number] : value.at("cases").as_object()) cases_[name].value = number.as_string();
  } catch (const std::exception&) {
    return fail("demo.script", std::string(kSetting));
  }
  return done_ <= city_.script.size() ? Result<void>() : fail("demo.script", std::string(kSetting));
}

Instant Cast::next() const { return done_ < city_.script.size() ? city_.script[done_].at : kEndOfTime; }

Result<void> Cast::act() {
  const ScriptLine& line = city_.script[done_];
  Result<bool> before = false;
  if (std::exchange(first_, false)) before = done_before(line);
  if (!before) return tl::unexpected(before.error());
  const auto acted = *before ? Result<void>() : perform(line);
  ++done_;
  if (const auto noted = note(); !noted) return noted;
  return acted;
}

Result<void> Cast::note() {
  json::object names;
  for (const auto& [name, number] : cases_) names[name] = number.value;
  desk::Changes changes;
  changes.settings.emplace_back(kSetting, json::serialize(json::object{{"done", done_}, {"cases", std::move(names)}}));
  return only_error(house_.store().commit(changes));
}

Result<desk::Post> Cast::heard(const std::string& post_id) {
  const auto post = std::ranges::find(city_.posts, post_id, &CityPost::id);
  if (post == city_.posts.end()) return fail("demo.script", post_id);
  const std::string link = sites_.link_of(*post);
  if (!heard_.contains(link)) {
    const auto read = house_.store().each_post([&](const desk::Post& p) {
      heard_[p.url] = p.id;
      return true;
    });
    if (!read) return tl::unexpected(read.error());
  }
  const auto id = heard_.find(link);
  if (id == heard_.end()) return fail("demo.not-heard", post_id);
  auto found = house_.store().post(id->second);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail("demo.not-heard", post_id);
  return std::move(**found);
}

Result<bool> Cast::done_before(const ScriptLine& line) {
  if (line.act.starts_with("template-")) {
    const auto templates = desk::Templates(house_.wiring()).list(casework::the_desk());
    if (!templates) return tl::unexpected(templates.error());
    return std::ranges::any_of(*templates, [&](const auto& one) {
      return one.state.written.name == line.text("name") && (line.act == "template-write" || one.state.standing);
    });
  }
  if (line.act == "watch") {
    const auto watches = desk::Watches(house_.wiring()).list(casework::the_desk(), Language::zh);
    if (!watches) return tl::unexpected(watches.error());
    return std::ranges::any_of(*watches, [&](const auto& watch) { return watch.state.name == line.text("name"); });
  }
  if (line.act == "open-case" || line.act == "complain") {
    const auto rows = house_.store().cases({.unit = {}, .waits_for = {}, .text = line.text("title"), .limit = 10});
    if (!rows) return tl::unexpected(rows.error());
    for (const auto& row : *rows)
      if (row.title == line.text("title") && row.opened_at >= line.at) {
        cases_[line.text("case")] = row.number;
        return true;
      }
    return false;
  }
  const UserId by = person(city_, line.by).id;
  if (line.has("post")) {
    const auto post = heard(line.text("post"));
    if (!post) return false;
    const auto events = house_.store().issue_events(post->issue);
    if (!events) return tl::unexpected(events.error());
    return stands_in(*events, line, by);
  }
  const auto events = house_.store().case_events(cases_[line.text("case")]);
  if (!events) return tl::unexpected(events.error());
  return stands_in(*events, line, by);
}

Result<void> Cast::perform(const ScriptLine& line) {
  if (line.act == "complain") return complain(line);
  if (line.act == "open-case") return open_case(line);
  if (line.act == "watch") return watch(line);
  if (line.act.starts_with("template-")) return on_template(line);
  if (line.has("case")) return on_case(line);
  const auto known = on_issue(line);
  if (!known) return tl::unexpected(known.error());
  return *known ? Result<void>() : fail("demo.script", line.act);
}

Result<void> Cast::complain(const ScriptLine& line) {
  const auto kind = case_kind_of(line.text("kind"));
  if (!kind) return fail("demo.script", line.text("kind"));
  const bool privately = line.has("privately");
  desk::Complaint complaint;
  complaint.kind = *kind;
  complaint.privacy = !line.has("name") ? Privacy::anonymous : privately ? Privacy::confidential : Privacy::named;
  complaint.answer_privately = privately;
  complaint.title = line.text("title");
  complaint.text = line.text("text");
  if (line.has("name")) complaint.contact = line.text("name") + " " + line.text("contact");
  complaint.places = {line.text("place")};
  complaint.matter = line.text("matter");
  complaint.about = {line.text("criticises")};
  const auto receipt = house_.cases().complain(complaint, house_.vault());
  if (receipt) cases_[line.text("case")] = receipt->number;
  return only_error(receipt);
}

Result<void> Cast::watch(const ScriptLine& line) {
  const auto& who = person(city_, line.by);
  return only_error(house_.watch(actor(who), std::nullopt,
                                 KeepWatch{{line.text("name"), line.text("query"), who.grants.front().unit}},
                                 std::nullopt));
}

Result<void> Cast::on_template(const ScriptLine& line) {
  const auto& who = person(city_, line.by);
  desk::Templates templates(house_.wiring());
  if (line.act == "template-write")
    return only_error(templates.write(actor(who), {line.text("name"), line.text("text"), who.grants.front().unit,
                                                   http::api::day_of(line.text("review_by")).value_or(0)}));
  const auto all = templates.list(actor(who));
  if (!all) return tl::unexpected(all.error());
  for (const auto& one : *all)
    if (one.state.written.name == line.text("name"))
      return templates.act(actor(who), one.id, ApproveTemplate{one.state.hash}, one.state.version);
  return fail("demo.script", line.text("name"));
}

Result<void> Cast::open_case(const ScriptLine& line) {
  const auto post = heard(line.text("post"));
  const auto kind = case_kind_of(line.text("kind"));
  if (!post) return tl::unexpected(post.error());
  if (!kind) return fail("demo.script", line.text("kind"));
  CaseOpened facts;
  facts.kind = *kind;
  facts.channel = Channel::issue;
  facts.title = line.text("title");
  facts.summary = line.text("summary");
  facts.places = {line.text("place")};
  facts.matter = line.text("matter");
  facts.about = {line.text("criticises")};
  facts.issue = post->issue;
  facts.posted_at = post->published_at.value_or(post->noticed_at);
  facts.noticed_at = post->noticed_at;
  const auto number = house_.cases().open(actor(person(city_, line.by)), std::move(facts));
  if (number) cases_[line.text("case")] = *number;
  return only_error(number);
}

Result<void> Cast::on_case(const ScriptLine& line) {
  const auto named = cases_.find(line.text("case"));
  if (named == cases_.end()) return fail("demo.script", line.text("case"));
  const Actor who = actor(person(city_, line.by));
  const auto give = [&](const CaseCommand& command) {
    return only_error(house_.cases().act(who, named->second, command));
  };
  if (line.act == "accept") return give(Accept{});
  if (line.act == "explain-miss") return give(ExplainMiss{line.text("clock"), 1, line.text("reason")});
  if (line.act == "return") return give(ReturnDispatch{line.text("reason")});
  if (line.act == "dispatch") return give(DispatchTo{{line.text("unit")}, line.text("reason")});
  if (line.act == "first-reply") return give(WriteDraft{Part::first_reply, line.text("text"), ""});
  if (line.act == "draft")
    return give(WriteDraft{Part::answer, answer_text(line.facts.at("text").as_object()), line.text("private_note"),
                           promises_of(line)});
  if (line.act == "ask-help") return give(AskHelp{{line.text("unit")}, line.text("what")});
  if (line.act == "not-ours") return give(SayNotOurs{line.text("whose"), line.text("reach"), line.text("reason")});
  if (line.act == "keep-promise")
    return give(KeepPromise{line.facts.at("promise").to_number<int>(), line.text("done")});
  const auto state = house_.cases().load(named->second);
  if (!state) return tl::unexpected(state.error());
  if (line.act == "extend") {
    const auto clock = std::ranges::find_if(house_.book().rules.clocks, [](const ClockSpec& spec) {
      return spec.on == ClockOn::case_ && spec.extension.has_value();
    });
    if (clock == house_.book().rules.clocks.end()) return fail("case.no-clock");
    return give(Extend{clock->id, line.text("reason")});
  }
  if (line.act == "write-help" || line.act == "sign-help") {
    const auto help = std::ranges::find_if(state->helps, [&](const Help& one) {
      return one.owed() && std::ranges::find(who.grants, one.unit, &Grant::unit) != who.grants.end();
    });
    if (help == state->helps.end()) return fail("case.no-help");
    const auto number = static_cast<int>(help - state->helps.begin()) + 1;
    if (line.act == "sign-help") return give(SignHelp{number, help->hash});
    return give(WriteHelp{number, {line.text("findings"), line.text("evidence"), line.text("proposed")}});
  }
  const auto part = part_of(line.text("part"));
  const Draft* draft = part ? state->current(*part) : nullptr;
  if (draft == nullptr) return fail("case.no-draft", line.text("part"));
  if (line.act == "approve") return give(Approve{draft->id, draft->hash});
  if (line.act == "publish") return give(Publish{draft->id, draft->hash});
  return fail("demo.script", line.act);
}

Result<bool> Cast::on_issue(const ScriptLine& line) {
  const auto post = heard(line.text("post"));
  if (!post) return tl::unexpected(post.error());
  const Actor who = actor(person(city_, line.by));
  const auto give = [&](const IssueCommand& command) -> Result<bool> {
    const auto done = house_.issues().act(who, post->issue, command);
    if (!done) return tl::unexpected(done.error());
    return true;
  };
  if (line.act == "dismiss") return give(Dismiss{line.text("reason")});
  if (line.act == "grade") {
    const auto grade = grade_of(line.text("grade"));
    if (!grade) return fail("demo.script", line.text("grade"));
    return give(SetGrade{*grade, line.text("reason")});
  }
  if (line.act == "statement-draft")
    return give(DraftStatement{line.text("title"), line.text("text"), {}, moment_of(line, "next_at")});
  if (line.act == "report-draft")
    return give(DraftReport{{.what = line.text("what"),
                             .where = line.text("where"),
                             .how_many = line.text("how_many"),
                             .known = line.text("known"),
                             .doing = line.text("doing")}});
  if (line.act == "assess") {
    RecordAssessment record{.held_at = parse_rfc3339(line.text("held_at")).value_or(line.at),
                            .present = {},
                            .findings = line.text("findings"),
                            .decision = line.text("decision"),
                            .next_at = moment_of(line, "next_at")};
    for (const auto& one : line.facts.at("present").as_array()) {
      const std::string_view name(one.as_string().data(), one.as_string().size());
      const size_t at = name.find('@');
      record.present.push_back(
          person(city_, {role_of(name.substr(0, at)).value(), {std::string(name.substr(at + 1))}}).id);
    }
    return give(record);
  }
  if (line.act == "facts-write") return give(WriteFacts{line.text("facts"), line.text("evidence")});
  if (line.act == "partner-draft")
    return give(DraftPartnerNotice{line.text("agency"), line.text("matter"), line.text("where")});
  if (line.act == "facts-agree" || line.act == "partner-send") {
    const auto issue = house_.issues().load(post->issue);
    if (!issue) return tl::unexpected(issue.error());
    if (line.act == "facts-agree" && !issue->fact_sheets.empty())
      return give(AgreeFacts{issue->fact_sheets.back().id, issue->fact_sheets.back().hash});
    if (line.act == "partner-send" && !issue->partners.empty())
      return give(SendPartnerNotice{issue->partners.back().draft.notice, issue->partners.back().hash, line.text("form"),
                                    line.text("receipt")});
    return fail("case.no-draft", line.act);
  }
  const auto part = line.text("part");
  if (line.act == "acknowledge" || line.act == "hand-over" || part == "report") return on_report(line, post->issue);
  if (part != "statement") return false;
  const auto issue = house_.issues().load(post->issue);
  if (!issue) return tl::unexpected(issue.error());
  const StatementDraft* draft = issue->open_statement();
  if (draft == nullptr) return fail("case.no-draft", "statement");
  if (line.act == "approve") return give(ApproveStatement{draft->id, draft->hash});
  if (line.act == "publish") return give(PublishStatement{draft->id, draft->hash});
  return false;
}

Result<bool> Cast::on_report(const ScriptLine& line, IssueId id) {
  const auto issue = house_.issues().load(id);
  if (!issue) return tl::unexpected(issue.error());
  const Actor who = actor(person(city_, line.by));
  const auto give = [&](const IssueCommand& command) -> Result<bool> {
    const auto done = house_.issues().act(who, id, command);
    if (!done) return tl::unexpected(done.error());
    return true;
  };
  if (line.act == "acknowledge") {  // all that waits for this person
    for (const Notice& notice : issue->notices) {
      if (!waits(notice, issue->clocks, issue->notices) || !answers_for(notice.told, who, house_.book().rules))
        continue;
      if (const auto given = give(Acknowledge{notice.told.notice}); !given) return given;
    }
    return true;
  }
  if (issue->reports.empty()) return fail("issue.no-report");
  const Report& report = issue->reports.back();
  if (line.act == "approve") return give(ApproveReport{report.id, report.hash});
  if (line.act == "hand-over")
    return give(HandOverReport{report.id, line.text("authority"), line.text("form"), line.text("receipt"),
                               house_.clock().now()});
  return false;
}

}  // namespace hb::app::demo
