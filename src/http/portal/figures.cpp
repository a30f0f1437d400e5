#include <algorithm>
#include <array>

#include "desk/accountability.h"
#include "http/guard.h"
#include "http/portal/pages.h"

namespace hb::http {
namespace {

using casework::Figure;
using casework::FigureKind;
using casework::FigureRow;

std::string duration(const View& view, int64_t minutes) {
  const auto say = [&](std::string_view key, int64_t large, int64_t small) {
    return view.say(key, {{"large", std::to_string(large)}, {"small", std::to_string(small)}});
  };
  if (minutes < 60) return say("duration.minutes", 0, minutes);
  if (minutes < 48 * 60) return say("duration.hours", minutes / 60, minutes % 60);
  return say("duration.days", minutes / (24 * 60), minutes % (24 * 60) / 60);
}

std::string value(const View& view, const FigureRow& row) {
  if (row.of == "<5") return view.say("figures.few");
  std::string out;
  switch (kind_of(row.figure)) {
    case FigureKind::count:
      return escape(row.value);
    case FigureKind::percent:
      out = escape(row.value) + "%";
      break;
    case FigureKind::minutes:
      out = duration(view, entry_of(row.value).value_or(0));
      break;
    case FigureKind::stars:
      out = view.say("figures.stars", {{"value", row.value}});
      break;
  }
  return out + " <span class=\"hint\">" + view.say("figures.of", {{"of", row.of}}) + "</span>";
}

// Whether a unit says that a figure misleads, and what came of it. Why is between the unit and the auditor.
std::string contested(const View& view, const FigureRow& row, const std::vector<desk::ContestMark>& contests) {
  for (const desk::ContestMark& mark : contests) {  // the newest first
    if (mark.unit == row.unit && mark.month == row.month && mark.figure == row.figure)
      return "<p class=\"hint\">" + view.say("figures.contest." + std::string(name_of(mark.state))) + "</p>";
  }
  return "";
}

std::string table(const View& view, Figure figure, const std::vector<const FigureRow*>& rows,
                  const std::vector<desk::ContestMark>& contests) {
  const std::string key = "figure." + std::string(name_of(figure));
  std::string out = "<h2>" + view.say(key) + "</h2>\n<p class=\"hint\">" + view.say(key + ".formula") +
                    "</p>\n<table><thead><tr><th scope=\"col\">" + view.say("figures.unit") +
                    "</th><th scope=\"col\">" + view.say(key) + "</th></tr></thead><tbody>";
  for (const FigureRow* row : rows)
    out += "<tr><th scope=\"row\">" + (row->unit ? unit_name(view, row->unit) : view.say("figures.all")) + "</th><td>" +
           value(view, *row) + contested(view, *row, contests) + "</td></tr>";
  return out + "</tbody></table>\n";
}

std::string months(const View& view, const std::vector<std::string>& all, const std::string& shown) {
  std::string out = "<nav class=\"pager\" aria-label=\"" + view.say("figures.months") + "\">";
  for (const auto& month : all)
    out += "<a href=\"/performance?month=" + month + "\"" + (month == shown ? " aria-current=\"page\"" : "") + ">" +
           month + "</a>";
  return out + "</nav>\n";
}

constexpr std::array<std::string_view, 7> kFiles{"cases",  "clocks",  "answers", "statements",
                                                 "issues", "ratings", "figures"};

std::string size_of(size_t bytes) {
  return bytes < 1024 * 1024 ? std::to_string((bytes + 1023) / 1024) + " KB"
                             : std::to_string((bytes + 1024 * 1024 - 1) / (1024 * 1024)) + " MB";
}

}  // namespace

Response performance_page(const View& view) {
  const auto set = view.site.open_data.latest();
  std::string main = "<p>" + view.say("figures.lead") + "</p>\n";
  std::vector<std::string> all;
  if (set != nullptr)
    for (const auto& row : set->figures)
      if (all.empty() || all.back() != row.month) all.push_back(row.month);
  if (all.empty())
    return show(view,
                {.title = view.plain("figures.title"), .main = main + "<p>" + view.say("figures.none") + "</p>\n"});
  std::ranges::reverse(all);
  const auto asked = view.request.query.find("month");
  const bool known = asked != view.request.query.end() && std::ranges::find(all, asked->second) != all.end();
  if (asked != view.request.query.end() && !known) return error_page(view, 404, "missing");
  const std::string month = known ? asked->second : all.front();
  main += months(view, all, month) + "<p>" + view.say("figures.made") + moment(view, set->made_at) +
          (month == set->month ? view.say("figures.running") : "") + "</p>\n";
  const auto contests = desk::contest_marks(view.site.store);
  if (!contests) return error_page(view, 503, "unavailable");
  for (int figure = 0; figure < casework::kFigures; ++figure) {
    std::vector<const FigureRow*> rows;
    for (const auto& row : set->figures)
      if (row.month == month && row.figure == static_cast<Figure>(figure)) rows.push_back(&row);
    if (!rows.empty()) main += table(view, static_cast<Figure>(figure), rows, *contests);
  }
  return show(view, {.title = view.plain("figures.title"), .main = main + view.words().block("figures.text")});
}

Response data_page(const View& view) {
  const auto set = view.site.open_data.latest();
  std::string main = view.words().block("data.text");
  if (set == nullptr) {
    main += "<p>" + view.say("data.none") + "</p>\n";
  } else {
    main += "<h2>" + view.say("data.files") + "</h2>\n<p>" + view.say("figures.made") + moment(view, set->made_at) +
            "</p>\n<ul class=\"list\">";
    for (const auto name : kFiles) {
      main += "<li><strong>" + view.say("data." + std::string(name)) + "</strong><p class=\"hint\">" +
              view.say("data." + std::string(name) + ".text") + "</p><p>";
      for (const char* form : {".csv", ".jsonl"}) {
        const std::string file = std::string(name) + form;
        const auto at = set->files.find(file);
        if (at != set->files.end())
          main += "<a class=\"file\" href=\"/data/" + file + "\">" + file + "</a> <span class=\"hint\">" +
                  size_of(at->second.size()) + "</span> ";
      }
      main += "</p></li>\n";
    }
    main += "</ul>\n";
  }
  return show(view, {.title = view.plain("data.title"),
                     .main = main + view.words().block("data.check", {{"site", address_of(view.request)}})});
}

Response data_file(const View& view, std::string_view name) {
  if (name == "recompute.py") {
    auto script = view.site.asset("recompute.py");
    if (!script) return error_page(view, 404, "missing");
    return {200, "text/x-python; charset=utf-8", {{"Cache-Control", "public, max-age=300"}}, std::move(*script)};
  }
  const auto set = view.site.open_data.latest();
  const auto at = set == nullptr ? decltype(set->files.find(name)){} : set->files.find(name);
  if (set == nullptr || at == set->files.end()) return error_page(view, 404, "missing");
  const std::string tag = "\"" + std::string(name) + "-" + std::to_string(set->made_at.seconds) + "\"";
  Response response{200,
                    name.ends_with(".csv")     ? "text/csv; charset=utf-8; header=present"
                    : name.ends_with(".jsonl") ? "application/jsonl; charset=utf-8"
                                               : "application/json; charset=utf-8",
                    {{"Cache-Control", "public, max-age=300"},
                     {"ETag", tag},
                     {"Content-Disposition", "attachment; filename=\"" + std::string(name) + "\""}},
                    {}};
  if (view.request.if_none_match == tag) {
    response.status = 304;
  } else {
    response.body = at->second;
  }
  return response;
}

}  // namespace hb::http
