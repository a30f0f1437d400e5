#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace hb::http::api {

/// A JSON answer.
Response answer(int status, const boost::json::value& body);
/// The same with the version of what it shows, as an ETag: what If-Match gives back.
Response answer(int status, const boost::json::value& body, int64_t version);

/// application/problem+json (RFC 9457) with a code that names the rule.
Response problem(int status, std::string_view code, std::string_view detail = {});
/// The status belongs to the code. What a code may not tell outside (the store's own words) is left out.
Response problem(const Error& error);

}  // namespace hb::http::api
