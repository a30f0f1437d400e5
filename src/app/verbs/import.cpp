#include <fmt/core.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "app/case_file.h"
#include "app/data_dir.h"
#include "app/intake.h"
#include "app/kept_rulebooks.h"
#include "app/post_file.h"
#include "app/progress.h"
#include "app/rulebooks.h"
#include "app/simplifier.h"
#include "app/stop.h"
#include "app/system.h"
#include "app/verbs.h"

namespace hb::app {
namespace {

namespace json = boost::json;

struct Options {
  std::string file, data, rulebook, from, columns;
  bool dry_run = false;
};

int cannot(const std::string& why) {
  fmt::print(stderr, "import: {}\n", why);
  return 2;
}

// Which lines were bad and why, never what stood in them. The whole list is written anew by each run, beside the file
// or, where nothing can be written there, in the data directory.
class Rejects {
 public:
  explicit Rejects(const Options& o) : only_told_(o.dry_run) {
    const auto name = std::filesystem::path(o.file).filename().string() + ".rejects.jsonl";
    places_ = {o.file + ".rejects.jsonl", o.data + "/" + name};
    std::error_code ignored;
    if (!only_told_)
      for (const auto& place : places_) std::filesystem::remove(place, ignored);
  }

  bool add(uint64_t line, const Error& error) {
    ++count_;
    const std::string reason = error.detail.empty() ? error.code : error.code + " " + error.detail;
    const auto text = json::serialize(json::object{{"line", line}, {"reason", reason}});
    if (only_told_) {
      fmt::print(stderr, "{}\n", text);
      return true;
    }
    for (size_t i = 0; !out_.is_open() && i < places_.size(); ++i) {
      out_.open(places_[i], std::ios::binary);
      path_ = places_[i];
    }
    return static_cast<bool>(out_ << text << '\n');
  }
  bool close() { return !out_.is_open() || out_.flush(); }
  int64_t count() const { return count_; }
  const std::string& path() const { return path_; }

 private:
  bool only_told_;
  std::vector<std::string> places_;
  std::ofstream out_;
  std::string path_;
  int64_t count_ = 0;
};

int run(const Options& o) {
  auto posts = PostFile::open(o.file);
  if (!posts)
    return cannot(posts.error().code == "csv.missing"
                      ? fmt::format("{}: the first line names no column \"{}\"", o.file, posts.error().detail)
                      : "cannot read " + o.file);
  const SystemClock clock;
  std::unique_ptr<Intake> intake;
  if (!o.dry_run) {
    const auto book = load_rulebook(o.rulebook);
    if (!book) {
      for (const auto& finding : book.error()) fmt::print(stderr, "import: {}\n", to_text(finding));
      return 2;
    }
    auto opened = Intake::open(o.data, *book, clock);
    if (!opened) return cannot(why_not(o.data, opened.error()));
    intake = std::move(*opened);
  }

  catch_stops();
  Rejects rejects(o);
  Progress progress("posts");
  int64_t lines = 0;
  bool stopped = false;
  while (!(stopped = stop_asked())) {
    auto record = posts->next();
    if (!record) break;
    ++lines;
    if (!record->post) {
      if (!rejects.add(record->line, record->post.error())) return cannot("cannot write " + rejects.path());
    } else if (intake) {
      if (const auto done = intake->add(std::move(*record->post)); !done) return cannot(why_not(o.data, done.error()));
    }
    progress.at(posts->bytes_read(), posts->bytes(), lines);
  }
  if (intake)
    if (const auto done = intake->flush(); !done) return cannot(why_not(o.data, done.error()));
  if (!rejects.close()) return cannot("cannot write " + rejects.path());
  progress.end();

  json::object out{{"lines", lines}};
  if (intake) {
    out["stored"] = intake->heard().stored;
    out["known"] = intake->heard().known;
    out["issues"] = intake->heard().issues;
    out["critical"] = intake->heard().critical.size();
  } else {
    out["good"] = lines - rejects.count();
  }
  out["rejected"] = rejects.count();
  if (!rejects.path().empty()) out["rejects"] = rejects.path();
  if (stopped) out["stopped"] = true;
  fmt::print("{}\n", json::serialize(out));
  return stopped || rejects.count() > 0 ? 1 : 0;
}

// `{"columns": {"number": "工单编号"}, "words": {"kind": {"投诉": "complaint"}}}`. Nothing if it is something else.
std::optional<desk::ColumnMap> read_columns(const std::string& path, const std::string& from) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  boost::system::error_code error;
  const auto value = json::parse(bytes.str(), error);
  if (!in || error || !value.is_object()) return std::nullopt;
  desk::ColumnMap map{.from = from, .columns = {}, .words = {}};
  const auto texts = [](const json::value& of, std::map<std::string, std::string>& into) {
    if (!of.is_object()) return false;
    for (const auto& [key, one] : of.as_object()) {
      if (!one.is_string()) return false;
      into.emplace(key, std::string(one.as_string().data(), one.as_string().size()));
    }
    return true;
  };
  for (const auto& [key, one] : value.as_object()) {
    if (key == "columns" && texts(one, map.columns)) continue;
    if (key != "words" || !one.is_object()) return std::nullopt;
    for (const auto& [field, words] : one.as_object())
      if (!texts(words, map.words[std::string(field)])) return std::nullopt;
  }
  return map;
}

int run_cases(const Options& o) {
  const auto table = read_case_file(o.file);
  if (!table)
    return cannot(table.error().code == "import.empty" ? o.file + ": no headings"
                                                       : "cannot read " + o.file + ": " + table.error().code);
  std::optional<desk::ColumnMap> map = desk::ColumnMap{.from = o.from, .columns = {}, .words = {}};
  if (!o.columns.empty()) map = read_columns(o.columns, o.from);
  if (!map)
    return cannot(o.columns + R"(: not of the form {"columns": {FIELD: HEADING}, "words": {FIELD: {WORD: OURS}}})");
  if (o.file.ends_with(".jsonl"))
    for (const auto& field : table->headings) map->columns.emplace(field, field);
  const auto desk = open_standing(o.data);
  if (!desk) return cannot(why_not(o.data, desk.error()));
  if (const auto ok = mark_kind(o.data, /*demo=*/false); !ok) return cannot(why_not(o.data, ok.error()));
  const SystemClock clock;
  SystemRandom random;
  FileVault vault(std::filesystem::path(o.data) / "keys" / "cases");
  desk::Imports imports({.store = *desk->store,
                         .clock = clock,
                         .random = random,
                         .rules = rules_in_force(desk->books),
                         .office = "",
                         .simplifier = open_simplifier()});
  catch_stops();
  Rejects rejects(o);
  Progress progress("cases");
  json::object out{{"records", table->records.size()}};
  std::map<std::string, int64_t> counts{{o.dry_run ? "good" : "opened", 0}, {"there", 0}};
  desk::ImportQuestion question{.map = *std::move(map), .dry_run = o.dry_run};
  bool stopped = false;
  do {
    const auto done = imports.bring(casework::the_desk(), *table, question, vault);
    if (!done)
      return cannot(done.error().code == "import.column"
                        ? fmt::format("{}: no column for {}", o.file, done.error().detail)
                        : why_not(o.data, done.error()));
    if (!done->missing.empty()) return cannot(fmt::format("{}: no column for {}", o.file, done->missing));
    for (const auto& line : done->lines) {
      if (line.outcome != desk::ImportLine::Outcome::rejected) {
        ++counts[std::string(name_of(line.outcome))];
      } else if (!rejects.add(line.line, line.wrong)) {
        return cannot("cannot write " + rejects.path());
      }
    }
    question.offset += question.limit;
    const auto so_far = std::min<int64_t>(question.offset, done->records);
    progress.at(static_cast<uint64_t>(so_far), static_cast<uint64_t>(done->records), so_far);
  } while (question.offset < std::ssize(table->records) && !(stopped = stop_asked()));
  if (!rejects.close()) return cannot("cannot write " + rejects.path());
  progress.end();
  for (const auto& [name, count] : counts) out[name] = count;
  out["rejected"] = rejects.count();
  if (!rejects.path().empty()) out["rejects"] = rejects.path();
  if (stopped) out["stopped"] = true;
  fmt::print("{}\n", json::serialize(out));
  return stopped || rejects.count() > 0 ? 1 : 0;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
  auto* import = app.add_subcommand("import", "bring what was kept elsewhere into a data directory");
  import->require_subcommand(1);
  auto* verb =
      import->add_subcommand("posts", "posts from JSON lines, or from a CSV whose first line names the columns");
  const auto o = std::make_shared<Options>();
  verb->add_option("file", o->file, "posts.jsonl or posts.csv")->required();
  add_data(*verb, o->data);
  verb->add_option("--rulebook", o->rulebook, "the rules by which posts are noticed; else the shipped ones");
  verb->add_flag("--dry-run", o->dry_run, "check every line, store nothing");
  verb->callback([o, &exit_code] { exit_code = run(*o); });

  auto* cases = import->add_subcommand(
      "cases",
      "cases that another desk (12315, 12345) sends over: CSV under its own headings, or JSON lines. Its number is the "
      "key: the same file again opens nothing twice. The desk must not be running on the directory");
  const auto c = std::make_shared<Options>();
  cases->add_option("file", c->file, "cases.csv or cases.jsonl")->required();
  add_data(*cases, c->data);
  cases->add_option("--from", c->from, "an id for that desk, such as 12345: lower-case letters, digits, hyphens")
      ->required();
  cases->add_option(
      "--columns", c->columns,
      R"(which heading is which: {"columns": {"number": "工单编号", "text": "诉求内容"}, "words": {"kind": )"
      R"({"投诉": "complaint"}}}; else as the last time, or by the usual headings. Fields: number, text, )"
      "title, received, due, contact, place, kind, matter, privacy");
  cases->add_flag("--dry-run", c->dry_run, "say what would become of every line, open nothing");
  cases->callback([c, &exit_code] { exit_code = run_cases(*c); });
}

}  // namespace hb::app
