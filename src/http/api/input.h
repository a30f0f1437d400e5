#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/language.h"
#include "base/result.h"
#include "desk/ports.h"
#include "http/message.h"

namespace hb::http::api {

/// Reads what a request says, field by field. The first field that is missing or malformed is kept: "request.field"
/// with its name; ask for `wrong` before using what was read.
class Input {
 public:
  const std::optional<Error>& wrong() const { return wrong_; }

 protected:
  void note(std::string_view field) {
    if (!wrong_) wrong_ = Error{"request.field", std::string(field)};
  }
  std::optional<Error> wrong_;
};

/// A JSON object as the body. Errors besides: "request.media-type", "request.json".
class Body : public Input {
 public:
  explicit Body(const Request& request);

  std::string text(const char* field);     ///< required
  std::string text_or(const char* field);  ///< "" if absent
  int64_t number(const char* field);       ///< required
  int64_t number_or(const char* field, int64_t absent);
  bool flag_or(const char* field);  ///< false if absent
  std::vector<std::string> texts_or(const char* field, size_t most);
  std::vector<int64_t> numbers_or(const char* field, size_t most);
  /// What `read` makes of each object of a list, as a body of its own.
  template <class Read>
  auto objects_or(const char* field, size_t most, Read read) {
    std::vector<decltype(read(*this))> out;
    for (Body& one : bodies(field, most)) {
      out.push_back(read(one));
      if (one.wrong()) note(field);
    }
    return out;
  }
  Instant moment(const char* field);  ///< required: RFC 3339
  std::optional<Instant> moment_or(const char* field);
  int64_t day_or(const char* field);  ///< "2026-03-05" in days since 1970-01-01; 0 if absent
  Digest digest(const char* field);   ///< required: 64 hexadecimal digits
  /// A name that `read` knows, required.
  template <class Read>
  auto choice(const char* field, Read read) {
    return read_choice(field, text(field), read);
  }
  /// The same, or `absent`.
  template <class Read, class E>
  E choice_or(const char* field, Read read, E absent) {
    return find(field) == nullptr ? absent : read_choice(field, text(field), read);
  }

 private:
  explicit Body(boost::json::object object) : object_(std::move(object)) {}
  std::vector<Body> bodies(const char* field, size_t most);
  template <class Read>
  auto read_choice(const char* field, const std::string& name, Read read) {
    const auto found = read(name);
    if (!found) note(field);
    return found.value_or(typename decltype(read(name))::value_type{});
  }
  const boost::json::value* find(const char* field) const;
  boost::json::object object_;
};

/// One member of a contract's command: what `do` calls it, and how the rest of the body is read.
template <class Command>
struct Named {
  std::string_view name;
  Command (*make)(Body&);
};
/// The command a body names, out of those `known`: an array of Named.
template <class Commands>
auto command_of(Body& body, const Commands& known) -> Result<decltype(known[0].make(body))> {
  const std::string name = body.text("do");
  for (const auto& one : known) {
    if (body.wrong() || one.name != name) continue;
    auto command = one.make(body);
    if (body.wrong()) break;
    return command;
  }
  return tl::unexpected(body.wrong().value_or(Error{"request.field", "do"}));
}

/// The query of a list: names that no parameter has are left alone.
class Query : public Input {
 public:
  explicit Query(const Request& request) : fields_(request.query) {}

  std::optional<std::string> text(const char* name, size_t most_code_points);
  bool flag(const char* name, bool absent);
  int64_t limit();  ///< 1 to 200, or 50
  int64_t number(const char* name, int64_t absent, int64_t least, int64_t most);
  int64_t cursor();  ///< what `cursor_at` made, or 0
  Language language();
  template <class Read>
  auto choice(const char* name, Read read) -> decltype(read("")) {
    const auto at = fields_.find(name);
    if (at == fields_.end()) return std::nullopt;
    const auto found = read(at->second);
    if (!found) note(name);
    return found;
  }

 private:
  const Fields& fields_;
};

/// Where the next page begins, opaque to clients.
std::string cursor_at(int64_t offset);

/// The days since 1970-01-01 of "2026-03-05".
std::optional<int> day_of(const std::string& date);

/// The id in a path; nothing if it is no number.
std::optional<int64_t> id_of(std::string_view digits);

/// The version of an If-Match header, `"12"`. Errors: "request.no-version", "request.field".
Result<int64_t> version_of(const Request& request);
std::string etag_of(int64_t version);

/// A command to something that is there: the version it was decided on, the language of the answer, and itself.
template <class Command>
struct Asked {
  int64_t seen = 0;
  Language language = Language::zh;
  Command command;
};
/// Errors: those of version_of, of Query and of command_of, in this order.
template <class Commands>
auto asked_of(const Request& request, const Commands& known)
    -> Result<Asked<decltype(known[0].make(std::declval<Body&>()))>> {
  const auto seen = version_of(request);
  if (!seen) return tl::unexpected(seen.error());
  Query query(request);
  const Language language = query.language();
  if (query.wrong()) return tl::unexpected(*query.wrong());
  Body body(request);
  auto command = command_of(body, known);
  if (!command) return tl::unexpected(command.error());
  return Asked<decltype(known[0].make(body))>{*seen, language, *std::move(command)};
}

}  // namespace hb::http::api
