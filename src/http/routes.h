#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace hb::http {

/// What a pattern's {name} stood for, decoded.
using Params = std::map<std::string, std::string, std::less<>>;

struct Route {
  std::string_view method;   ///< "GET" takes HEAD too
  std::string_view pattern;  ///< "/answers/{entry}"; a last "{rest*}" takes the rest of the path
  std::function<Response(const Request&, const Params&)> handle;
};

/// The first route that fits answers. No pattern fits: `missing`; only the method differs: 405 with Allow.
Response dispatch(const std::vector<Route>& routes, const Request& request, const Handler& missing);

}  // namespace hb::http
