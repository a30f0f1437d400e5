#include "app/demo/pages.h"

#include <algorithm>
#include <cstdlib>

#include "base/bytes.h"
#include "http/html.h"

namespace hb::app::demo {
namespace {

constexpr std::string_view kLook =
    "body{margin:0 auto;max-width:960px;padding:0 16px;font:16px/1.7 sans-serif;color:#222;background:#f6f7f9}"
    "header{padding:14px 0;border-bottom:3px solid #2b6cb0}header a{font-size:22px;font-weight:600;color:#2b6cb0}"
    "a{color:#1a5490;text-decoration:none}h1{font-size:22px;margin:18px 0 12px}"
    "table{width:100%;border-collapse:collapse;background:#fff}th,td{padding:8px 10px;text-align:left;"
    "border-bottom:1px solid #e3e6ea;font-weight:400}td{white-space:nowrap;color:#666;font-size:14px}"
    ".post,article{background:#fff;border:1px solid #e3e6ea;margin:0 0 10px;padding:12px 16px}"
    ".post .date,.floor,.meta{color:#777;font-size:14px;margin-left:10px}.message p{margin:6px 0}"
    ".official{border-left:4px solid #2b6cb0;background:#f2f7fc}"
    ".badge{background:#2b6cb0;color:#fff;font-size:13px;padding:1px 8px;border-radius:3px;margin-left:8px}"
    "nav.pages{padding:10px 0}footer{color:#888;font-size:13px;padding:20px 0}";

}  // namespace

std::string local_time(Instant at) {
  std::string text = format_rfc3339(at, kCityOffset).substr(0, 19);
  text[10] = ' ';
  return text;
}

int number_of(std::string_view id) { return std::atoi(std::string(id.substr(1)).c_str()); }

Threads threads_of(const City& city, std::string_view site) {
  Threads threads;
  for (const auto& post : city.posts)
    if (post.site == site) threads[number_of(post.thread)].push_back(&post);
  return threads;
}

std::string page(std::string_view site_name, std::string_view title, std::string_view body, std::string_view head) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head>";
  out.append(head.empty() ? "<meta charset=\"utf-8\">" : head);
  out.append("<title>").append(http::escape(title)).append(" - ").append(site_name);
  out.append("</title><style>").append(kLook).append("</style></head>\n<body><header><a href=\"/\">");
  out.append(site_name).append("</a></header>\n").append(body);
  out.append("\n<footer>")
      .append(site_name)
      .append(" · 演示用的虚构网站，人物、单位和内容均属虚构</footer></body></html>\n");
  return out;
}

std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    if (const auto line = text.substr(0, end); !line.empty()) out += "<p>" + http::escape(line) + "</p>";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

http::Response plain(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", {}, std::move(text)};
}

http::Response unless_known(const http::Request& request, http::Response response) {
  const std::string etag = "\"" + to_hex(view(sha256(response.body))).substr(0, 16) + "\"";
  if (response.status != 200) return response;
  if (request.if_none_match == etag) response = {304, response.content_type, {}, ""};
  response.headers.emplace_back("ETag", etag);
  return response;
}

}  // namespace hb::app::demo
