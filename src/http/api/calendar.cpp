// The shifts of a person as an iCalendar feed (RFC 5545, published as in RFC 5546 section 3.2.1): one event a shift, as
// rotations with their swaps and overrides fit no recurrence rule. A calendar program has no session: the feed stands
// behind a token of its own, which is shown once, kept as a hash, and replaced or taken back by its owner.

#include "base/bytes.h"
#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"
#include "http/secret.h"

namespace hb::http::api {
namespace {

using namespace casework;

constexpr Seconds kBack = hours(24 * 31), kAhead = hours(24 * 92);

std::string setting_of(UserId user) { return "calendar/" + std::to_string(user.value); }

Result<void> keep(Api& api, UserId user, std::string hash) {
  desk::Changes changes;
  changes.settings.emplace_back(setting_of(user), std::move(hash));
  const auto done = desk::commit(api.site.wiring, changes);
  if (!done) return tl::unexpected(done.error());
  return {};
}

// Text of RFC 5545 section 3.3.11.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c != '\r') {
      out += c;
    }
  }
  return out;
}

// A content line, folded at 75 octets (section 3.1) and never within a character.
void line(std::string& out, std::string_view text) {
  size_t room = 75;
  while (text.size() > room) {
    size_t cut = room;
    while ((static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    out.append(text.substr(0, cut)).append("\r\n ");
    text.remove_prefix(cut);
    room = 74;  // the blank counts
  }
  out.append(text).append("\r\n");
}

// "20260309T013000Z"
std::string utc(Instant at) {
  std::string out;
  for (const char c : format_rfc3339(at))
    if (c != '-' && c != ':') out += c;
  return out;
}

std::string feed(Api& api, const desk::User& user, const std::vector<desk::ShiftOf>& shifts) {
  const Rules& rules = api.rules();
  std::string out;
  line(out, "BEGIN:VCALENDAR");
  line(out, "VERSION:2.0");
  line(out, "PRODID:-//Hearback//duty//ZH");
  line(out, "METHOD:PUBLISH");
  line(out, "X-WR-CALNAME:" + escaped(rules.name.zh + " 值班 " + user.name));
  line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
  for (const auto& [unit, shift] : shifts) {
    const Unit* known = rules.unit(unit);
    const std::string name = known == nullptr ? unit.value : known->name.zh;
    line(out, "BEGIN:VEVENT");
    line(out, "UID:" + unit.value + "-" + shift.uid + "@" +
                  api.site.wiring.office.substr(0, api.site.wiring.office.find('/')));
    line(out, "SEQUENCE:" + std::to_string(shift.sequence));
    line(out, "DTSTAMP:" + utc(shift.changed));
    line(out, "DTSTART:" + utc(shift.from));
    line(out, "DTEND:" + utc(shift.to));
    line(out, std::string("STATUS:") + (shift.cancelled ? "CANCELLED" : "CONFIRMED"));
    line(out, "SUMMARY:" + escaped(name + "值班"));
    line(out, "CATEGORIES:duty");
    line(out, "END:VEVENT");
  }
  line(out, "END:VCALENDAR");
  return out;
}

}  // namespace

Response calendar_feed(Api& api, std::string_view token) {
  constexpr std::string_view kEnd = ".ics";
  const auto unknown = [] { return problem(404, "calendar.unknown"); };
  if (!token.ends_with(kEnd)) return unknown();
  token.remove_suffix(kEnd.size());
  const size_t dash = token.find('-');
  const auto number = dash == std::string_view::npos ? std::nullopt : id_of(token.substr(0, dash));
  if (!number) return unknown();
  const auto kept = api.site.wiring.store.setting(setting_of({*number}));
  if (!kept) return problem(kept.error());
  // The hash of a guess tells nothing about the hash it is held against.
  if (!*kept || **kept != to_hex(view(sha256(token)))) return unknown();
  const auto user = api.site.wiring.store.user({*number});
  if (!user) return problem(user.error());
  if (!*user || (*user)->disabled) return unknown();
  const Instant now = api.site.wiring.clock.now();
  const auto shifts = api.duty.shifts_of((*user)->id, now - kBack, now + kAhead);
  if (!shifts) return problem(shifts.error());
  Response out;
  out.content_type = "text/calendar; charset=utf-8";
  out.headers = {{"Cache-Control", "private, no-store"}};
  out.body = feed(api, **user, *shifts);
  return out;
}

Response calendar_state(Call& call) {
  const auto kept = call.api.site.wiring.store.setting(setting_of(call.actor.user));
  if (!kept) return problem(kept.error());
  return answer(200, json::object{{"on", kept->has_value() && !(*kept)->empty()}});
}

Response calendar_begin(Call& call) {
  const std::string token = std::to_string(call.actor.user.value) + "-" + random_token<16>(call.api.site.wiring.random);
  if (auto ok = keep(call.api, call.actor.user, to_hex(view(sha256(token)))); !ok) return problem(ok.error());
  return answer(201, json::object{{"path", "/api/v1/calendars/" + token + ".ics"}});
}

Response calendar_end(Call& call) {
  if (auto ok = keep(call.api, call.actor.user, ""); !ok) return problem(ok.error());
  return answer(200, json::object{{"on", false}});
}

}  // namespace hb::http::api
