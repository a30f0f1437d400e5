#include "casework/watch.h"

#include "casework/written.h"

namespace hb::casework {
namespace {

using Events = std::vector<WatchEvent>;

Result<void> asked(const std::string& name, const std::string& query) {
  if (auto ok = written(name, kWatchNameLimit, "name"); !ok) return ok;
  return written(query, kWatchQueryLimit, "query");
}

struct Decider {
  const Watch& state;
  const Actor& actor;
  const Rules& rules;

  Result<void> may() const {
    if (!may_file(actor)) return fail("watch.not-allowed");
    if (state.version == 0 || state.ended) return fail("watch.wrong-state", state.ended ? "ended" : "not-kept");
    return {};
  }

  Result<Events> operator()(const KeepWatch& c) const {
    if (!may_file(actor)) return fail("watch.not-allowed");
    if (state.version != 0) return fail("watch.wrong-state", "kept");
    if (auto ok = asked(c.facts.name, c.facts.query); !ok) return tl::unexpected(ok.error());
    if (rules.unit(c.facts.unit) == nullptr) return fail("route.no-such-unit", c.facts.unit.value);
    return Events{c.facts};
  }
  Result<Events> operator()(const ChangeWatch& c) const {
    if (auto ok = may(); !ok) return tl::unexpected(ok.error());
    if (auto ok = asked(c.name, c.query); !ok) return tl::unexpected(ok.error());
    if (c.name == state.name && c.query == state.query) return Events{};
    return Events{WatchChanged{c.name, c.query}};
  }
  Result<Events> operator()(const EndWatch& c) const {
    if (auto ok = may(); !ok) return tl::unexpected(ok.error());
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return Events{WatchEnded{c.reason}};
  }
  Result<Events> operator()(const TellGrowth& c) const {
    if (actor.user || actor.citizen) return fail("watch.not-allowed");
    if (state.version == 0 || state.ended) return Events{};
    return Events{c.numbers};
  }
};

}  // namespace

std::string_view name_of(const WatchEvent& event) {
  static constexpr std::string_view kNames[] = {"watch-kept", "watch-changed", "watch-grew", "watch-ended"};
  static_assert(std::size(kNames) == std::variant_size_v<WatchEvent>);
  return kNames[event.index()];
}

Result<std::vector<WatchEvent>> decide(const Watch& state, const WatchCommand& command, const Actor& actor,
                                       const Rules& rules) {
  return std::visit(Decider{state, actor, rules}, command);
}

void apply(Watch& state, Instant at, UserId by, const WatchEvent& event) {
  ++state.version;
  if (const auto* kept = std::get_if<WatchKept>(&event)) {
    state.name = kept->name;
    state.query = kept->query;
    state.unit = kept->unit;
    state.by = by;
    state.since = at;
  } else if (const auto* changed = std::get_if<WatchChanged>(&event)) {
    state.name = changed->name;
    if (state.query != changed->query) state.grew_at.reset();
    state.query = changed->query;
  } else if (const auto* grew = std::get_if<WatchGrew>(&event)) {
    state.grew_at = at;
    state.grew = *grew;
  } else if (const auto* ended = std::get_if<WatchEnded>(&event)) {
    state.ended = true;
    state.reason = ended->reason;
  }
}

}  // namespace hb::casework
