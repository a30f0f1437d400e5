#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "desk/cases.h"
#include "http/sessions.h"
#include "http/stream.h"

namespace hb::http {

/// Tells signed-in people what changes (server-sent events; api/openapi.yaml). Each is told only of cases that they may
/// read, by their session and roles at that moment; who is signed out is cut off. Any thread.
class Events {
 public:
  static constexpr size_t kMost = 500;  ///< streams at once

  static constexpr size_t kMostPresent = 2'000;     ///< pages of cases open at once; whoever comes later is not shown
  static constexpr Seconds kPresent = Seconds{45};  ///< a page that says nothing for so long is closed

  /// The references outlive it. `clock` measures presence: where the desk's own is virtual, give the wall's.
  Events(Sessions& sessions, desk::RulesInForce rules, const desk::Clock& clock)
      : sessions_(sessions), rules_(std::move(rules)), clock_(clock) {}
  ~Events() { end(); }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  /// A stream for the session of that cookie, with `first` on it; null if there are too many.
  std::shared_ptr<Stream> open(std::string cookie, std::string first);

  /// Tells of the cases and issues that a change touched: desk::Wiring::written.
  void written(const desk::Changes& changes);

  enum class Doing : uint8_t { looking, writing, gone };
  struct Present {
    UserId user;
    std::string name;
    bool writing = false;
    friend bool operator==(const Present&, const Present&) = default;
  };
  /// Somebody has the page of a case open, as `page` (of their own choice) names it; that they may read the case is the
  /// caller's to know. When that changes anything, the others who have it open are told ("presence"). Who else has it
  /// open, in the order they came. In memory only: nothing of it is kept.
  std::vector<Present> present(const casework::Actor& who, const std::string& page, const CaseNumber& number,
                               Doing doing);

  /// Ends every stream.
  void end();

 private:
  struct Listening {
    std::string cookie;
    std::shared_ptr<Stream> stream;
  };
  struct Open {
    CaseNumber number;
    UserId user;
    std::string name;
    std::string page;
    bool writing = false;
    Instant until;
  };
  std::vector<Present> others(const CaseNumber& number, UserId than) const;

  std::mutex mutex_;
  std::vector<Listening> listening_;
  std::vector<Open> open_;
  Sessions& sessions_;
  desk::RulesInForce rules_;
  const desk::Clock& clock_;
};

/// "event: NAME", the data (JSON in one line), an empty line.
std::string server_sent(std::string_view event, std::string_view data);

}  // namespace hb::http
