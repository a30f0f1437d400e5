#include "desk/imports.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <set>

#include "base/ascii.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "casework/written.h"
#include "desk/watches.h"
#include "text/dates.h"
#include "text/mask.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr std::string_view kMaps = "import/maps";  // ids, a line each
constexpr size_t kLongest = size_t{256} << 10;     // bytes of a record
constexpr int64_t kPage = 500;
constexpr size_t kLongestWord = 40;  // code points; what is longer is no word

std::string map_setting(std::string_view from) { return "import/map/" + std::string(from); }

// Headings that such exports have been seen to use, ours first.
constexpr std::pair<std::string_view, std::string_view> kKnownHeadings[] = {
    {"number", "工单编号"},   {"number", "登记编号"},   {"number", "投诉编号"},   {"number", "举报编号"},
    {"number", "诉求编号"},   {"number", "编号"},       {"text", "诉求内容"},     {"text", "投诉内容"},
    {"text", "举报内容"},     {"text", "主要内容"},     {"text", "问题描述"},     {"text", "内容"},
    {"title", "诉求标题"},    {"title", "工单标题"},    {"title", "标题"},        {"received", "受理时间"},
    {"received", "登记时间"}, {"received", "来电时间"}, {"received", "投诉时间"}, {"received", "创建时间"},
    {"due", "办结时限"},      {"due", "办理期限"},      {"due", "处理时限"},      {"due", "截止时间"},
    {"due", "到期时间"},      {"contact", "联系电话"},  {"contact", "联系方式"},  {"contact", "来电号码"},
    {"contact", "电话"},      {"place", "事发地址"},    {"place", "事发地点"},    {"place", "所属区域"},
    {"place", "行政区划"},    {"place", "区县"},        {"place", "地址"},        {"kind", "诉求类型"},
    {"kind", "工单类型"},     {"kind", "业务类型"},     {"kind", "类型"},         {"matter", "诉求分类"},
    {"matter", "问题类别"},   {"matter", "类别"},       {"privacy", "是否保密"},  {"privacy", "保密"}};
constexpr std::array<std::string_view, 3> kKnownWords[] = {
    {"kind", "投诉", "complaint"},   {"kind", "举报", "tip-off"},         {"kind", "咨询", "question"},
    {"kind", "建议", "suggestion"},  {"kind", "意见", "suggestion"},      {"privacy", "是", "confidential"},
    {"privacy", "否", "named"},      {"privacy", "保密", "confidential"}, {"privacy", "不保密", "named"},
    {"privacy", "匿名", "anonymous"}};

bool ours(std::string_view field) { return std::ranges::find(kImportFields, field) != std::end(kImportFields); }
bool names_desk(std::string_view text) { return is_plain_id(text) && text.size() <= 32; }

void guess(ColumnMap& map, const std::vector<std::string>& headings) {
  for (const auto& [field, heading] : kKnownHeadings)
    if (!map.columns.contains(std::string(field)) && std::ranges::find(headings, heading) != headings.end())
      map.columns.emplace(field, heading);
}

bool is_word(const std::string& field, const std::string& ours, const Rules& rules) {
  if (field == "kind") return case_kind_of(ours).has_value();
  if (field == "privacy") return privacy_of(ours).has_value();
  return field == "matter" && std::ranges::any_of(rules.units, [&](const Unit& unit) {
           return std::ranges::find(unit.remit, ours) != unit.remit.end();
         });
}

Result<void> check(const ColumnMap& map, const std::vector<std::string>& headings, const Rules& rules) {
  for (const auto& [field, heading] : map.columns)
    if (!ours(field) || std::ranges::find(headings, heading) == headings.end())
      return fail("import.column", ours(field) ? heading : field);
  for (const char* needed : {"number", "text"})
    if (!map.columns.contains(needed)) return fail("import.column", needed);
  for (const auto& [field, words] : map.words)
    for (const auto& [theirs, our] : words)
      if (!is_word(field, our, rules)) return fail("import.word", our);
  return {};
}

// The rulebook's places that the cell names, without those that stand inside a longer one.
std::vector<std::string> places_in(std::string_view cell, const Rules& rules) {
  std::vector<std::string> named, out;
  for (const Unit& unit : rules.units)
    for (const auto& place : unit.places)
      if (cell.find(place) != std::string_view::npos) named.push_back(place);
  const auto inside_another = [&](const std::string& place) {
    return std::ranges::any_of(
        named, [&](const std::string& other) { return other != place && other.find(place) != std::string::npos; });
  };
  std::ranges::copy_if(named, std::back_inserter(out), std::not_fn(inside_another));
  return out;
}

std::optional<Instant> moment_in(std::string_view cell, const Zone& zone) {
  const text::Zone wall = wall_of(zone);
  if (const auto at = text::parse_date(cell, wall)) return at;
  const auto seen = text::find_date(cell, wall);
  return seen ? std::optional(seen->at) : std::nullopt;
}

/// One record under our names.
class Cells {
 public:
  Cells(const ColumnMap& map, const std::vector<std::string>& headings, const std::vector<std::string>& fields)
      : map_(map), headings_(headings), fields_(fields) {}

  /// "" if the file has no such column.
  std::string at(const std::string& field) const {
    const auto heading = map_.columns.find(field);
    if (heading == map_.columns.end()) return {};
    const auto column = std::ranges::find(headings_, heading->second) - headings_.begin();
    return std::string(trimmed(fields_[static_cast<size_t>(column)]));
  }
  /// What its word stands for; `absent` for an empty cell.
  Result<std::string> word(const std::string& field, const std::string& absent) const {
    const std::string cell = at(field);
    if (cell.empty()) return absent;
    if (auto found = ours_for(field, cell)) return *std::move(found);
    if (field == "matter") return absent;  // whose it is, the office then says
    return fail("import.word", std::string(slice_code_points(cell, 0, kLongestWord)));
  }
  std::optional<std::string> ours_for(const std::string& field, const std::string& cell) const {
    if (const auto words = map_.words.find(field); words != map_.words.end())
      if (const auto ours = words->second.find(cell); ours != words->second.end()) return ours->second;
    for (const auto& [of, theirs, ours] : kKnownWords)
      if (of == field && theirs == cell) return std::string(ours);
    return std::nullopt;
  }
  /// None for an empty cell. Error "import.time".
  Result<std::optional<Instant>> moment(const std::string& field, const Zone& zone) const {
    const std::string cell = at(field);
    if (cell.empty()) return std::optional<Instant>{};
    const auto read = moment_in(cell, zone);
    if (!read) return fail("import.time", field);
    return read;
  }

 private:
  const ColumnMap& map_;
  const std::vector<std::string>& headings_;
  const std::vector<std::string>& fields_;
};

std::vector<std::pair<std::string, std::string>> unknown_words(const ImportTable& table, const ColumnMap& map) {
  std::set<std::pair<std::string, std::string>> out;
  for (const auto& record : table.records) {
    if (record.wrong || record.fields.size() != table.headings.size()) continue;
    const Cells cells(map, table.headings, record.fields);
    for (const auto field : kWordFields) {
      std::string cell = cells.at(std::string(field));
      const bool a_word = !cell.empty() && count_code_points(cell) <= kLongestWord;
      if (a_word && out.size() < kMostUnknown && !cells.ours_for(std::string(field), cell))
        out.emplace(field, std::move(cell));
    }
  }
  return {out.begin(), out.end()};
}

struct Read {
  CaseOpened facts;
  CitizenWords citizen;
};
Result<Read> read(const Cells& cells, const ColumnMap& map, const std::string& number, Instant now,
                  const Rules& rules) {
  const Zone& zone = rules.calendar->zone();
  const auto kind = cells.word("kind", "complaint");
  if (!kind) return tl::unexpected(kind.error());
  const auto privacy = cells.word("privacy", "named");
  if (!privacy) return tl::unexpected(privacy.error());
  const auto matter = cells.word("matter", "");
  if (!matter) return tl::unexpected(matter.error());
  const auto received = cells.moment("received", zone);
  if (!received) return tl::unexpected(received.error());
  const auto due = cells.moment("due", zone);
  if (!due) return tl::unexpected(due.error());
  Read out;
  out.facts.kind = *case_kind_of(*kind);
  out.facts.channel = Channel::import;
  out.facts.privacy = *privacy_of(*privacy);
  const std::string title = text::mask(cells.at("title"));
  out.facts.title = title.empty() ? map.from + " " + number : std::string(slice_code_points(title, 0, kTitleLimit));
  out.facts.places = places_in(cells.at("place"), rules);
  out.facts.matter = *matter;
  out.facts.posted_at = received->value_or(now);
  out.facts.noticed_at = now;
  out.facts.came_from = map.from;
  out.facts.their_number = number;
  out.facts.their_due = *due;
  out.citizen.text = cells.at("text");
  if (const std::string place = cells.at("place"); !place.empty()) out.citizen.text += "\n\n" + place;
  out.citizen.contact = cells.at("contact");
  if (auto ok = written(out.citizen.text, kTextLimit, "text"); !ok) return tl::unexpected(ok.error());
  if (cells.at("text").empty()) return fail("case.empty", "text");
  return out;
}

std::string_view in_words(CaseState state) {
  switch (state) {
    case CaseState::dispatched:
      return "待签收";
    case CaseState::handling:
      return "办理中";
    case CaseState::answered:
      return "已答复";
    case CaseState::outside:
      return "已转外部单位";
    case CaseState::sent_up:
      return "待分管领导确定";
    case CaseState::withdrawn:
      return "市民已撤回";
    case CaseState::not_ours:
      return "不归本局管";
  }
  return {};
}

std::string wall(const std::optional<Instant>& at, const Zone& zone) {
  if (!at) return {};
  std::string out = format_rfc3339(*at, zone.offset_at(*at)).substr(0, 19);
  std::ranges::replace(out, 'T', ' ');
  return out;
}

}  // namespace

std::string_view name_of(ImportLine::Outcome outcome) {
  constexpr std::array<std::string_view, 4> kNames{"good", "opened", "there", "rejected"};
  return kNames[static_cast<size_t>(outcome)];
}

std::string to_text(const ColumnMap& map) {
  std::string out;
  for (const auto& [field, heading] : map.columns) out += csv_line({"column", field, heading});
  for (const auto& [field, words] : map.words)
    for (const auto& [theirs, our] : words) out += csv_line({"word", field, theirs, our});
  return out;
}

Result<ColumnMap> parse_columns(std::string_view from, std::string_view text) {
  ColumnMap out{.from = std::string(from), .columns = {}, .words = {}};
  CsvReader lines(lines_of(text), kLongest);
  while (const auto record = lines.next()) {
    const auto& f = record->fields;
    const bool word = f.size() == 4 && f[0] == "word" && std::ranges::find(kWordFields, f[1]) != std::end(kWordFields);
    if (record->wrong || !(word || (f.size() == 3 && f[0] == "column" && ours(f[1]))))
      return fail("import.map", std::to_string(record->line));
    if (word) {
      out.words[f[1]][f[2]] = f[3];
    } else {
      out.columns[f[1]] = f[2];
    }
  }
  return out;
}

ImportLine Imports::one(const Actor& actor, const ColumnMap& map, const std::vector<std::string>& headings,
                        const std::vector<std::string>& fields, bool dry_run, Vault& vault) {
  ImportLine out;
  const auto reject = [&](const Error& why) {
    out.outcome = ImportLine::Outcome::rejected;
    out.wrong = why;
    return out;
  };
  if (fields.size() != headings.size()) return reject({"import.columns", std::to_string(fields.size())});
  const Cells cells(map, headings, fields);
  out.their_number = cells.at("number");
  if (auto ok = written(out.their_number, kTitleLimit, "number"); !ok) return reject(ok.error());
  CaseFilter theirs;
  theirs.came_from = map.from;
  theirs.their_number = out.their_number;
  theirs.limit = 1;
  const auto there = w_.store.cases(theirs);
  if (!there) return reject(there.error());
  if (!there->empty()) {
    out.outcome = ImportLine::Outcome::there;
    out.number = there->front().number;
    return out;
  }
  const Instant now = w_.clock.now();
  auto found = read(cells, map, out.their_number, now, *w_.rules);
  if (!found) return reject(found.error());
  if (dry_run) {
    const auto would = decide(Case{}, OpenCase{found->facts}, actor, now, *w_.rules);
    return would ? out : reject(would.error());
  }
  const auto number = cases_.take_over(actor, std::move(found->facts), found->citizen, vault);
  if (!number) return reject(number.error());
  out.outcome = ImportLine::Outcome::opened;
  out.number = *number;
  return out;
}

Result<void> Imports::keep(const ColumnMap& map) {
  auto ids = w_.store.setting(kMaps);
  if (!ids) return tl::unexpected(ids.error());
  std::string all = ids->value_or("");
  if (("\n" + all).find("\n" + map.from + "\n") == std::string::npos) all += map.from + "\n";
  Changes changes;
  changes.settings = {{std::string(kMaps), all}, {map_setting(map.from), to_text(map)}};
  const auto done = commit(w_, changes);
  return done ? Result<void>() : tl::unexpected(done.error());
}

Result<ImportTable> read_table(std::string_view csv) {
  if (!valid_utf8(csv)) return fail("csv.not-utf8");
  CsvReader reader(lines_of(csv), kLongest);
  auto header = reader.next();
  if (!header || header->wrong) return fail("import.empty");
  ImportTable out{.headings = std::move(header->fields), .records = {}};
  for (std::string& heading : out.headings) heading = trimmed(heading);
  while (auto record = reader.next()) out.records.push_back(*std::move(record));
  return out;
}

Result<Imported> Imports::bring(const Actor& actor, const ImportTable& table, const ImportQuestion& question,
                                Vault& vault) {
  if (actor.user && !may_dispatch(actor)) return fail("import.not-allowed");
  if (!names_desk(question.map.from)) return fail("import.from", question.map.from);
  const std::lock_guard one_by_one(importing_);
  Imported out{.headings = table.headings,
               .map = question.map,
               .missing = {},
               .records = std::ssize(table.records),
               .unknown = {},
               .lines = {}};
  if (out.map.columns.empty()) {
    const auto kept = w_.store.setting(map_setting(out.map.from));
    if (!kept) return tl::unexpected(kept.error());
    if (*kept) {
      auto map = parse_columns(out.map.from, **kept);
      if (!map) return tl::unexpected(map.error());
      out.map.columns = std::move(map->columns);
      for (auto& [field, words] : map->words) out.map.words[field].merge(words);  // what is asked for now goes first
    } else {
      guess(out.map, out.headings);
    }
  }
  if (auto ok = check(out.map, out.headings, *w_.rules); !ok) {
    // What is to be chosen from is shown all the same.
    if (!question.dry_run || ok.error().code != "import.column") return tl::unexpected(ok.error());
    out.missing = ok.error().detail;
    return out;
  }
  if (!question.dry_run)
    if (auto ok = keep(out.map); !ok) return tl::unexpected(ok.error());
  out.unknown = unknown_words(table, out.map);
  const int64_t end = std::min(out.records, question.offset + question.limit);
  for (int64_t at = question.offset; at < end; ++at) {
    const auto& record = table.records[static_cast<size_t>(at)];
    ImportLine line;
    if (record.wrong) {
      line.outcome = ImportLine::Outcome::rejected;
      line.wrong = *record.wrong;
    } else {
      line = one(actor, out.map, out.headings, record.fields, question.dry_run, vault);
    }
    line.line = record.line;
    out.lines.push_back(std::move(line));
  }
  return out;
}

Result<std::vector<ColumnMap>> Imports::kept(const Actor& actor) const {
  if (actor.user && !may_dispatch(actor)) return fail("import.not-allowed");
  const auto ids = w_.store.setting(kMaps);
  if (!ids) return tl::unexpected(ids.error());
  std::vector<ColumnMap> out;
  const std::string all = ids->value_or("");
  const auto next = lines_of(all);
  for (std::string from; next(from);) {
    const auto text = w_.store.setting(map_setting(from));
    if (!text) return tl::unexpected(text.error());
    auto map = parse_columns(from, text->value_or(""));
    if (!map) return tl::unexpected(map.error());
    out.push_back(*std::move(map));
  }
  return out;
}

Result<std::string> Imports::results(const Actor& actor, const std::string& from) const {
  const auto maps = kept(actor);
  if (!maps) return tl::unexpected(maps.error());
  const auto map = std::ranges::find(*maps, from, &ColumnMap::from);
  if (map == maps->end()) return fail("import.from", from);
  const Zone& zone = w_.rules->calendar->zone();
  std::string out = "\xEF\xBB\xBF" + csv_line({map->columns.at("number"), "本局编号", "承办单位", "办理状态",
                                               "立项时间", "初步回应时间", "答复时间", "平台期限", "办理结果"});
  CaseFilter filter;
  filter.came_from = from;
  filter.limit = kPage;
  std::vector<CaseRow> rows;
  for (;; filter.offset += kPage) {
    const auto page = w_.store.cases(filter);
    if (!page) return tl::unexpected(page.error());
    rows.insert(rows.end(), page->begin(), page->end());
    if (std::ssize(*page) < kPage) break;
  }
  std::ranges::reverse(rows);
  for (const CaseRow& row : rows) {
    const auto state = cases_.load(row.number);
    if (!state) return tl::unexpected(state.error());
    std::optional<Instant> replied, answered;
    for (const Draft& draft : state->drafts)
      if (draft.part == Part::first_reply && draft.published_at && !replied) replied = draft.published_at;
    std::string result;
    if (const Draft* stands = state->standing()) {
      answered = stands->published_at;
      result = state->opened.answer_privately ? "已单独答复本人" : stands->text;
    } else if (state->not_ours) {
      result = state->not_ours->reason + "（" + state->not_ours->whose + "，" + state->not_ours->reach + "）";
    }
    const Unit* unit = w_.rules->unit(state->unit);
    out += csv_line({row.their_number, row.number.value,
                     unit != nullptr          ? unit->name.zh
                     : state->outside.empty() ? state->unit.value
                                              : state->outside,
                     std::string(in_words(row.state)), wall(row.opened_at, zone), wall(replied, zone),
                     wall(answered, zone), wall(row.their_due, zone), sheet_cell(result)});
  }
  return out;
}

}  // namespace hb::desk
