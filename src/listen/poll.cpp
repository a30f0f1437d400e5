// One request a step. What a visit finds to be followed (articles of a feed, topics of a list, further pages) goes into
// the state's queue, which is stored with the posts, so that a stop at any point loses nothing and repeats nothing; and
// a host that asks for patience holds up its own pages only. An entry or topic is remembered by two hashes: of what it
// is, and of what changes when it does. A feed's entry whose page cannot be got has mark kGivenUp: its summary is taken
// at the next visit. Virtual time passes at any speed: nothing here waits.
#include "listen/poll.h"

#include <algorithm>

#include "listen/page_reader.h"
#include "listen/url.h"

namespace hb::listen {
namespace {

using What = Pending::What;

constexpr int64_t kMostTries = 3;
constexpr int64_t kMostHops = 5;
constexpr size_t kMostQueue = 500;
constexpr size_t kMostItems = 500;  // besides those on the page
constexpr uint64_t kGivenUp = 0;

uint64_t hash64(std::initializer_list<std::string_view> parts) {
  Sha256 hash;
  for (const auto part : parts) hash.add(part).add(std::string_view("\0", 1));
  const Digest digest = hash.digest();
  uint64_t n = 0;
  for (size_t i = 0; i < 8; ++i) n = n << 8 | digest[i];
  return n == kGivenUp ? 1 : n;
}

std::string headers_of(const desk::Response& r) {
  std::string out = "GET " + r.url + "\nStatus: " + std::to_string(r.status) + "\n";
  const std::pair<const char*, const std::string&> fields[] = {{"Content-Type", r.content_type},
                                                               {"ETag", r.etag},
                                                               {"Last-Modified", r.last_modified},
                                                               {"Cache-Control", r.cache_control},
                                                               {"From", r.address}};
  for (const auto& [name, value] : fields)
    if (!value.empty()) out += std::string(name) + ": " + value + "\n";
  return out;
}

class Stepper {
 public:
  Stepper(const SourceConfig& config, SourceState state, Hosts& hosts, desk::Fetcher& fetcher, PageReader& reader,
          Instant now)
      : config_(config),
        hosts_(hosts),
        fetcher_(fetcher),
        reader_(reader),
        now_(now),
        step_{.state = std::move(state)} {}

  Step run() {
    if (!take_job()) {
      step_.why = "waits";
    } else if (const auto allowed = hosts_.allows(job_.url, now_); !allowed) {
      ask_robots();
    } else if (!*allowed) {
      failed({"robots.disallowed", without_account(job_.url)}, Visit::hard);
    } else {
      ask_page();
    }
    return std::move(step_);
  }

 private:
  SourceState& state() { return step_.state; }
  bool first_page() const { return job_.what == What::source && job_.page == 1; }

  // The first of the queue whose host is free, else the source itself if it is due.
  bool take_job() {
    auto& queue = state().queue;
    const auto ready =
        std::find_if(queue.begin(), queue.end(), [&](const Pending& p) { return hosts_.free_at(p.url) <= now_; });
    if (ready != queue.end()) {
      job_ = std::move(*ready);
      queue.erase(ready);
      return true;
    }
    const bool under_way =
        std::any_of(queue.begin(), queue.end(), [](const Pending& p) { return p.what == What::source; });
    if (under_way || state().pace.next_due > now_ || hosts_.free_at(config_.url) > now_) return false;
    job_ = {.what = What::source, .url = config_.url};
    return true;
  }

  // The job has not been done: a queued one stays queued, the source stays due.
  void put_back() {
    if (job_.what == What::topic || job_.page > 1 || job_.hops > 0)
      state().queue.insert(state().queue.begin(), std::move(job_));
  }

  void ask_robots() {
    const auto url = resolve(job_.url, "/robots.txt");
    if (!url) return failed(url.error(), Visit::hard);
    const auto response =
        fetcher_.fetch({.url = *url, .allow = config_.allow, .max_bytes = kMostRobotsBytes, .only_start = true});
    step_.why = "robots";
    hosts_.asked(job_.url, now_);
    // Too many redirects count as no robots.txt (RFC 9309, 2.3.1.2).
    const bool none = !response && response.error().code == "fetch.redirects";
    const bool refused = !response && !none && failure_of(response.error().code) == Visit::hard;
    if (refused) return failed(response.error(), Visit::hard);
    const int status = response ? response->status : none ? 404 : 0;
    if (hosts_.robots(job_.url, status, response ? response->body : std::string_view(), now_)) return put_back();
    if (first_page())
      return failed({"robots.unreachable", response ? std::to_string(status) : response.error().code}, Visit::soft);
    put_back();
  }

  void ask_page() {
    const bool conditional = first_page() && !unconditional(state().pace);
    const auto response =
        fetcher_.fetch({.url = job_.url,
                        .etag = conditional ? state().etag : std::string(),
                        .last_modified = conditional ? state().last_modified : std::string(),
                        .allow = config_.allow,
                        .may_visit = [&](std::string_view url) { return hosts_.allows(url, now_) == true; }});
    if (!response) {
      hosts_.asked(job_.url, now_);
      return failed(response.error(), failure_of(response.error().code));
    }
    const Seconds hold =
        response->status == 429 || response->status == 503 ? retry_after(response->retry_after, now_) : Seconds{};
    hosts_.asked(job_.url, now_, hold);
    if (!response->location.empty()) return moved(response->location);
    if (response->status == 304 && conditional) return unchanged();
    if (response->status < 200 || response->status >= 300)
      return failed({"http.status", std::to_string(response->status)}, failure_of(response->status), hold);
    if (job_.what == What::source && names_person(response->url)) return failed({"source.person", ""}, Visit::hard);
    read(*response);
  }

  // A redirect to a place whose robots.txt is not known, or forbids it: a step of its own.
  void moved(const std::string& url) {
    if (++job_.hops > kMostHops) return failed({"fetch.redirects", without_account(url)}, Visit::hard);
    if (job_.what == What::source && names_person(url)) return failed({"source.person", ""}, Visit::hard);
    job_.url = url;
    step_.why = "moved";
    put_back();
  }

  void read(const desk::Response& response) {
    const Digest sha256 = hb::sha256(response.body);
    if (first_page()) {
      if (to_hex(view(sha256)) == state().body_hash) return unchanged();
    }
    const auto done = job_.what == What::topic           ? read_topic(response)
                      : config_.kind == SourceKind::feed ? read_feed(response)
                      : config_.kind == SourceKind::list ? read_list(response)
                                                         : read_single(response);
    if (!done) return failed(done.error(), Visit::hard);
    if (first_page()) {
      state().etag = response.etag;
      state().last_modified = response.last_modified;
      state().body_hash = to_hex(view(sha256));
      good_visit({Visit::fresh, items_, known_});
    }
    if (items_ > known_) state().last_new = now_;
    count_news(state(), items_ - known_, now_);
    step_.why = "fetched";
    if (step_.posts.empty()) return;
    step_.document = Document{.url = without_account(response.url),
                              .fetched_at = now_,
                              .headers = headers_of(response),
                              .bytes = response.body,
                              .sha256 = sha256};
  }

  Result<PageAnswer> ask(PageQuestion::What what, const desk::Response& response) {
    return reader_.read(
        {.what = what, .config = config_, .response = response, .page = job_.page, .published_at = job_.published_at});
  }

  Result<void> read_single(const desk::Response& response) {
    auto page = ask(PageQuestion::What::posts, response);
    if (!page) return tl::unexpected(page.error());
    items_ = 1;  // it is here because it has changed
    step_.posts = std::move(page->posts);
    return {};
  }

  Result<void> read_topic(const desk::Response& response) {
    auto page = ask(PageQuestion::What::posts, response);
    if (!page) return tl::unexpected(page.error());
    step_.posts = std::move(page->posts);
    if (page->next.empty() || job_.page >= config_.pages) return {};
    if (Item* item = find(job_.item)) item->resume = page->next;
    state().queue.insert(state().queue.begin(),
                         {.what = What::topic, .url = page->next, .item = job_.item, .page = job_.page + 1});
    return {};
  }

  Result<void> read_feed(const desk::Response& response) {
    auto feed = ask(PageQuestion::What::entries, response);
    if (!feed) return tl::unexpected(feed.error());
    std::vector<Item> here;
    for (size_t i = feed->entries.size(); i-- > 0;) {  // feeds put the newest first
      auto& entry = feed->entries[i];
      Item item{.id = hash64({entry.id}), .mark = hash64({entry.title, entry.text})};
      const Item* before = find(item.id);
      ++items_;
      const bool known = before != nullptr && before->mark == item.mark;
      if (known) ++known_;
      const bool given_up = before != nullptr && before->mark == kGivenUp;
      const auto page = resolve(response.url, entry.url);
      const bool follow = !known && !given_up && !entry.whole && !entry.url.empty() && page;
      if (follow && !enqueue({.what = What::topic, .url = *page, .item = item.id, .published_at = entry.published_at}))
        continue;  // not remembered, so met again
      if (!known && !follow && !(entry.title.empty() && entry.text.empty()))
        step_.posts.push_back({.url = page ? without_account(*page) : std::string(),
                               .title = std::move(entry.title),
                               .text = std::move(entry.text),
                               .published_at = entry.published_at,
                               .author = std::move(feed->authors[i])});
      here.push_back(std::move(item));
    }
    remember(std::move(here));
    return {};
  }

  Result<void> read_list(const desk::Response& response) {
    auto list = ask(PageQuestion::What::rows, response);
    if (!list) return tl::unexpected(list.error());
    std::vector<Item> here;
    for (size_t i = list->rows.size(); i-- > 0;) {
      TopicRow& row = list->rows[i];
      Item item{.id = hash64({row.url}), .mark = hash64({row.mark})};
      const Item* before = find(item.id);
      if (before != nullptr) item.resume = before->resume;
      ++items_;
      if (before != nullptr && before->mark == item.mark) {
        ++known_;
      } else if (!enqueue({.what = What::topic,
                           .url = item.resume.empty() ? row.url : item.resume,
                           .item = item.id,
                           .page = item.resume.empty() ? 1 : 2})) {
        continue;
      }
      here.push_back(std::move(item));
    }
    remember(std::move(here));
    const bool more = known_ < items_ && job_.page < config_.pages && !list->next.empty();
    if (more)
      state().queue.insert(state().queue.begin(), {.what = What::source, .url = list->next, .page = job_.page + 1});
    return {};
  }

  Item* find(uint64_t id) {
    auto& items = state().items;
    const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
  }

  bool enqueue(Pending pending) {
    auto& queue = state().queue;
    const bool waiting = std::any_of(
        queue.begin(), queue.end(), [&](const Pending& p) { return p.what == pending.what && p.item == pending.item; });
    if (waiting) return true;
    if (queue.size() >= kMostQueue) return false;
    queue.push_back(std::move(pending));
    return true;
  }

  void remember(std::vector<Item> here) {
    const size_t on_page = here.size();
    for (Item& old : state().items) {
      const bool again = std::any_of(here.begin(), here.begin() + static_cast<std::ptrdiff_t>(on_page),
                                     [&](const Item& item) { return item.id == old.id; });
      if (!again && here.size() < on_page + kMostItems) here.push_back(std::move(old));
    }
    state().items = std::move(here);
  }

  void unchanged() {
    step_.why = "unchanged";
    good_visit({.visit = Visit::unchanged});
  }

  void good_visit(const Outcome& outcome) {
    state().pace = next(state().pace, outcome, config_.rhythm, now_);
    state().last_success = now_;
    state().last_error.clear();
    state().last_error_detail.clear();
  }

  void failed(Error error, Visit visit, Seconds hold = {}) {
    step_.why = error.code;
    state().last_error = std::move(error.code);
    state().last_error_detail = names_person(error.detail) ? without_account(error.detail) : std::move(error.detail);
    if (first_page()) {
      state().pace = next(state().pace, {.visit = visit, .retry_after = hold}, config_.rhythm, now_);
    } else if (visit != Visit::hard && ++job_.tries < kMostTries) {
      state().queue.push_back(std::move(job_));
    } else if (Item* item = find(job_.item); item != nullptr && config_.kind == SourceKind::feed) {
      item->mark = kGivenUp;
      state().etag.clear();
      state().last_modified.clear();
      state().body_hash.clear();
    }
  }

  const SourceConfig& config_;
  Hosts& hosts_;
  desk::Fetcher& fetcher_;
  PageReader& reader_;
  Instant now_;
  Step step_;
  Pending job_;
  int64_t items_ = 0, known_ = 0;
};

}  // namespace

Step poll(const SourceConfig& config, SourceState state, Hosts& hosts, desk::Fetcher& fetcher, PageReader& reader,
          Instant now) {
  return Stepper(config, std::move(state), hosts, fetcher, reader, now).run();
}

Instant next_at(const SourceConfig& config, const SourceState& state, const Hosts& hosts) {
  std::optional<Instant> queued;
  bool under_way = false;
  for (const Pending& p : state.queue) {
    const Instant free = hosts.free_at(p.url);
    queued = queued ? std::min(*queued, free) : free;
    under_way = under_way || p.what == What::source;
  }
  const Instant due = std::max(state.pace.next_due, hosts.free_at(config.url));
  if (!queued) return due;
  return under_way ? *queued : std::min(*queued, due);
}

}  // namespace hb::listen
