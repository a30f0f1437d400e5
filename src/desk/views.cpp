#include "desk/views.h"

#include <algorithm>
#include <charconv>

#include "base/csv.h"
#include "casework/written.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr std::string_view kSetting = "views";
constexpr size_t kLongestLine = 4096;

bool may_change(const Actor& actor, const SharedView& view) {
  return works_in(actor, view.unit) && (actor.user == view.owner || may_approve(actor, view.unit));
}

int64_t number(const std::string& text) {
  int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

// A CSV: the last number given, then a view a line.
Result<Views::Kept> Views::kept() const {
  const auto text = w_.store.setting(kSetting);
  if (!text) return tl::unexpected(text.error());
  Kept out;
  if (!*text) return out;
  CsvReader reader(lines_of(**text), kLongestLine);
  while (const auto line = reader.next()) {
    if (line->wrong || (line->fields.size() != 1 && line->fields.size() != 6))
      return fail("store.broken", std::string(kSetting));
    const auto& f = line->fields;
    if (f.size() == 1)
      out.last = number(f[0]);
    else
      out.views.push_back({number(f[0]), {f[1]}, {number(f[2])}, f[3], f[4], f[5]});
  }
  return out;
}

Result<void> Views::keep(const Kept& kept) {
  std::string text = csv_line({std::to_string(kept.last)});
  for (const SharedView& v : kept.views)
    text += csv_line({std::to_string(v.id), v.unit.value, std::to_string(v.owner.value), v.by, v.name, v.query});
  Changes changes;
  changes.settings.emplace_back(kSetting, text);
  const auto done = w_.store.commit(changes);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<SharedViewLine>> Views::list(const Actor& actor) const {
  const auto all = kept();
  if (!all) return tl::unexpected(all.error());
  std::vector<SharedViewLine> out;
  for (const SharedView& view : all->views)
    if (works_in(actor, view.unit)) out.push_back({view, may_change(actor, view)});
  std::ranges::stable_sort(out, {}, [](const SharedViewLine& line) { return line.view.unit.value; });
  return out;
}

Result<int64_t> Views::share(const Actor& actor, const UnitId& unit, const std::string& name,
                             const std::string& query) {
  if (w_.rules->unit(unit) == nullptr) return fail("route.no-such-unit", unit.value);
  if (!works_in(actor, unit)) return fail("view.not-allowed", unit.value);
  if (auto ok = written(name, kViewNameLimit, "name"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(query, kViewQueryLimit, "query"); !ok) return tl::unexpected(ok.error());
  const std::lock_guard hold(changing_);
  auto all = kept();
  if (!all) return tl::unexpected(all.error());
  if (static_cast<size_t>(std::ranges::count(all->views, unit, &SharedView::unit)) >= kMostShared)
    return fail("view.full", std::to_string(kMostShared));
  all->views.push_back({++all->last, unit, actor.user, actor.name, name, query});
  if (auto ok = keep(*all); !ok) return tl::unexpected(ok.error());
  return all->last;
}

Result<std::vector<SharedView>::iterator> Views::of(Kept& kept, const Actor& actor, int64_t id) const {
  const auto at = std::ranges::find(kept.views, id, &SharedView::id);
  if (at == kept.views.end() || !works_in(actor, at->unit)) return fail("view.unknown", std::to_string(id));
  if (!may_change(actor, *at)) return fail("view.not-allowed", at->name);
  return at;
}

Result<void> Views::rename(const Actor& actor, int64_t id, const std::string& name) {
  if (auto ok = written(name, kViewNameLimit, "name"); !ok) return ok;
  const std::lock_guard hold(changing_);
  auto all = kept();
  if (!all) return tl::unexpected(all.error());
  const auto at = of(*all, actor, id);
  if (!at) return tl::unexpected(at.error());
  (*at)->name = name;
  return keep(*all);
}

Result<void> Views::unshare(const Actor& actor, int64_t id) {
  const std::lock_guard hold(changing_);
  auto all = kept();
  if (!all) return tl::unexpected(all.error());
  const auto at = of(*all, actor, id);
  if (!at) return tl::unexpected(at.error());
  all->views.erase(*at);
  return keep(*all);
}

}  // namespace hb::desk
