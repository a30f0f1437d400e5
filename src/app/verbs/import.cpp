#include <fmt/core.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <memory>

#include "app/data_dir.h"
#include "app/intake.h"
#include "app/post_file.h"
#include "app/progress.h"
#include "app/rulebooks.h"
#include "app/stop.h"
#include "app/verbs.h"

namespace hb::app {
namespace {

namespace json = boost::json;

struct Options {
  std::string file, data, rulebook;
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
}

}  // namespace hb::app
