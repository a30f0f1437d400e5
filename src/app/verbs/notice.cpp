#include <fmt/core.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "app/posts.h"
#include "app/regions.h"
#include "app/rulebooks.h"
#include "app/simplifier.h"
#include "app/verbs.h"
#include "base/bytes.h"
#include "notice/engine.h"
#include "text/mask.h"
#include "text/place.h"

namespace hb::app {
namespace {

namespace json = boost::json;

struct Options {
  bool final = false;
  std::string file;
};

/// Independent voices by tags that cannot be joined between issues: HMAC under a random key of each issue, 8 bytes.
class Voices {
 public:
  int hear(IssueId issue, std::string_view author) {
    auto& heard = issues_[issue];
    if (heard.key.empty()) {
      heard.key.resize(32);
      randombytes_buf(heard.key.data(), heard.key.size());
    }
    uint64_t tag = 0;
    for (size_t i = 0; const uint8_t byte : hmac_sha256(heard.key, author))
      if (i++ < 8) tag = tag << 8 | byte;
    heard.tags.insert(tag);
    return static_cast<int>(heard.tags.size());
  }

 private:
  struct Heard {
    std::string key;
    std::unordered_set<uint64_t> tags;
  };
  std::unordered_map<IssueId, Heard> issues_;
};

json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

json::object as_json(const std::string& id, const std::string& original, IssueId issue, const notice::Verdict& v) {
  json::array suggested, harms, alarms, reasons;
  for (const IssueId s : v.suggested) suggested.push_back(s.value);
  for (const std::string& harm : v.harms) harms.push_back(json::value(harm));
  for (const notice::Alarm& alarm : v.alarms)
    alarms.push_back({{"kind", alarm.kind == notice::Alarm::Kind::grade ? "grade" : "growth"},
                      {"at", format_rfc3339(alarm.at)},
                      {"why", words(alarm.why, notice::Lang::zh)}});
  for (const notice::Reason& reason : v.reasons) reasons.push_back(json::value(words(reason, notice::Lang::zh)));
  return {{"id", id},
          {"issue", issue.value},
          {"same_text_as", or_null(original)},
          {"joined", name_of(v.joined)},
          {"suggested", std::move(suggested)},
          {"place", or_null(v.place)},
          {"harms", std::move(harms)},
          {"grade", name_of(v.grade)},
          {"alarms", std::move(alarms)},
          {"reasons", std::move(reasons)}};
}

/// The filter: lines in, verdicts out.
class Filter {
 public:
  Filter(notice::Options options, bool final) : engine_(std::move(options)), final_(final) {}

  void line(std::string_view line) {
    ++lines_;
    const auto post = reader_.read(line);
    if (!post) return reject(post.error());
    ids_.push_back(post->id);
    const std::string title = text::mask(post->title, {}, simplifier_), text = text::mask(post->text, {}, simplifier_);
    const auto folded = text::fold(title.empty() ? text : title + "\n" + text, simplifier_);
    const std::array<std::string, 1> places{post->place};
    const std::string_view speaker = post->author.empty() ? std::string_view(post->source) : post->author;
    auto verdict = engine_.decide({.id = {static_cast<int64_t>(ids_.size())},
                                   .publisher = post->source,
                                   .published_at = post->published_at,
                                   .text = folded,
                                   .places = std::span(places).first(post->place.empty() ? 0 : 1),
                                   .thread = post->url,
                                   .reply = post->title.empty(),
                                   .districts = [&] { return districts_in(folded); }},
                                  [&](IssueId issue) { return voices_.hear(issue, speaker); });
    if (verdict.one_with) merge(verdict);
    if (final_)
      verdicts_.push_back(verdict);
    else
      print(ids_.size(), verdict.issue, verdict);
  }

  /// With `--final`: everything, each post with the issue it is in now.
  void finish() {
    for (size_t i = 0; i < verdicts_.size(); ++i) {
      const IssueId now = engine_.issue_of({static_cast<int64_t>(i + 1)});
      print(i + 1, now ? now : living(verdicts_[i].issue), verdicts_[i]);
    }
    if (rejected_ > 0) fmt::print(stderr, "notice: {} of {} lines rejected\n", rejected_, lines_);
  }

 private:
  std::vector<std::string> districts_in(const text::Folded& text) {
    if (!places_)
      places_ = std::make_unique<text::PlaceFinder>(regions(), std::vector<text::NamedPlace>{}, simplifier_);
    std::vector<std::string> out;
    for (const text::FoundPlace& place : places_->find(text))
      if (place.level == text::PlaceLevel::district) out.push_back(place.name);
    return out;
  }

  /// The older id lives on; what was printed before is not revised.
  void merge(notice::Verdict& verdict) {
    const std::pair<IssueId, IssueId> pair = std::minmax(verdict.issue, verdict.one_with);
    const auto [into, from] = pair;
    if (engine_.merge(into, from)) verdict.issue = into, gone_[from] = into;
  }

  void reject(const Error& error) {
    ++rejected_;
    const std::string reason = error.detail.empty() ? error.code : error.code + " " + error.detail;
    fmt::print(stderr, "{}\n", json::serialize(json::object{{"line", lines_}, {"reason", reason}}));
  }

  IssueId living(IssueId issue) const {
    for (auto at = gone_.find(issue); at != gone_.end(); at = gone_.find(issue)) issue = at->second;
    return issue;
  }

  void print(size_t number, IssueId issue, const notice::Verdict& verdict) {
    const int64_t original = verdict.same_text_as.value;
    const std::string line = json::serialize(
        as_json(ids_[number - 1], original == 0 ? "" : ids_[static_cast<size_t>(original - 1)], issue, verdict));
    fmt::print("{}\n", line);
  }

  text::Simplifier simplifier_ = open_simplifier();
  PostReader reader_;
  std::unique_ptr<text::PlaceFinder> places_;  // made for the first post that names a harm
  notice::Engine engine_;
  Voices voices_;
  bool final_;
  std::vector<std::string> ids_;  // by post number - 1
  std::vector<notice::Verdict> verdicts_;
  std::unordered_map<IssueId, IssueId> gone_;  // merged into which
  size_t lines_ = 0, rejected_ = 0;
};

/// Feeds stdin to the filter; what was decided goes out whenever no more input waits. A line past the reader's bound is
/// cut just behind it, so that it is rejected and never held whole.
int pump(Filter& filter) {
  constexpr size_t kHeld = PostReader::kLongestLine + 1;
  std::string pending;
  std::vector<char> chunk(size_t{1} << 16);
  for (ssize_t n; (n = read(STDIN_FILENO, chunk.data(), chunk.size())) != 0;) {
    if (n < 0) return 2;
    std::string_view rest(chunk.data(), static_cast<size_t>(n));
    for (size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
      pending.append(rest.substr(0, std::min(end, kHeld - pending.size())));
      filter.line(pending);
      pending.clear();
    }
    pending.append(rest.substr(0, std::min(rest.size(), kHeld - pending.size())));
    std::fflush(stdout);
  }
  if (!pending.empty()) filter.line(pending);
  filter.finish();
  return std::fflush(stdout) == 0 ? 0 : 2;
}

Result<notice::Options, rulebook::Findings> options_of(const std::string& path) {
  const auto shipped = load_rulebook("");
  if (!shipped) return tl::unexpected(shipped.error());
  if (path.empty()) return shipped->notice;
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(rulebook::Findings{{path, 1, "", "a file that can be read", "nothing", ""}});
  return rulebook::parse_notice_options(*bytes, path, shipped->notice);
}

int run(const Options& options) {
  auto notice_options = options_of(options.file);
  if (!notice_options) {
    for (const auto& finding : notice_options.error()) fmt::print(stderr, "notice: {}\n", to_text(finding));
    return 2;
  }
  Filter filter(*std::move(notice_options), options.final);
  return pump(filter);
}

}  // namespace

void add_notice(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  auto* verb = app.add_subcommand("notice", "find the issue of each post: posts.jsonl on stdin, verdicts on stdout");
  verb->add_flag("--final", options->final, "print after the last post, with the issue each post ended in");
  verb->add_option("--options", options->file, "TOML with [notice], [[grade]] and [[place]] as in a rulebook");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace hb::app
