#include "http/open311/format.h"

#include <map>

#include "http/html.h"

namespace hb::http {
namespace {

namespace json = boost::json;

// What one item of a list is called in XML (GeoReport v2; discovery for endpoints and formats).
std::string_view singular(std::string_view list) {
  static const std::map<std::string_view, std::string_view> kNames{{"services", "service"},
                                                                   {"attributes", "attribute"},
                                                                   {"values", "value"},
                                                                   {"service_requests", "request"},
                                                                   {"service_request_updates", "request_update"},
                                                                   {"errors", "error"},
                                                                   {"endpoints", "endpoint"},
                                                                   {"formats", "format"},
                                                                   {"notes", "note"},
                                                                   {"clocks", "clock"}};
  const auto found = kNames.find(list);
  return found == kNames.end() ? "item" : found->second;
}

void write(const json::value& value, std::string_view name, std::string& out) {
  const std::string tag(name);
  if (value.is_null() || (value.is_string() && value.get_string().empty())) {
    out += "<" + tag + "/>";
    return;
  }
  out += "<" + tag + ">";
  if (const auto* object = value.if_object()) {
    for (const auto& field : *object) write(field.value(), field.key(), out);
  } else if (const auto* list = value.if_array()) {
    for (const auto& item : *list) write(item, singular(name), out);
  } else if (const auto* text = value.if_string()) {
    out += escape(*text);
  } else {
    out += json::serialize(value);
  }
  out += "</" + tag + ">";
}

}  // namespace

std::string open311_document(const json::value& value, std::string_view root, Open311Form form) {
  if (form == Open311Form::json) return json::serialize(value) + "\n";
  std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  write(value, root, out);
  return out + "\n";
}

std::string_view content_type(Open311Form form) {
  return form == Open311Form::xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8";
}

}  // namespace hb::http
