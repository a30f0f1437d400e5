#include <algorithm>
#include <array>
#include <map>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

constexpr size_t kMostPresent = 100;

/// One member of the contract's IssueCommand; a regrouping does not say yet of which issue.
using IssueDo = std::variant<IssueCommand, desk::Regroup>;
using Known = Named<IssueDo>;
constexpr std::array kCommands = {
    Known{"grade",
          [](Body& b) -> IssueDo {
            return SetGrade{b.choice("grade", grade_of), b.text("reason")};
          }},
    Known{"explain-miss",
          [](Body& b) -> IssueDo {
            return ExplainMiss{b.text("clock"), static_cast<int>(std::clamp<int64_t>(b.number("round"), 0, 1000)),
                               b.text("reason")};
          }},
    Known{"dismiss", [](Body& b) -> IssueDo { return Dismiss{b.text("reason")}; }},
    Known{"draft-statement",
          [](Body& b) -> IssueDo {
            return DraftStatement{b.text("title"), b.text("text"), b.text_or("sources"), b.moment_or("next_at")};
          }},
    Known{"approve-statement",
          [](Body& b) -> IssueDo {
            return ApproveStatement{{b.number("statement")}, b.digest("hash")};
          }},
    Known{"publish-statement",
          [](Body& b) -> IssueDo {
            return PublishStatement{{b.number("statement")}, b.digest("hash")};
          }},
    Known{"send-back-statement",
          [](Body& b) -> IssueDo {
            return SendBackStatement{{b.number("statement")}, b.text("reason")};
          }},
    Known{"draft-report",
          [](Body& b) -> IssueDo {
            return DraftReport{{.what = b.text("what"),
                                .where = b.text("where"),
                                .how_many = b.text("how_many"),
                                .known = b.text("known"),
                                .doing = b.text("doing")}};
          }},
    Known{"approve-report",
          [](Body& b) -> IssueDo {
            return ApproveReport{{b.number("report")}, b.digest("hash")};
          }},
    Known{"send-back-report",
          [](Body& b) -> IssueDo {
            return SendBackReport{{b.number("report")}, b.text("reason")};
          }},
    Known{"hand-over-report",
          [](Body& b) -> IssueDo {
            return HandOverReport{
                {b.number("report")}, b.text("authority"), b.text("form"), b.text("receipt"), b.moment("at")};
          }},
    Known{"merge",
          [](Body& b) -> IssueDo {
            return desk::MergeIssues{.one = {}, .other = {b.number("with")}, .reason = b.text("reason")};
          }},
    Known{"part",
          [](Body& b) -> IssueDo {
            return desk::PartIssues{{}, {b.number("from")}, b.text("reason")};
          }},
    Known{"move-posts",
          [](Body& b) -> IssueDo {
            desk::MoveThem move{{}, {}, {b.number_or("to", 0)}, b.text("reason")};
            for (const int64_t post : b.numbers_or("posts", kMostMoved)) move.posts.push_back({post});
            return move;
          }},
    Known{"assess",
          [](Body& b) -> IssueDo {
            RecordAssessment record{.held_at = b.moment("held_at"),
                                    .present = {},
                                    .findings = b.text("findings"),
                                    .decision = b.text("decision"),
                                    .next_at = b.moment_or("next_at")};
            for (const int64_t id : b.numbers_or("present", kMostPresent)) record.present.push_back({id});
            return record;
          }},
    Known{"write-facts",
          [](Body& b) -> IssueDo {
            return WriteFacts{b.text("facts"), b.text("evidence")};
          }},
    Known{"agree-facts",
          [](Body& b) -> IssueDo {
            return AgreeFacts{{b.number("sheet")}, b.digest("hash")};
          }},
    Known{"draft-partner",
          [](Body& b) -> IssueDo {
            return DraftPartnerNotice{b.text("agency"), b.text("matter"), b.text("where")};
          }},
    Known{"send-partner",
          [](Body& b) -> IssueDo {
            return SendPartnerNotice{{b.number("partner")}, b.digest("hash"), b.text("form"), b.text("receipt")};
          }},
    Known{"acknowledge", [](Body& b) -> IssueDo { return Acknowledge{{b.number("notice")}}; }},
};

Result<IssueId> issue_of(const Call& call) {
  const auto id = id_of(call.params.at("id"));
  if (!id || *id == 0) return fail("issue.unknown", call.params.at("id"));
  return IssueId{*id};
}

Response shown(Call& call, IssueId id, Language language) {
  const auto view = call.api.staff.issue_view(call.actor, id, language);
  if (!view) return problem(view.error());
  json::object out = shape(call.api, *view);
  if (std::ranges::find(view->may, "open-case") != view->may.end()) {
    const auto suggested = call.api.site.category.for_issue(view->row, view->state.criticised());
    if (!suggested) return problem(suggested.error());
    out["suggested"] = shape(call.api, *suggested);
  }
  return answer(200, out, view->state.version);
}

}  // namespace

Response list_issues(Call& call) {
  Query query(call.request);
  desk::IssueFilter filter;
  filter.at_least = query.choice("at_least", grade_of);
  filter.undecided_only = query.flag("undecided", /*absent=*/false);
  filter.remit_only = query.flag("ours", /*absent=*/true);
  filter.offset = query.cursor();
  const int64_t limit = query.limit();
  if (query.wrong()) return problem(*query.wrong());
  filter.limit = limit + 1;  // one more tells whether there is a next page

  const auto rows = call.api.staff.board(call.actor, filter);
  if (!rows) return problem(rows.error());

  json::object out;
  json::array items;
  for (const auto& row : *rows)
    if (static_cast<int64_t>(items.size()) < limit) items.push_back(shape(call.api, row));
  if (static_cast<int64_t>(rows->size()) > limit) out["next"] = cursor_at(filter.offset + limit);
  out["items"] = std::move(items);
  return answer(200, out);
}

Response get_issue(Call& call) {
  const auto id = issue_of(call);
  if (!id) return problem(id.error());
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  return shown(call, *id, language);
}

Response list_posts(Call& call) {
  const auto id = issue_of(call);
  if (!id) return problem(id.error());
  Query query(call.request);
  const Language language = query.language();
  const int64_t offset = query.cursor();
  const int64_t limit = query.limit();
  if (query.wrong()) return problem(*query.wrong());

  auto& store = call.api.site.wiring.store;
  const auto row = store.issue_row(*id);
  if (!row) return problem(row.error());
  if (!*row) return problem(Error{"issue.unknown", std::to_string(id->value)});
  const auto posts = store.posts_of_issue(*id, offset, limit + 1);
  if (!posts) return problem(posts.error());
  const auto copies = store.copies(*id);
  if (!copies) return problem(copies.error());

  const std::map<PostId, int64_t> copied(copies->begin(), copies->end());
  json::object out;
  json::array items;
  for (const auto& post : *posts) {
    if (static_cast<int64_t>(items.size()) == limit) {
      out["next"] = cursor_at(offset + limit);
      break;
    }
    items.push_back(shape(call.api, post, copied.contains(post.id) ? copied.at(post.id) : 0, language));
  }
  out["items"] = std::move(items);
  return answer(200, out);
}

Response list_alike(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  const int64_t of = query.number("issue", 0, 1, INT64_MAX);
  if (query.wrong()) return problem(*query.wrong());
  const auto found = call.api.site.between.alike(call.actor, {of});
  if (!found) return problem(found.error());

  json::array items;
  for (const auto& pair : *found) {
    json::array why, may;
    for (const auto& sentence : pair.why) why.emplace_back(language == Language::zh ? sentence.zh : sentence.en);
    if (pair.may_merge) may.emplace_back("merge");
    if (pair.may_part) may.emplace_back("part");
    const auto side = [&](const desk::IssueRow& row) {
      json::object whole = shape(call.api, row), out;
      for (const char* key : {"id", "title", "grade", "places", "posts", "last_at"}) out[key] = whole.at(key);
      return out;
    };
    items.push_back(json::object{{"one", side(pair.one)},
                                 {"other", side(pair.other)},
                                 {"version", pair.version},
                                 {"post", shape(call.api, pair.post, 0, language)},
                                 {"like", shape(call.api, pair.like, 0, language)},
                                 {"why", std::move(why)},
                                 {"may", std::move(may)}});
  }
  return answer(200, json::object{{"items", std::move(items)}});
}

Response act_on_issue(Call& call) {
  const auto id = issue_of(call);
  if (!id) return problem(id.error());
  auto asked = asked_of(call.request, kCommands);
  if (!asked) return problem(asked.error());

  if (auto* regroup = std::get_if<desk::Regroup>(&asked->command)) {
    if (auto* merge = std::get_if<desk::MergeIssues>(regroup)) merge->one = *id;
    if (auto* part = std::get_if<desk::PartIssues>(regroup)) part->into = *id;
    if (auto* move = std::get_if<desk::MoveThem>(regroup)) move->from = *id;
    const auto now = call.api.site.between.regroup(call.actor, *regroup, asked->seen);
    if (!now) return problem(now.error());
    return shown(call, *now, asked->language);
  }
  const auto done = call.api.issues.act(call.actor, *id, std::get<IssueCommand>(asked->command), asked->seen);
  if (!done) return problem(done.error());
  return shown(call, *id, asked->language);
}

}  // namespace hb::http::api
