#pragma once
#include <boost/json.hpp>
#include <string>
#include <string_view>

/// The two forms an Open311 document has. It is built once as JSON by the Spark convention (bare lists, nulls for what
/// is not known); the XML is the same tree: a list becomes elements of its singular name, null an empty element.
namespace hb::http {

enum class Open311Form : uint8_t { xml, json };

/// `root` names the XML root: "services", "service_definition", …
std::string open311_document(const boost::json::value& value, std::string_view root, Open311Form form);
std::string_view content_type(Open311Form form);

}  // namespace hb::http
