#include "app/house.h"

#include <algorithm>
#include <chrono>

#include "app/data_dir.h"
#include "app/embedded.h"
#include "app/kept_rulebooks.h"
#include "app/key_file.h"
#include "app/rulebooks.h"
#include "desk/entries.h"
#include "desk/rulebooks.h"
#include "ledger/note.h"

namespace hb::app {
namespace {

constexpr size_t kSeed = 32;
constexpr auto kPatience = std::chrono::seconds(1);  // between two looks, unless woken
constexpr auto kStudyEvery = std::chrono::minutes(10);
constexpr auto kAfterError = std::chrono::seconds(5);
constexpr Seconds kForgetEvery = hours(1);

// The log's name stands in every signature: the first one given is kept.
Result<std::string> origin_of(desk::Store& store, const HouseOptions& options) {
  const auto kept = store.setting("ledger.origin");
  if (!kept) return tl::unexpected(kept.error());
  if (*kept) return **kept;
  const std::string origin = options.origin.empty() ? options.book.rules.id + "/ledger" : options.origin;
  desk::Changes changes;
  changes.settings.emplace_back("ledger.origin", origin);
  if (const auto done = store.commit(changes); !done) return tl::unexpected(done.error());
  return origin;
}

Result<void> begin_with(const rulebook::Rulebook& book, Instant now, desk::Store& store) {
  desk::Changes changes;
  desk::keep_rulebook({}, {book.rules.version, now, {}}, pack_rulebook(book.made_of), changes);
  if (const auto done = store.commit(changes); !done) return tl::unexpected(done.error());
  return {};
}

// The portal's sentences ship inside the binary; tests hold that both files can be read.
http::Words words_of(std::string_view path) { return http::Words::parse(embedded(path).value()).value(); }

desk::OpenData::Wording wording_of(const http::Words& words) {
  return {.state =
              [words](casework::CaseState state) { return words.text("open311.state." + std::string(name_of(state))); },
          .service = [words](std::string_view matter) { return http::matter_name(words, matter); }};
}

std::map<std::string, casework::Words, std::less<>> names_of(const std::vector<notice::Harm>& harms) {
  std::map<std::string, casework::Words, std::less<>> out;
  for (const auto& harm : harms) out[harm.id] = {harm.zh, harm.en};
  return out;
}

}  // namespace

Result<std::unique_ptr<House>> House::open(HouseOptions options) {
  auto store = store::SqliteStore::open(options.data.string());
  if (!store) return tl::unexpected(store.error());
  if (auto ok = mark_kind(options.data.string(), options.demo); !ok) return tl::unexpected(ok.error());
  auto accounts = desk::account_changes(**store);
  if (!accounts) return tl::unexpected(accounts.error());
  auto books = kept_rulebooks(**store);
  if (!books) return tl::unexpected(books.error());
  if (books->empty()) {
    if (options.begins)
      if (auto ok = begin_with(options.book, options.clock.now(), **store); !ok) return tl::unexpected(ok.error());
    books->push_back(std::move(options.book));
  }
  options.book = books->back();
  desk::RulesInForce rules = rules_in_force(*books);
  if (!accounts->empty()) rules.register_accounts(*std::move(accounts));
  const auto origin = origin_of(**store, options);
  if (!origin) return tl::unexpected(origin.error());
  const auto seed = key_file(options.data / "keys" / "ledger.key", kSeed, /*make=*/true);
  if (!seed) return tl::unexpected(seed.error());
  std::unique_ptr<House> house(
      new House(std::move(options), std::move(*store), ledger::Signer(*origin, *seed), std::move(rules)));
  if (auto ok = house->log_.open(); !ok) {
    if (ok.error().code != "ledger.fork") return tl::unexpected(ok.error());
    house->unsigned_because_ = ok.error();
  }
  if (auto ok = house->load_sources(); !ok) return tl::unexpected(ok.error());
  return house;
}

House::House(HouseOptions options, std::unique_ptr<store::SqliteStore> store, ledger::Signer signer,
             desk::RulesInForce rules)
    : options_(std::move(options)),
      store_(std::move(store)),
      files_((options_.data / "ledger").string()),
      vault_(options_.data / "keys" / "cases"),
      seal_(options_.data / "keys" / "days", options_.book.rules.calendar->zone()),
      signer_(std::move(signer)),
      vkey_(ledger::format_vkey(signer_.key())),
      rules_(std::move(rules)),
      sessions_(*store_, wall_, random_, vault_,
                options_.tls ? http::Sessions::Cookie::host : http::Sessions::Cookie::plain),
      events_(sessions_, rules_, wall_),
      wiring_{.store = *store_,
              .clock = options_.clock,
              .random = random_,
              .rules = rules_,
              .office = options_.book.rules.id,
              .sites = options_.sites,
              .simplifier = open_simplifier(),
              .matters = open_matters(),
              .written = [this](const desk::Changes& changes) { events_.written(changes); }},
      cases_(wiring_),
      issues_(wiring_),
      directives_(wiring_),
      log_(*store_, files_, signer_),
      portal_(*store_, vault_, options_.clock, log_, wiring_.rules, wiring_.simplifier),
      open_data_(*store_, wiring_.rules, wording_of(words_of("src/http/portal/words.zh"))),
      rulebooks_(wiring_, book_reader_, [this](const desk::RulebookRead& read) { adopted(read); }),
      registers_(wiring_, source_reader_),
      category_(wiring_),
      notice_(options_.book.notice),
      fetcher_(listen::FetchOptions{.contact = options_.contact}),
      witnesses_(*store_, files_, log_, fetcher_, options_.clock) {}

House::~House() = default;

Result<Instant> House::beat() {
  std::optional<Error> first;
  const auto keep = [&](const auto& result) {
    if (!result && !first) first = result.error();
  };
  keep(cases_.tick());
  keep(issues_.tick());
  keep(directives_.tick());
  keep(desk::enter_receipts(wiring_));
  if (!unsigned_because_)
    for (Result<bool> more = true; more && *more;) keep(more = log_.sequence());
  if (deliver) keep(deliver());
  for (const Result<bool>& more : {rulebooks_.recompute(), open_data_.step(clock().now())}) {
    keep(more);
    if (more && *more) wake();
  }
  if (const Instant now = clock().now(); now - forgotten_at_ >= kForgetEvery) {
    seal_.forget(now);
    forgotten_at_ = now;
  }
  if (first) return tl::unexpected(*first);
  return next_beat();
}

Result<Instant> House::next_beat() {
  Instant next = kEndOfTime;
  const auto cases = store_->cases_due(kEndOfTime, 1);
  if (!cases) return tl::unexpected(cases.error());
  if (!cases->empty()) {
    const auto row = store_->case_row(cases->front());
    if (row && *row && (*row)->next_due) next = std::min(next, *(*row)->next_due + Seconds{1});
  }
  const auto issues = store_->issues_due(kEndOfTime, 1);
  if (!issues) return tl::unexpected(issues.error());
  if (!issues->empty()) {
    const auto row = store_->issue_row(issues->front());
    if (row && *row && (*row)->wakes_at) next = std::min(next, *(*row)->wakes_at + Seconds{1});
  }
  const auto directive = directives_.next_due();
  if (!directive) return tl::unexpected(directive.error());
  if (*directive) next = std::min(next, **directive + Seconds{1});
  const auto waiting = store_->outbox_due(kEndOfTime, 1);
  if (!waiting) return tl::unexpected(waiting.error());
  if (!waiting->empty()) next = std::min(next, waiting->front().next_at);
  const casework::Zone& zone = rules_->calendar->zone();
  next = std::min(next, zone.at(zone.day_at(clock().now()) + date::days{1}, {}));  // the data of another day
  return next;
}

bool House::registered(std::string_view account) const {
  return std::ranges::find(rules_->accounts, account, &casework::OfficialAccount::id) != rules_->accounts.end();
}

void House::adopted(const desk::RulebookRead& read) {
  {
    const std::lock_guard hold(notice_mutex_);
    notice_ = read.notice;
  }
  wake();
}

Result<Instant> House::work() {
  const auto visited = listen();
  const auto beaten = beat();
  if (!visited) return visited;
  if (!beaten) return beaten;
  return std::min(*visited, *beaten);
}

void House::wake() {
  {
    const std::lock_guard lock(mutex_);
    wake_ = true;
  }
  woken_.notify_all();
}

void House::run(bool listening, const std::function<bool()>& stop, const std::function<void(const Error&)>& complain) {
  std::string last;
  while (!stop()) {
    const auto next = listening ? listen(stop) : beat();
    if (!next && next.error().code != last) complain(next.error());
    last = next ? "" : next.error().code;
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, next ? kPatience : kAfterError, [&] { return stop() || (wake_ && !listening); });
    if (!listening) wake_ = false;
  }
}

void House::study(const std::function<bool()>& stop, const std::function<void(const Error&)>& complain) {
  if (const auto loaded = category_.load(); !loaded) complain(loaded.error());  // learnt anew when it is time
  std::string last;
  auto next = std::chrono::steady_clock::now();
  while (!stop()) {
    if (std::chrono::steady_clock::now() >= next) {
      const auto learnt = category_.learn();
      if (!learnt && learnt.error().code != last) complain(learnt.error());
      last = learnt ? "" : learnt.error().code;
      next = std::chrono::steady_clock::now() + kStudyEvery;
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, kPatience, stop);
  }
}

void House::witness(const std::function<bool()>& stop, const std::function<void(const Error&)>& complain) {
  std::string last;
  while (!stop()) {
    const auto asked = witnesses_.ask();
    if (!asked && asked.error().code != last) complain(asked.error());
    last = asked ? "" : asked.error().code;
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, asked ? kPatience : kAfterError, stop);
  }
}

http::Handler House::handler() {
  http::Site site{.store = *store_,
                  .files = files_,
                  .cases = cases_,
                  .vault = vault_,
                  .portal = portal_,
                  .open_data = open_data_,
                  .clock = options_.clock,
                  .rules = wiring_.rules,
                  .harms = names_of(options_.book.notice.harms),
                  .vkey = vkey_,
                  .zh = words_of("src/http/portal/words.zh"),
                  .en = words_of("src/http/portal/words.en"),
                  .asset = [](std::string_view name) -> std::optional<std::string> {
                    const auto bytes = embedded("assets/" + std::string(name));
                    if (!bytes) return std::nullopt;
                    return std::string(*bytes);
                  }};
  http::StaffSite staff{
      .wiring = wiring_,
      .vault = vault_,
      .sessions = sessions_,
      .events = events_,
      .rulebooks = rulebooks_,
      .registers = registers_,
      .category = category_,
      .open_data = open_data_,
      .between = *this,
      .demo = options_.demo,
      .host = options_.desk_host,
      .source = [this](const desk::SourceRow& row) { return facts_of(row); },
      .read_source = [this](std::string_view config) { return source_reader_.read(config); },
      .say = [zh = words_of("src/http/portal/words.zh"), en = words_of("src/http/portal/words.en")](
                 Language language, std::string_view key) { return (language == Language::zh ? zh : en).text(key); },
      .name =
          [zh = words_of("src/app/explain.zh"), en = words_of("src/app/explain.en")](Language language,
                                                                                     std::string_view key) {
            const http::Words& words = language == Language::zh ? zh : en;
            return words.has(key) ? words.text(key) : std::string(key.substr(key.find('.') + 1));
          },
      .asset = [](std::string_view path) -> std::optional<std::string> {
        const auto bytes = embedded("web/dist/" + std::string(path));
        if (!bytes) return std::nullopt;
        return std::string(*bytes);
      }};
  auto all = http::make_staff(std::move(staff), http::make_site(std::move(site)));
  return [this, pages = std::move(all)](const http::Request& request) {
    if (request.path == "/readyz" && unsigned_because_)
      return http::Response{503, "text/plain; charset=utf-8", {}, unsigned_because_->code + "\n"};
    auto response = pages(request);
    if (options_.tls) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (request.method == "POST") wake();
    return response;
  };
}

}  // namespace hb::app
