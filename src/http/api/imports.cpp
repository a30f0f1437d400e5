#include "desk/imports.h"

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

constexpr size_t kMostColumns = 20, kMostWords = 500;

json::object shape(const desk::ColumnMap& map) {
  json::array columns, words;
  for (const auto& [field, heading] : map.columns)
    columns.push_back(json::object{{"field", field}, {"heading", heading}});
  for (const auto& [field, ours] : map.words)
    for (const auto& [theirs, our] : ours)
      words.push_back(json::object{{"field", field}, {"theirs", theirs}, {"ours", our}});
  return {{"from", map.from}, {"columns", std::move(columns)}, {"words", std::move(words)}};
}

json::object shape(const desk::ImportLine& line) {
  json::object out{
      {"line", line.line}, {"their_number", line.their_number}, {"outcome", std::string(name_of(line.outcome))}};
  if (!line.number.value.empty()) out["number"] = line.number.value;
  if (line.outcome == desk::ImportLine::Outcome::rejected) {
    out["code"] = line.wrong.code;
    out["detail"] = line.wrong.detail;
  }
  return out;
}

}  // namespace

Response list_imports(Call& call) {
  const auto maps = call.api.imports.kept(call.actor);
  if (!maps) return problem(maps.error());
  json::array items;
  for (const auto& map : *maps) items.push_back(shape(map));
  return answer(200, json::object{{"items", std::move(items)}});
}

Response import_cases(Call& call) {
  Body body(call.request);
  const std::string csv = body.text("csv");
  desk::ImportQuestion question{
      .map = {.from = body.text("from"), .columns = {}, .words = {}},
      .dry_run = body.flag_or("dry_run"),
      .offset = body.number_or("offset", 0),
  };
  body.objects_or("columns", kMostColumns, [&](Body& one) {
    return question.map.columns.emplace(one.text("field"), one.text("heading")).second;
  });
  body.objects_or("words", kMostWords, [&](Body& one) {
    return question.map.words[one.text("field")].emplace(one.text("theirs"), one.text("ours")).second;
  });
  if (body.wrong()) return problem(*body.wrong());
  const auto table = desk::read_table(csv);
  if (!table) return problem(table.error());
  const auto done = call.api.imports.bring(call.actor, *table, question, call.api.site.vault);
  if (!done) return problem(done.error());
  json::array headings, lines, unknown;
  for (const auto& heading : done->headings) headings.emplace_back(heading);
  for (const auto& [field, theirs] : done->unknown)
    unknown.push_back(json::object{{"field", field}, {"theirs", theirs}});
  for (const auto& line : done->lines) lines.push_back(shape(line));
  json::object out{{"headings", std::move(headings)},
                   {"map", shape(done->map)},
                   {"records", done->records},
                   {"unknown", std::move(unknown)},
                   {"lines", std::move(lines)}};
  if (!done->missing.empty()) out["missing"] = done->missing;
  if (const int64_t next = question.offset + question.limit; next < done->records) out["next"] = next;
  return answer(200, std::move(out));
}

Response export_results(Call& call) {
  auto csv = call.api.imports.results(call.actor, call.params.at("from"));
  if (!csv) return problem(csv.error());
  Response out;
  out.content_type = "text/csv; charset=utf-8";
  out.body = *std::move(csv);
  out.headers = {{"Content-Disposition", "attachment; filename=\"results.csv\""}, {"Cache-Control", "no-store"}};
  return out;
}

}  // namespace hb::http::api
