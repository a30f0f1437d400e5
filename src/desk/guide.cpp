#include "desk/guide.h"

#include <algorithm>

#include "casework/staffing.h"
#include "desk/duty.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr std::string_view kPutAway = "guide.put-away";

}  // namespace

Result<Guide> guide(const Wiring& w, const Actor& actor) {
  Guide out;
  if (!allowed(Act::propose, actor, {}, *w.rules)) return out;
  const auto put_away = w.store.setting(kPutAway);
  if (!put_away) return tl::unexpected(put_away.error());
  if (*put_away) return out;

  const auto staff = staff_of(w.store);
  const auto cover = cover_of(w.store);
  const auto rosters = w.store.records(RecordKind::roster, "", 0, 1);
  const auto sources = w.store.sources();
  const auto waiting = w.store.records(RecordKind::proposal, name_of(ProposalState::open), 0, 50);
  CaseFilter any;
  any.limit = 1;
  const auto cases = w.store.cases(any);
  if (!staff) return tl::unexpected(staff.error());
  if (!cover) return tl::unexpected(cover.error());
  if (!rosters) return tl::unexpected(rosters.error());
  if (!sources) return tl::unexpected(sources.error());
  if (!waiting) return tl::unexpected(waiting.error());
  if (!cases) return tl::unexpected(cases.error());

  const auto missing = std::ssize(lacking(*w.rules, *staff, *cover, w.clock.now()));
  const bool listens = std::ranges::any_of(*sources, [](const SourceRow& row) { return !row.ended_at; });
  const auto proposed = std::ssize(*waiting);
  out.steps = {{"people", missing == 0, missing},
               {"roster", !rosters->empty(), 0},
               {"source", listens, listens ? 0 : proposed},
               {"account", !w.rules->accounts.empty(), w.rules->accounts.empty() ? proposed : 0},
               {"case", !cases->empty(), 0}};
  out.shown = !std::ranges::all_of(out.steps, &GuideStep::done);
  return out;
}

Result<void> put_guide_away(const Wiring& w, const Actor& actor) {
  if (!allowed(Act::propose, actor, {}, *w.rules)) return fail("guide.not-allowed");
  Changes changes;
  changes.settings.emplace_back(kPutAway, actor.name);
  const auto done = w.store.commit(changes);
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace hb::desk
