#pragma once
#include <cstdlib>
#include <string>

#include "app/embedded.h"
#include "http/site.h"
#include "tests/support/desk_world.h"

namespace hb::test {

inline http::Words words_of(std::string_view language) {
  const auto bytes = app::embedded("src/http/portal/words." + std::string(language));
  return http::Words::parse(bytes.value()).value();
}

/// A desk in memory with its public site.
struct PortalWorld : DeskWorld {
  PortalWorld() { EXPECT_TRUE(log.open()); }

  desk::Portal portal{store, vault, clock, log, wiring.rules, wiring.simplifier};
  desk::OpenData open_data{store,
                           wiring.rules,
                           {[](casework::CaseState state) { return std::string(name_of(state)); },
                            [](std::string_view matter) { return std::string(matter); }}};
  http::Handler site = http::make_site({.store = store,
                                        .files = files,
                                        .cases = cases,
                                        .vault = vault,
                                        .portal = portal,
                                        .open_data = open_data,
                                        .clock = clock,
                                        .rules = wiring.rules,
                                        .harms = {{"hospitalised", {"有人就医住院", "Somebody was taken to hospital"}}},
                                        .vkey = ledger::format_vkey(signer.key()),
                                        .zh = words_of("zh"),
                                        .en = words_of("en"),
                                        .asset = [](std::string_view name) -> std::optional<std::string> {
                                          const auto bytes = app::embedded("assets/" + std::string(name));
                                          if (!bytes) return std::nullopt;
                                          return std::string(*bytes);
                                        }});

  /// `target` as in a request line; `cookie` as a browser sends it.
  http::Response get(const std::string& target, const std::string& cookie = "") {
    http::Request request;
    request.method = "GET";
    request.host = "city.example";
    request.cookie = cookie;
    EXPECT_TRUE(http::set_target(request, target)) << target;
    return site(request);
  }
  http::Response post(const std::string& target, const std::string& body, const std::string& cookie = "",
                      const std::string& fetch_site = "same-origin", const std::string& origin = "") {
    http::Request request;
    request.method = "POST";
    request.host = "city.example";
    request.cookie = cookie;
    request.body = body;
    request.sec_fetch_site = fetch_site;
    request.origin = origin;
    EXPECT_TRUE(http::set_target(request, target)) << target;
    return site(request);
  }

  /// A case answered by three people; the answer's entry. The log is not sequenced.
  int64_t answer(const CaseNumber& number, const char* unit, const std::string& text, const std::string& note = "") {
    (void)cases.act(person(2, casework::Role::responder, unit), number, casework::Accept{});
    return say(casework::Part::answer, number, unit, text, note);
  }
  /// Written, approved and published by three people; its entry.
  int64_t say(casework::Part part, const CaseNumber& number, const char* unit, const std::string& text,
              const std::string& note = "") {
    using casework::Role;
    const auto state = cases.act(person(2, Role::responder, unit), number, casework::WriteDraft{part, text, note});
    EXPECT_TRUE(state) << state.error().code;
    const casework::Draft draft = state->drafts.back();
    EXPECT_TRUE(cases.act(person(3, Role::unit_head, unit), number, casework::Approve{draft.id, draft.hash}));
    const auto done =
        cases.act(person(4, Role::online_spokesperson, unit), number, casework::Publish{draft.id, draft.hash});
    EXPECT_TRUE(done) << done.error().code;
    return store.answers_of_case(number).value().front().entry;
  }
};

}  // namespace hb::test
