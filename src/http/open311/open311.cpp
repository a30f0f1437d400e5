#include "http/open311/open311.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "desk/requests.h"
#include "http/guard.h"
#include "http/open311/format.h"
#include "http/open311/services.h"

namespace hb::http {
namespace {

namespace json = boost::json;
using desk::PublicCase;

constexpr size_t kMostDescription = 4000, kMostLine = 200;  // code points
constexpr Seconds kWindow = hours(24 * 90);

/// Why a request is not answered: status and a sentence for the program's author.
struct Refusal {
  int status = 400;
  std::string why;
};
template <class T>
using Asked = tl::expected<T, Refusal>;
tl::unexpected<Refusal> refuse(int status, std::string why) { return tl::unexpected(Refusal{status, std::move(why)}); }

Response reply(Open311Form form, std::string_view root, const json::value& value, int status = 200) {
  return {status, std::string(content_type(form)), {}, open311_document(value, root, form)};
}
Response refused(Open311Form form, const Refusal& refusal) {
  return reply(form, "errors", json::array{json::object{{"code", refusal.status}, {"description", refusal.why}}},
               refusal.status);
}
const Refusal kUnavailable{503, "the record cannot be read at the moment; nothing was changed"};

std::string field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

// "services.xml" to "services" and its form.
std::optional<std::pair<std::string, Open311Form>> named(std::string_view file) {
  const size_t dot = file.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  const std::string_view ending = file.substr(dot + 1);
  if (ending == "xml") return std::pair{std::string(file.substr(0, dot)), Open311Form::xml};
  if (ending == "json") return std::pair{std::string(file.substr(0, dot)), Open311Form::json};
  return std::nullopt;
}

std::vector<std::string> parts(std::string_view csv) {
  std::vector<std::string> out;
  while (!csv.empty()) {
    const size_t end = csv.find(',');
    if (const std::string_view part = csv.substr(0, end); !part.empty()) out.emplace_back(part);
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
  }
  return out;
}

Asked<int64_t> number_of(const Fields& fields, std::string_view name, int64_t otherwise, int64_t most) {
  const std::string text = field(fields, name);
  if (text.empty()) return otherwise;
  int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 1 || value > most)
    return refuse(400, std::string(name) + " must be a whole number from 1 to " + std::to_string(most));
  return value;
}

Asked<std::optional<Instant>> date_of(const Fields& fields, std::string_view name) {
  const std::string text = field(fields, name);
  if (text.empty()) return std::nullopt;
  const auto read = parse_rfc3339(text);
  if (!read)
    return refuse(400, std::string(name) + " must be a date and time with offset, such as 2026-03-03T08:00:00Z");
  return *read;
}

// A range within the 90 days that the standard allows; by default the last 90 days.
Asked<std::pair<Instant, Instant>> range_of(const Fields& fields, Instant now) {
  const auto from = date_of(fields, "start_date");
  if (!from) return tl::unexpected(from.error());
  const auto to = date_of(fields, "end_date");
  if (!to) return tl::unexpected(to.error());
  const Instant end = to->value_or(*from ? std::min(**from + kWindow, now + Seconds{1}) : now + Seconds{1});
  const Instant begin = from->value_or(end - kWindow);
  if (end < begin) return refuse(400, "end_date is before start_date");
  if (end - begin > kWindow) return refuse(400, "start_date and end_date span more than 90 days");
  return std::pair{begin, end};
}

class Server {
 public:
  Server(const Site& site, const Request& request)
      : site_(site), request_(request), requests_(site.store, site.rules), zone_(site.rules->calendar->zone()) {}

  Response get(const std::string& name, Open311Form form) const {
    if (auto ok = jurisdiction(request_.query); !ok) return refused(form, ok.error());
    if (name == "discovery") return reply(form, "discovery", discovery());
    if (name == "services") return reply(form, "services", services(site_));
    if (name == "requests") return listed(form);
    if (name == "servicerequestupdates") return updates(form);
    return refused(form, {404, "there is no such resource"});
  }
  Response definition(const std::string& code, Open311Form form) const {
    if (auto ok = jurisdiction(request_.query); !ok) return refused(form, ok.error());
    if (!matter_of(*site_.rules, code)) return refused(form, {404, "service_code was not found"});
    return reply(form, "service_definition", service_definition(site_, code));
  }
  Response one(const std::string& number, Open311Form form) const {
    if (auto ok = jurisdiction(request_.query); !ok) return refused(form, ok.error());
    const auto found = requests_.one(number);
    if (!found) return refused(form, kUnavailable);
    if (!*found) return refused(form, {404, "service_request_id was not found"});
    return reply(form, "service_requests", json::array{shown(**found)});
  }
  Response open(Open311Form form) const {
    const auto fields = parse_fields(request_.body);
    if (!fields) return refused(form, {400, "the form is damaged, or longer than 100 fields"});
    const auto may = requests_.may_open(field(*fields, "api_key"));
    if (!may) return refused(form, kUnavailable);
    if (!*may) return refused(form, {403, "api_key is missing or not known"});
    if (auto ok = jurisdiction(*fields); !ok) return refused(form, ok.error());
    const auto complaint = complaint_of(*fields);
    if (!complaint) return refused(form, complaint.error());
    const auto receipt = site_.cases.complain(*complaint, site_.vault);
    if (!receipt) return refused(form, kUnavailable);
    return reply(
        form, "service_requests",
        json::array{json::object{{"service_request_id", receipt->number.value},
                                 {"service_notice", site_.zh.text("open311.notice", {{"code", receipt->query_code}})},
                                 {"account_id", nullptr}}});
  }

 private:
  // One jurisdiction is served; a program may name it, by the rulebook's id or the host.
  Asked<void> jurisdiction(const Fields& fields) const {
    const std::string given = field(fields, "jurisdiction_id");
    const std::string host = request_.host.substr(0, request_.host.find(':'));
    if (given.empty() || given == site_.rules->id || given == host) return {};
    return refuse(404, "jurisdiction_id was not found");
  }

  std::string time(Instant t) const { return format_rfc3339(t, zone_.offset_at(t)); }
  json::value time(const std::optional<Instant>& t) const { return t ? json::value(time(*t)) : json::value(); }

  json::object discovery() const {
    json::array formats{"text/xml", "application/json"};
    const std::string url = address_of(request_) + "/open311/v2";
    return {{"changeset", time(Instant{1772496000})},
            {"contact", site_.zh.text("open311.contact", {{"name", site_.rules->name.zh}})},
            {"key_service", site_.zh.text("open311.keys")},
            {"endpoints", json::array{json::object{{"specification", "http://wiki.open311.org/GeoReport_v2"},
                                                   {"url", url},
                                                   {"changeset", time(Instant{1772496000})},
                                                   {"type", "production"},
                                                   {"formats", std::move(formats)}}}}};
  }

  json::object shown(const PublicCase& seen) const {
    const casework::Unit* unit = site_.rules->unit(seen.unit);
    const std::string agency = unit == nullptr || !seen.outside.empty() ? seen.outside : unit->name.zh;
    json::object out{{"service_request_id", seen.number.value},
                     {"status", seen.closed ? "closed" : "open"},
                     {"status_notes", site_.zh.text("open311.state." + std::string(name_of(seen.state)))},
                     {"service_name", service_name(site_, seen.matter)},
                     {"service_code", service_code(seen.matter)},
                     {"description", seen.summary.empty() ? json::value() : json::value(seen.summary)},
                     {"agency_responsible", agency},
                     {"service_notice", nullptr},
                     {"requested_datetime", time(seen.opened_day)},
                     {"updated_datetime", time(seen.updated_at)},
                     {"expected_datetime", time(seen.expected)},
                     {"address", seen.place.empty() ? json::value() : json::value(seen.place)},
                     {"address_id", nullptr},
                     {"zipcode", nullptr},
                     {"lat", nullptr},
                     {"long", nullptr},
                     {"media_url", nullptr}};
    if (field(request_.query, "extensions") == "true") extend(out, seen);
    return out;
  }
  void extend(json::object& out, const PublicCase& seen) const {
    json::array clocks, notes;
    for (const auto& clock : seen.clocks)
      clocks.push_back(
          json::object{{"id", clock.id}, {"due", time(clock.due)}, {"outcome", std::string(name_of(clock.outcome))}});
    for (const auto& word : seen.words)
      notes.push_back(json::object{{"datetime", time(word.published_at)},
                                   {"description", word.text},
                                   {"type", std::string(name_of(word.part))},
                                   {"ledger_entry", word.entry}});
    out["extended_attributes"] = json::object{{"kind", std::string(name_of(seen.kind))}, {"clocks", std::move(clocks)}};
    out["notes"] = std::move(notes);
  }

  Response listed(Open311Form form) const {
    if (const std::string ids = field(request_.query, "service_request_id"); !ids.empty()) return by_ids(ids, form);
    const auto question = question_of();
    if (!question) return refused(form, question.error());
    json::array out;
    if (*question) {
      const auto found = requests_.list(**question);
      if (!found) return refused(form, kUnavailable);
      for (const auto& seen : *found) out.push_back(shown(seen));
    }
    return reply(form, "service_requests", out);
  }
  Response by_ids(const std::string& ids, Open311Form form) const {
    json::array out;
    const auto numbers = parts(ids);
    if (std::ssize(numbers) > desk::kMostRequests) return refused(form, {400, "more than 1,000 service_request_id"});
    for (const auto& number : numbers) {
      const auto found = requests_.one(number);
      if (!found) return refused(form, kUnavailable);
      if (*found) out.push_back(shown(**found));
    }
    return reply(form, "service_requests", out);
  }
  // Nothing for a question whose answer is empty by itself.
  Asked<std::optional<desk::PublicQuestion>> question_of() const {
    const Fields& query = request_.query;
    const auto range = range_of(query, site_.clock.now());
    if (!range) return tl::unexpected(range.error());
    const auto size = number_of(query, "page_size", desk::kMostRequests, desk::kMostRequests);
    if (!size) return tl::unexpected(size.error());
    const auto page = number_of(query, "page", 1, 1'000'000);
    if (!page) return tl::unexpected(page.error());
    desk::PublicQuestion question{.matter = {},
                                  .closed = {},
                                  .from = range->first,
                                  .to = range->second,
                                  .offset = (*page - 1) * *size,
                                  .limit = *size};
    if (const std::string code = field(query, "service_code"); !code.empty()) {
      question.matter = matter_of(*site_.rules, code);
      if (!question.matter) return std::nullopt;
    }
    const auto wanted = parts(field(query, "status"));
    for (const auto& status : wanted)
      if (status != "open" && status != "closed") return refuse(400, "status must be open, closed, or both");
    const bool open = std::ranges::find(wanted, "open") != wanted.end();
    const bool closed = std::ranges::find(wanted, "closed") != wanted.end();
    if (open != closed) question.closed = closed;
    return question;
  }

  // The official words of the cases opened in the range: what this desk says to the programs that brought them.
  Response updates(Open311Form form) const {
    const auto question = question_of();
    if (!question) return refused(form, question.error());
    json::array out;
    if (*question) {
      const auto found = requests_.list(**question);
      if (!found) return refused(form, kUnavailable);
      for (const auto& seen : *found)
        for (const auto& word : seen.words)
          out.push_back(json::object{{"update_id", std::to_string(word.entry)},
                                     {"service_request_id", seen.number.value},
                                     {"status", casework::answers(word.part) ? "CLOSED" : "OPEN"},
                                     {"updated_datetime", time(word.published_at)},
                                     {"description", word.text.empty() ? site_.zh.text("open311.private") : word.text},
                                     {"media_url", nullptr}});
    }
    return reply(form, "service_request_updates", out);
  }

  Asked<desk::Complaint> complaint_of(const Fields& fields) const;

  const Site& site_;
  const Request& request_;
  desk::Requests requests_;
  const casework::Zone& zone_;
};

// A coordinate as it is written, or nothing if it is none.
bool coordinate(const std::string& text, double most) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && std::abs(value) <= most;
}

Asked<desk::Complaint> Server::complaint_of(const Fields& fields) const {
  desk::Complaint out;
  out.channel = casework::Channel::open311;
  const std::string code = field(fields, "service_code");
  const auto matter = matter_of(*site_.rules, code);
  if (!matter) return refuse(400, "service_code is missing or not known");
  out.matter = *matter;
  const std::string kind = field(fields, "attribute[KIND]"), answer = field(fields, "attribute[ANSWER]");
  const auto wanted = kind.empty() ? casework::CaseKind::complaint : casework::case_kind_of(kind);
  if (!wanted || *wanted == casework::CaseKind::about_staff || *wanted == casework::CaseKind::press)
    return refuse(400, "attribute[KIND] is none of the values of the service definition");
  if (!answer.empty() && answer != "public" && answer != "private")
    return refuse(400, "attribute[ANSWER] is none of the values of the service definition");
  out.kind = *wanted;
  out.answer_privately = answer == "private";

  out.text = field(fields, "description");
  if (out.text.empty()) return refuse(400, "description is missing: without it nobody can look into the matter");
  if (count_code_points(out.text) > kMostDescription) return refuse(400, "description is longer than 4,000 characters");
  const std::string lat = field(fields, "lat"), lon = field(fields, "long");
  const std::string address = field(fields, "address_string"), address_id = field(fields, "address_id");
  if (lat.empty() != lon.empty()) return refuse(400, "lat and long belong together");
  if (lat.empty() && address.empty() && address_id.empty())
    return refuse(400, "a location is missing: lat and long, address_string or address_id");
  if (!lat.empty() && !(coordinate(lat, 90) && coordinate(lon, 180)))
    return refuse(400, "lat or long is no coordinate");
  const auto line = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out.text += "\n" + site_.zh.text("open311.line." + std::string(key)) + "：" + value;
  };
  std::string contact;
  for (const char* name : {"first_name", "last_name", "phone", "email"}) {
    const std::string value = field(fields, name);
    if (count_code_points(value) > kMostLine) return refuse(400, std::string(name) + " is longer than 200 characters");
    if (!value.empty()) contact += (contact.empty() ? "" : " ") + value;
  }
  const std::string media = field(fields, "media_url");
  for (const auto& [name, value] :
       {std::pair{"address_string", address}, {"address_id", address_id}, {"media_url", media}})
    if (count_code_points(value) > kMostLine) return refuse(400, std::string(name) + " is longer than 200 characters");
  line("address", address);
  line("address-id", address_id);
  if (!lat.empty()) line("coordinates", lat + ", " + lon);
  line("media", media);
  out.contact = contact;
  out.privacy = contact.empty() ? casework::Privacy::anonymous : casework::Privacy::confidential;
  if (const std::string place = desk::place_in(*site_.rules, address); !place.empty()) out.places.push_back(place);
  out.title = site_.zh.text("complain.case-title",
                            {{"kind", site_.zh.text("kind." + std::string(name_of(out.kind)))},
                             {"matter", service_name(site_, out.matter)},
                             {"place", out.places.empty() ? site_.zh.text("complain.city") : out.places.front()}});
  return out;
}

Response not_found() { return {404, "text/plain; charset=utf-8", {}, "the address ends in .xml or .json\n"}; }

}  // namespace

void add_open311_routes(const Site& site, std::vector<Route>& routes) {
  const auto route = [&](std::string_view method, std::string_view pattern, auto answer) {
    routes.push_back({method, pattern, [&site, answer](const Request& request, const Params& params) {
                        const auto file = named(params.at("file"));
                        if (!file) return not_found();
                        return answer(Server(site, request), file->first, file->second);
                      }});
  };
  using Name = const std::string&;
  route("POST", "/open311/v2/{file}", [](const Server& server, Name name, Open311Form form) {
    if (name == "requests") return server.open(form);
    return refused(form, {404, "there is no such resource"});
  });
  route("GET", "/open311/v2/services/{file}",
        [](const Server& server, Name name, Open311Form form) { return server.definition(name, form); });
  route("GET", "/open311/v2/requests/{file}",
        [](const Server& server, Name name, Open311Form form) { return server.one(name, form); });
  route("GET", "/open311/v2/tokens/{file}", [](const Server&, Name, Open311Form form) {
    return refused(form, {404, "token was not found: every request is given its service_request_id at once"});
  });
  route("GET", "/open311/v2/{file}",
        [](const Server& server, Name name, Open311Form form) { return server.get(name, form); });
}

}  // namespace hb::http
