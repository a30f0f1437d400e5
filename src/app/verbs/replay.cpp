#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <memory>
#include <thread>

#include "app/data_dir.h"
#include "app/intake.h"
#include "app/post_file.h"
#include "app/progress.h"
#include "app/rulebooks.h"
#include "app/stop.h"
#include "app/verbs.h"
#include "desk/issues.h"

namespace hb::app {
namespace {

struct Options {
  std::string file, data, rulebook, speed = "max";
};

int cannot(const std::string& why) {
  fmt::print(stderr, "replay: {}\n", why);
  return 2;
}

// The newest time among the posts played so far.
struct PostClock : desk::Clock {
  Instant now() const override { return at; }
  Instant at;
};

double seconds_of(const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; }

// Posts are heard as by a listener who comes by this often.
constexpr Seconds kRound = minutes(10);

// Waits until the pace has come to `due`; false if the run was told to stop.
class Pace {
 public:
  explicit Pace(double times) : times_(times) {}
  bool due(Instant at) {
    if (times_ == 0) return true;
    if (!first_) first_ = at;
    return elapsed() * times_ >= static_cast<double>((at - *first_).count);
  }
  bool wait(Instant at) {
    while (!due(at)) {
      if (stop_asked()) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }

 private:
  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count(); }
  double times_;  // 0: as fast as it goes
  std::optional<Instant> first_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

// Hears what was gathered and lets the clocks of issues run to this moment.
Result<void> play(Intake& intake, desk::Issues& issues) {
  if (const auto heard = intake.flush(); !heard) return heard;
  for (;;) {
    const auto missed = issues.tick();
    if (!missed) return tl::unexpected(missed.error());
    if (*missed == 0) return {};
  }
}

int run(const Options& o) {
  const double times = o.speed == "max" ? 0 : std::strtod(o.speed.c_str(), nullptr);
  if (o.speed != "max" && !(times > 0 && std::isfinite(times)))
    return cannot("--speed is \"max\" or how many times faster than life, not \"" + o.speed + "\"");
  const auto started = std::chrono::steady_clock::now();
  auto posts = PostFile::open(o.file);
  if (!posts) return cannot("cannot read " + o.file);
  const auto book = load_rulebook(o.rulebook);
  if (!book) {
    for (const auto& finding : book.error()) fmt::print(stderr, "replay: {}\n", to_text(finding));
    return 2;
  }
  PostClock clock;
  const auto opened = Intake::open(o.data, *book, clock);
  if (!opened) return cannot(why_not(o.data, opened.error()));
  Intake& intake = **opened;
  desk::Issues issues(intake.wiring());

  catch_stops();
  Pace pace(times);
  Progress progress("posts");
  int64_t lines = 0, rejected = 0;
  Instant round;
  Result<void> done;
  while (done && !stop_asked()) {
    auto record = posts->next();
    if (!record) break;
    ++lines;
    progress.at(posts->bytes_read(), posts->bytes(), lines);
    if (!record->post) {
      ++rejected;
      continue;
    }
    const Instant at = record->post->published_at;
    if (at > round + kRound || !pace.due(at)) {
      done = play(intake, issues);
      if (!done || !pace.wait(at)) break;
      round = at;
    }
    clock.at = std::max(clock.at, at);
    done = intake.add(std::move(*record->post));
    if (done && intake.waiting() == 0) done = play(intake, issues);
  }
  const bool stopped = stop_asked();
  if (done) done = play(intake, issues);
  progress.end();
  if (!done) return cannot(why_not(o.data, done.error()));

  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  const double cpu = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  const auto count = static_cast<double>(std::max<int64_t>(lines - rejected, 1));
  const auto& heard = intake.heard();
  boost::json::object out{{"posts", lines - rejected},
                          {"stored", heard.stored},
                          {"known", heard.known},
                          {"rejected", rejected},
                          {"issues", heard.issues},
                          {"critical", heard.critical.size()},
                          {"seconds", seconds},
                          {"cpu_seconds", cpu},
                          {"posts_per_second", count / seconds},
                          {"cpu_us_per_post", cpu * 1e6 / count},
                          {"peak_rss_mb", static_cast<double>(used.ru_maxrss) / 1024}};
  if (stopped) out["stopped"] = true;
  fmt::print("{}\n", boost::json::serialize(out));
  return stopped || rejected > 0 ? 1 : 0;
}

}  // namespace

void add_replay(CLI::App& app, int& exit_code) {
  auto* verb =
      app.add_subcommand("replay", "play posts through the whole path on their own times, and say what it took");
  const auto o = std::make_shared<Options>();
  verb->add_option("file", o->file, "posts.jsonl or posts.csv, earliest post first")->required();
  add_data(*verb, o->data);
  verb->add_option("--rulebook", o->rulebook, "the rules by which posts are noticed; else the shipped ones");
  verb->add_option("--speed", o->speed, "how many times faster than life, or max")->capture_default_str();
  verb->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace hb::app
