#include "app/demo/feeds.h"

#include <algorithm>
#include <cstdio>

#include "http/html.h"

namespace hb::app::demo {
namespace {

namespace json = boost::json;
using http::escape;

constexpr size_t kEntries = 30, kSummary = 60;
constexpr int kFirstArticle = 2000, kFirstQuestion = 500;
constexpr std::string_view kNews = "明川新闻网", kQuestions = "明川问答", kAtomBoard = "生活";

// The newest of the site that `wanted` takes.
template <class Wanted>
std::vector<const CityPost*> newest(const City& city, std::string_view site, Instant now, Wanted wanted) {
  std::vector<const CityPost*> out;
  for (auto post = city.posts.rbegin(); post != city.posts.rend() && out.size() < kEntries; ++post)
    if (post->site == site && post->at <= now && wanted(*post)) out.push_back(&*post);
  return out;
}

std::string summary(const std::string& text) {
  size_t end = 0;
  for (size_t n = 0; n < kSummary && end < text.size(); ++n)
    for (++end; end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80;) ++end;
  return end == text.size() ? text : text.substr(0, end) + "…";
}

std::string rfc822(Instant at) {
  static constexpr const char* kDays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  const std::string local = local_time(at);  // the demo's week lies in March
  const auto day = (at + kCityOffset).seconds / 86400 % 7;
  return std::string(kDays[day]) + ", " + local.substr(8, 2) + " Mar " + local.substr(0, 4) + local.substr(10) +
         " +0800";
}

const CityPost* by_number(const City& city, std::string_view site, int number) {
  for (const auto& post : city.posts)
    if (post.site == site && number_of(post.id) == number) return &post;
  return nullptr;
}

// A reply carries its question's title.
const CityPost& question_of(const City& city, const CityPost& post) {
  return *std::ranges::find_if(city.posts, [&](const CityPost& p) { return p.thread == post.thread && !p.reply; });
}

std::string title_of(const City& city, const CityPost& post) {
  return post.reply ? "回答：" + question_of(city, post).title : post.title;
}

http::Response html(std::string_view site, std::string_view title, const std::string& body) {
  return {200, "text/html; charset=utf-8", {}, page(site, title, body)};
}

std::string list(const City& city, const std::string& base, const std::vector<const CityPost*>& posts,
                 std::string (*link)(const std::string&, const CityPost&)) {
  std::string body = "<h1>最新</h1><table>";
  for (const auto* post : posts)
    body += "\n<tr><th><a href=\"" + link(base, *post) + "\">" + escape(title_of(city, *post)) + "</a></th><td>" +
            local_time(post->at).substr(5, 11) + "</td></tr>";
  return body + "</table>";
}

std::string article(const CityPost& post) {
  return "<article><h1>" + escape(post.title) + "</h1><div class=\"meta\"><span class=\"time\">" + local_time(post.at) +
         "</span> <span class=\"author\">" + escape(post.author) + "</span></div><div class=\"content\">" +
         paragraphs(post.text) + "</div></article>";
}

std::string rss(const std::string& base, const std::vector<const CityPost*>& posts) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>" +
                    std::string(kNews) + "</title><link>" + base + "</link><description>本地新闻</description>";
  for (const auto* post : posts)
    out += "\n<item><title>" + escape(post->title) + "</title><link>" + news_link(base, *post) + "</link><guid>" +
           news_link(base, *post) + "</guid><category>" + escape(post->board) + "</category><pubDate>" +
           rfc822(post->at) + "</pubDate><description>" + escape(summary(post->text)) + "</description></item>";
  return out + "\n</channel></rss>\n";
}

std::string atom(const City& city, const std::string& base, const std::vector<const CityPost*>& posts) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>" +
                    std::string(kQuestions) + "</title><id>" + base + "atom.xml</id><updated>" +
                    format_rfc3339(posts.empty() ? kWeekBegins : posts.front()->at, kCityOffset) + "</updated>";
  for (const auto* post : posts) {
    const std::string at = format_rfc3339(post->at, kCityOffset);
    out += "\n<entry><id>" + question_link(base, *post) + "</id><title>" + escape(title_of(city, *post)) +
           "</title><link href=\"" + question_link(base, *post) + "\"/><published>" + at + "</published><updated>" +
           at + "</updated><author><name>" + escape(post->author) + "</name></author><content type=\"html\">" +
           escape(paragraphs(post->text)) + "</content></entry>";
  }
  return out + "\n</feed>\n";
}

std::string json_feed(const City& city, const std::string& base, const std::vector<const CityPost*>& posts) {
  json::array items;
  for (const auto* post : posts)
    items.push_back(json::object{{"id", question_link(base, *post)},
                                 {"url", question_link(base, *post)},
                                 {"title", title_of(city, *post)},
                                 {"content_text", post->text},
                                 {"date_published", format_rfc3339(post->at, kCityOffset)},
                                 {"authors", json::array{json::object{{"name", post->author}}}}});
  return json::serialize(json::object{{"version", "https://jsonfeed.org/version/1.1"},
                                      {"title", json::string(kQuestions.data(), kQuestions.size())},
                                      {"home_page_url", base},
                                      {"feed_url", base + "feed.json"},
                                      {"items", std::move(items)}});
}

constexpr auto kAll = [](const CityPost&) { return true; };

http::Response news_page(const City& city, const std::string& base, const std::string& path, Instant now) {
  if (path == "/") return html(kNews, "首页", list(city, base, newest(city, "news", now, kAll), news_link));
  if (path == "/rss.xml")
    return {200, "application/rss+xml; charset=utf-8", {}, rss(base, newest(city, "news", now, kAll))};
  int number = 0;
  if (std::sscanf(path.c_str(), "/content-%d.html", &number) == 1)
    if (const auto* post = by_number(city, "news", number - kFirstArticle); post != nullptr && post->at <= now)
      return html(kNews, post->title, article(*post));
  return plain(404, "没有这个页面\n");
}

http::Response question_page(const City& city, const std::string& base, const std::string& path, Instant now) {
  if (path == "/") return html(kQuestions, "首页", list(city, base, newest(city, "qa", now, kAll), question_link));
  if (path == "/atom.xml")
    return {200,
            "application/atom+xml; charset=utf-8",
            {},
            atom(city, base, newest(city, "qa", now, [](const CityPost& p) { return p.board == kAtomBoard; }))};
  if (path == "/feed.json")
    return {200, "application/feed+json", {}, json_feed(city, base, newest(city, "qa", now, [](const CityPost& p) {
                                                          return p.board != kAtomBoard;
                                                        }))};
  int thread = 0;
  if (std::sscanf(path.c_str(), "/question/%d", &thread) != 1) return plain(404, "没有这个页面\n");
  std::string body, title;
  for (const auto& post : city.posts) {
    if (post.site != "qa" || number_of(post.thread) != thread - kFirstQuestion || post.at > now) continue;
    if (!post.reply) body += "<h1>" + escape(title = post.title) + "</h1>";
    body += "\n<div class=\"post\"><div class=\"info\"><span class=\"author\">" + escape(post.author) +
            "</span><span class=\"date\">" + local_time(post.at) + "</span></div><div class=\"message\">" +
            paragraphs(post.text) + "</div></div>";
  }
  return body.empty() ? plain(404, "没有这个问题\n") : html(kQuestions, title, body);
}

constexpr std::string_view kRobots = "User-agent: *\nAllow: /\n";

http::Response answer(const http::Request& request, http::Response page_of_it) {
  if (request.method != "GET" && request.method != "HEAD") return plain(405, "GET only\n");
  if (request.path == "/robots.txt") return plain(200, std::string(kRobots));
  return unless_known(request, std::move(page_of_it));
}

}  // namespace

http::Response news(const City& city, const std::string& base, const http::Request& request, Instant now) {
  return answer(request, news_page(city, base, request.path, now));
}

std::string news_link(const std::string& base, const CityPost& post) {
  return base + "content-" + std::to_string(kFirstArticle + number_of(post.id)) + ".html";
}

http::Response questions(const City& city, const std::string& base, const http::Request& request, Instant now) {
  return answer(request, question_page(city, base, request.path, now));
}

std::string question_link(const std::string& base, const CityPost& post) {
  const std::string question = base + "question/" + std::to_string(kFirstQuestion + number_of(post.thread));
  return post.reply ? question + "/answer/" + std::to_string(number_of(post.id)) : question;
}

}  // namespace hb::app::demo
