#pragma once
#include <functional>
#include <optional>
#include <string>

#include "desk/cases.h"
#include "desk/category.h"
#include "desk/hearing.h"
#include "desk/open_data.h"
#include "desk/registers.h"
#include "desk/rulebooks.h"
#include "http/events.h"
#include "http/message.h"
#include "http/sessions.h"

namespace hb::http {

/// What the listener knows of a source, out of its own bytes.
struct SourceFacts {
  std::string kind;  ///< "feed", "list", "page"
  std::string url;
  Seconds rhythm;
  std::optional<Instant> next_due;
  std::string error_detail;
  std::optional<Instant> silent_since{};  ///< it has brought nothing for longer than it ever does
};

/// What the staff desk is made of; references outlive the handler.
struct StaffSite {
  desk::Wiring wiring;
  desk::Vault& vault;
  Sessions& sessions;
  Events& events;
  desk::Rulebooks& rulebooks;
  desk::Registers& registers;
  const desk::Category& category;
  const desk::OpenData& open_data;
  desk::BetweenBatches& between;
  bool demo = false;
  std::string host{};  ///< --desk-host: /desk and /api/v1 only under that name; "": under every name
  std::function<SourceFacts(const desk::SourceRow&)> source{};
  /// What somebody handed in for a source, as the row it would be.
  std::function<Result<desk::SourceRow>(std::string_view config)> read_source{};
  /// A sentence of the portal, so that what the public is told of a figure is told here in the same words; any thread.
  std::function<std::string(Language language, std::string_view key)> say{};
  /// What an event, a fact or a column is called, as on the page: "event.accepted"; the key's last part where nobody
  /// named it. Any thread.
  std::function<std::string(Language language, std::string_view key)> name{};
  /// A file of the desk's bundle, "index.html", "assets/index-Dx3f.js"; any thread.
  std::function<std::optional<std::string>(std::string_view path)> asset{};
};

/// /desk and below it the bundle, /api/v1 the API of api/openapi.yaml; everything else goes to `rest`. A request that
/// changes something is taken only from the desk's own pages.
Handler make_staff(StaffSite site, Handler rest);

}  // namespace hb::http
