#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/city.h"
#include "http/message.h"

/// What the city's three sites have in common.
namespace hb::app::demo {

/// "2026-03-03 08:46:06", as the city's clocks show it.
std::string local_time(Instant at);

/// 5 of "p0005", 4 of "t004".
int number_of(std::string_view id);

/// The posts of one site by thread number, each thread by time; a thread's first post opens it.
using Threads = std::map<int, std::vector<const CityPost*>>;
Threads threads_of(const City& city, std::string_view site);

/// Whole pages of one look; `head` goes into <head>.
std::string page(std::string_view site_name, std::string_view title, std::string_view body, std::string_view head = {});

/// The text escaped, one <p> a line.
std::string paragraphs(std::string_view text);

http::Response plain(int status, std::string text);

/// Adds an ETag, and leaves the body out (304) if the reader has it already.
http::Response unless_known(const http::Request& request, http::Response response);

}  // namespace hb::app::demo
