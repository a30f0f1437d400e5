// Configuration and state of a source as JSON. Reading takes what writing gave, and says by key what it does not.
#include <algorithm>
#include <boost/json.hpp>
#include <initializer_list>

#include "listen/source.h"

namespace hb::listen {

std::string_view name_of(SourceKind kind) {
  switch (kind) {
    case SourceKind::feed:
      return "feed";
    case SourceKind::list:
      return "list";
    case SourceKind::page:
      return "page";
  }
  return "";
}

namespace {

namespace json = boost::json;

json::string_view in_json(std::string_view s) { return {s.data(), s.size()}; }

json::value optional_time(const std::optional<Instant>& t) {
  return t ? json::value(t->seconds) : json::value(nullptr);
}

/// Reads members of an object; remembers the first key that was not what it should be.
class Members {
 public:
  Members(const json::value* value, std::string& wrong, std::string prefix = {})
      : object_(value == nullptr ? nullptr : value->if_object()), wrong_(wrong), prefix_(std::move(prefix)) {
    if (object_ == nullptr) note("");
  }

  void read(const char* key, std::string& out) {
    const auto* v = find(key);
    if (v != nullptr && v->is_string())
      out.assign(v->as_string().data(), v->as_string().size());
    else
      note(key);
  }
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void read(const char* key, Number& out) {
    const auto* v = find(key);
    boost::system::error_code error;
    if (v != nullptr && v->is_number()) out = v->to_number<Number>(error);
    if (v == nullptr || !v->is_number() || error) note(key);
  }
  void read(const char* key, std::optional<Instant>& out) {
    const auto* v = find(key);
    if (v != nullptr && v->is_int64())
      out = Instant{v->as_int64()};
    else if (v == nullptr || !v->is_null())
      note(key);
  }
  const json::array& array(const char* key) {
    static const json::array kNone;
    const auto* v = find(key);
    if (v == nullptr || !v->is_array()) note(key);
    return v == nullptr || !v->is_array() ? kNone : v->as_array();
  }
  bool has(const char* key) const { return find(key) != nullptr; }
  /// A key that nobody reads is a slip of the pen.
  void only(std::initializer_list<std::string_view> known) {
    if (object_ == nullptr) return;
    for (const auto& member : *object_)
      if (std::ranges::find(known, std::string_view(member.key())) == known.end()) note(std::string(member.key()));
  }
  Members object(const char* key) { return {find(key), wrong_, prefix_ + key + "."}; }
  void note(const std::string& key) {
    if (wrong_.empty()) wrong_ = prefix_.empty() && key.empty() ? "{}" : prefix_ + key;
  }

 private:
  const json::value* find(const char* key) const { return object_ == nullptr ? nullptr : object_->if_contains(key); }

  const json::object* object_;
  std::string& wrong_;
  std::string prefix_;
};

template <class Visit>
void each_selector(Selectors& s, Visit visit) {
  visit("row", s.row);
  visit("link", s.link);
  visit("mark", s.mark);
  visit("next", s.next);
  visit("post", s.post);
  visit("author", s.author);
  visit("time", s.time);
  visit("text", s.text);
  visit("title", s.title);
}

Pending read_pending(const json::value& value, std::string& wrong) {
  Members m(&value, wrong, "queue.");
  Pending p;
  std::string what;
  m.read("what", what);
  if (what != "source" && what != "topic") m.note("what");
  p.what = what == "topic" ? Pending::What::topic : Pending::What::source;
  m.read("url", p.url);
  m.read("item", p.item);
  m.read("page", p.page);
  m.read("tries", p.tries);
  m.read("hops", p.hops);
  m.read("published_at", p.published_at);
  return p;
}

std::optional<Item> read_item(const json::value& value) {  // [id, mark] or [id, mark, resume]
  const auto* row = value.if_array();
  if (row == nullptr || row->size() < 2 || row->size() > 3 || !(*row)[0].is_number() || !(*row)[1].is_number())
    return std::nullopt;
  boost::system::error_code error;
  Item item{.id = (*row)[0].to_number<uint64_t>(error), .mark = (*row)[1].to_number<uint64_t>(error)};
  if (error || (row->size() == 3 && !(*row)[2].is_string())) return std::nullopt;
  if (row->size() == 3) item.resume.assign((*row)[2].as_string().data(), (*row)[2].as_string().size());
  return item;
}

json::value parse(std::string_view bytes) {
  boost::system::error_code error;
  auto value = json::parse(in_json(bytes), error);
  return error ? json::value(nullptr) : value;
}

}  // namespace

std::string to_bytes(const SourceConfig& config) {
  json::object selectors;
  Selectors copy = config.selectors;
  each_selector(copy, [&](const char* key, const std::string& path) { selectors[key] = path; });
  const json::array allow(config.allow.begin(), config.allow.end());
  return json::serialize(json::object{{"id", config.id.value},
                                      {"name", config.name},
                                      {"kind", in_json(name_of(config.kind))},
                                      {"url", config.url},
                                      {"unit", config.unit.value},
                                      {"rhythm_seconds", config.rhythm.count},
                                      {"publisher", config.publisher},
                                      {"allow", allow},
                                      {"topics", config.topics},
                                      {"pages", config.pages},
                                      {"selectors", std::move(selectors)}});
}

Result<SourceConfig> parse_config(std::string_view bytes) {
  const json::value value = parse(bytes);
  std::string wrong, kind;
  Members m(&value, wrong);
  SourceConfig config;
  m.only({"id", "name", "kind", "url", "unit", "rhythm_seconds", "publisher", "allow", "topics", "pages", "selectors"});
  m.read("id", config.id.value);
  m.read("name", config.name);
  m.read("kind", kind);
  bool known = false;
  for (const auto k : {SourceKind::feed, SourceKind::list, SourceKind::page})
    if (kind == name_of(k)) config.kind = k, known = true;
  if (!known) m.note("kind");
  m.read("url", config.url);
  m.read("unit", config.unit.value);
  if (m.has("rhythm_seconds")) m.read("rhythm_seconds", config.rhythm.count);
  if (m.has("publisher")) m.read("publisher", config.publisher);
  if (m.has("allow"))
    for (const auto& listing : m.array("allow")) {
      if (!listing.is_string()) m.note("allow");
      if (listing.is_string()) config.allow.emplace_back(listing.as_string().data(), listing.as_string().size());
    }
  if (m.has("topics")) m.read("topics", config.topics);
  if (m.has("pages")) m.read("pages", config.pages);
  if (m.has("selectors")) {
    Members selectors = m.object("selectors");
    selectors.only({"row", "link", "mark", "next", "post", "author", "time", "text", "title"});
    each_selector(config.selectors, [&](const char* key, std::string& path) {
      if (selectors.has(key)) selectors.read(key, path);
    });
  }
  if (!wrong.empty()) return fail("source.malformed", wrong);
  return config;
}

std::string to_bytes(const SourceState& state) {
  json::array queue, items, days;
  for (const DayOfNews& one : state.days) days.push_back(json::array{one.day, one.posts});
  for (const Pending& p : state.queue)
    queue.push_back(json::object{{"what", p.what == Pending::What::topic ? "topic" : "source"},
                                 {"url", p.url},
                                 {"item", p.item},
                                 {"page", p.page},
                                 {"tries", p.tries},
                                 {"hops", p.hops},
                                 {"published_at", optional_time(p.published_at)}});
  for (const Item& item : state.items) {
    json::array row{item.id, item.mark};
    if (!item.resume.empty()) row.emplace_back(item.resume);
    items.push_back(std::move(row));
  }
  return json::serialize(json::object{{"pace", json::object{{"interval", state.pace.interval.count},
                                                            {"failures", state.pace.failures},
                                                            {"visits", state.pace.visits},
                                                            {"few_known", state.pace.few_known},
                                                            {"next_due", state.pace.next_due.seconds}}},
                                      {"etag", state.etag},
                                      {"last_modified", state.last_modified},
                                      {"body_hash", state.body_hash},
                                      {"queue", std::move(queue)},
                                      {"items", std::move(items)},
                                      {"last_success", optional_time(state.last_success)},
                                      {"last_new", optional_time(state.last_new)},
                                      {"last_error", state.last_error},
                                      {"last_error_detail", state.last_error_detail},
                                      {"counted_since", state.counted_since},
                                      {"days", std::move(days)}});
}

Result<SourceState> parse_state(std::string_view bytes) {
  if (bytes.empty()) return SourceState{};
  const json::value value = parse(bytes);
  std::string wrong;
  Members m(&value, wrong);
  SourceState state;
  Members pace = m.object("pace");
  pace.read("interval", state.pace.interval.count);
  pace.read("failures", state.pace.failures);
  pace.read("visits", state.pace.visits);
  pace.read("few_known", state.pace.few_known);
  pace.read("next_due", state.pace.next_due.seconds);
  m.read("etag", state.etag);
  m.read("last_modified", state.last_modified);
  m.read("body_hash", state.body_hash);
  for (const auto& p : m.array("queue")) state.queue.push_back(read_pending(p, wrong));
  for (const auto& row : m.array("items")) {
    auto item = read_item(row);
    if (!item) m.note("items");
    if (item) state.items.push_back(std::move(*item));
  }
  m.read("last_success", state.last_success);
  m.read("last_new", state.last_new);
  m.read("last_error", state.last_error);
  m.read("last_error_detail", state.last_error_detail);
  if (m.has("counted_since")) m.read("counted_since", state.counted_since);  // states of before have none
  if (m.has("days"))
    for (const auto& row : m.array("days")) {
      const auto* pair = row.if_array();
      if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_int64() || !(*pair)[1].is_int64()) {
        m.note("days");
        continue;
      }
      state.days.push_back({(*pair)[0].as_int64(), (*pair)[1].as_int64()});
    }
  if (!wrong.empty()) return fail("source.malformed", wrong);
  return state;
}

}  // namespace hb::listen
