#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

/// One member of the contract's WatchCommand.
using Known = Named<WatchCommand>;
constexpr std::array kCommands = {
    Known{"change",
          [](Body& b) -> WatchCommand {
            return ChangeWatch{b.text("name"), b.text("query")};
          }},
    Known{"end", [](Body& b) -> WatchCommand { return EndWatch{b.text("reason")}; }},
};

Result<RecordId> watch_of(std::string_view digits) {
  const auto number = id_of(digits);
  if (!number || *number == 0) return fail("record.unknown", std::string(digits));
  return record_id(RecordKind::watch, *number);
}

json::array shape(const std::vector<text::Span>& spans, uint32_t from, uint32_t to) {
  json::array out;
  for (const auto span : spans)
    if (span.start < to && span.end > from)
      out.push_back(json::array{std::max(span.start, from) - from, std::min(span.end, to) - from});
  return out;
}

// Long texts are shown from a little before the first match.
json::object shape(const Api& api, const desk::SearchHit& hit) {
  constexpr uint32_t kBefore = 40, kShown = 240;
  const auto& [post, marks] = hit;
  const auto length = static_cast<uint32_t>(count_code_points(post.text));
  const uint32_t first = marks.spans.empty() ? 0 : marks.spans.front().start;
  const uint32_t from = length <= kShown || first < kBefore ? 0 : std::min(first - kBefore, length - kShown);
  const uint32_t to = std::min(length, from + kShown);
  json::object out{{"id", post.id.value},
                   {"issue", post.issue.value},
                   {"source", post.source.value},
                   {"url", post.url},
                   {"title", post.title},
                   {"title_marks", shape(marks.title, 0, static_cast<uint32_t>(count_code_points(post.title)))},
                   {"excerpt", slice_code_points(post.text, from, to)},
                   {"excerpt_marks", shape(marks.spans, from, to)},
                   {"cut_before", from > 0},
                   {"cut_after", to < length},
                   {"noticed_at", api.time(post.noticed_at)},
                   {"copy", static_cast<bool>(post.same_text_as)}};
  if (post.published_at) out["published_at"] = api.time(*post.published_at);
  return out;
}

json::object shape(const Api& api, const desk::SearchFound& found) {
  if (found.wrong)
    return {{"wrong",
             {{"offset", found.wrong->offset}, {"expected", found.wrong->expected}, {"found", found.wrong->found}}},
            {"words", ""},
            {"items", json::array{}},
            {"posts", 0},
            {"copies", 0},
            {"whole", true}};
  json::array items;
  for (const auto& hit : found.hits) items.push_back(shape(api, hit));
  json::object out{{"words", found.words},
                   {"items", std::move(items)},
                   {"posts", found.posts},
                   {"copies", found.copies},
                   {"whole", found.whole}};
  if (found.more) out["next"] = cursor_at(found.more.value);
  return out;
}

json::object shape(const Api& api, const desk::WatchLine& line) {
  const Watch& state = line.state;
  json::object out{{"id", parts_of(line.id)->second},
                   {"version", state.version},
                   {"name", state.name},
                   {"query", state.query},
                   {"words", line.words},
                   {"unit", state.unit.value},
                   {"by", line.by},
                   {"since", api.time(state.since)},
                   {"day", line.day},
                   {"month", line.span},
                   {"ended", state.ended}};
  if (line.last) out["last"] = api.time(*line.last);
  if (line.growing)
    out["growing"] = {
        {"at", api.time(*state.grew_at)}, {"last_day", state.grew.last_day}, {"week_before", state.grew.week_before}};
  if (line.places) out["narrow"] = {{"places", *line.places}, {"voices", line.voices.value_or(0)}};
  return out;
}

Response shown(Call& call, const RecordId& id, Language language, int status) {
  const auto line = desk::Watches(call.api.site.wiring).line(id, language);
  if (!line) return problem(line.error());
  return answer(status, shape(call.api, *line), line->state.version);
}

}  // namespace

Response search_posts(Call& call) {
  Query query(call.request);
  const auto expression = query.text("q", kWatchQueryLimit);
  const auto watch = query.text("watch", 20);
  const Language language = query.language();
  const desk::SearchAsked asked{.query = expression.value_or(""),
                                .below = {query.cursor()},
                                .days = static_cast<int>(query.number("days", 0, 0, 3660)),
                                .limit = query.limit()};
  if (query.wrong()) return problem(*query.wrong());
  const desk::Watches watches(call.api.site.wiring);
  if (!watch) {
    const auto found = watches.search(call.actor, asked, language);
    return found ? answer(200, shape(call.api, *found)) : problem(found.error());
  }
  const auto id = watch_of(*watch);
  if (!id) return problem(id.error());
  const auto found = watches.posts_of(*id, asked, language);
  return found ? answer(200, shape(call.api, *found)) : problem(found.error());
}

Response list_watches(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  const auto lines = desk::Watches(call.api.site.wiring).list(call.actor, language);
  if (!lines) return problem(lines.error());
  json::array items;
  for (const auto& line : *lines) items.push_back(shape(call.api, line));
  return answer(200,
                json::object{{"items", std::move(items)},
                             {"may_keep", may_file(call.actor)},
                             {"may_read_searches", allowed(Act::read_searches, call.actor, {}, call.api.rules())}});
}

Response keep_watch(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  Body body(call.request);
  const KeepWatch keep{{body.text("name"), body.text("query"), {body.text("unit")}}};
  if (body.wrong()) return problem(*body.wrong());
  const auto id = call.api.site.between.watch(call.actor, std::nullopt, keep, std::nullopt);
  if (!id) return problem(id.error());
  return shown(call, *id, language, 201);
}

Response act_on_watch(Call& call) {
  const auto id = watch_of(call.params.at("id"));
  if (!id) return problem(id.error());
  const auto asked = asked_of(call.request, kCommands);
  if (!asked) return problem(asked.error());
  const auto done = call.api.site.between.watch(call.actor, *id, asked->command, asked->seen);
  if (!done) return problem(done.error());
  return shown(call, *id, asked->language, 200);
}

Response list_searches(Call& call) {
  Query query(call.request);
  const int64_t offset = query.cursor();
  const int64_t limit = query.limit();
  if (query.wrong()) return problem(*query.wrong());
  const auto rows = desk::Watches(call.api.site.wiring).log(call.actor, offset, limit + 1);
  if (!rows) return problem(rows.error());
  json::object out;
  json::array items;
  for (const auto& row : *rows) {
    if (static_cast<int64_t>(items.size()) == limit) {
      out["next"] = cursor_at(offset + limit);
      break;
    }
    json::object one{{"at", call.api.time(row.at)}, {"name", row.name}, {"query", row.query}, {"posts", row.posts}};
    if (row.watch != 0) one["watch"] = row.watch;
    items.push_back(std::move(one));
  }
  out["items"] = std::move(items);
  return answer(200, out);
}

}  // namespace hb::http::api
