#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/site.h"

/// The services of the rulebook as Open311 tells them.
namespace hb::http {

/// The service of what no department has in its remit.
inline constexpr std::string_view kOtherService = "other";
/// The attributes of every service: what kind of case it is, and whether the answer is to be public.
inline constexpr std::string_view kKindAttribute = "KIND", kAnswerAttribute = "ANSWER";

/// The matter of a service ("" for kOtherService); nothing for a code that is none.
std::optional<std::string> matter_of(const casework::Rules& rules, std::string_view service_code);
std::string service_code(std::string_view matter);
/// In the agency's language.
std::string service_name(const Site& site, std::string_view matter);

boost::json::array services(const Site& site);
boost::json::object service_definition(const Site& site, std::string_view service_code);

}  // namespace hb::http
