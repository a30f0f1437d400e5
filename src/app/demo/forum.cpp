#include "app/demo/forum.h"

#include <fcntl.h>
#include <sodium.h>
#include <unicode/unistr.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "app/rulebooks.h"
#include "http/html.h"

namespace hb::app::demo {
namespace {

namespace json = boost::json;

constexpr std::string_view kName = "明川论坛";
constexpr size_t kTopicsOnAPage = 20, kPostsOnAPage = 6, kLongestBody = 80'000;
constexpr int kFirstTopic = 1000, kFirstPost = 10000, kFirstReply = 90000;

std::string in_gb18030(const std::string& text) {
  const auto wide = icu::UnicodeString::fromUTF8(text);
  std::string out(static_cast<size_t>(wide.length()) * 4, '\0');
  out.resize(
      static_cast<size_t>(wide.extract(0, wide.length(), out.data(), static_cast<uint32_t>(out.size()), "gb18030")));
  return out;
}

http::Response send(const Board& board, std::string_view title, const std::string& body) {
  if (!board.gb18030) return {200, "text/html; charset=utf-8", {}, page(kName, title, body)};
  return {200, "text/html", {}, in_gb18030(page(kName, title, body, "<meta charset=\"gb18030\">"))};
}

const Board& board_named(std::string_view name) { return *std::ranges::find(kBoards, name, &Board::name); }

std::string link_to_page(std::string_view words, const std::string& href, std::string_view kind) {
  return "<a class=\"" + std::string(kind) + "\" href=\"" + href + "\">" + std::string(words) + "</a> ";
}

std::string text_of(const json::object& object, const char* field) {
  const auto* value = object.if_contains(field);
  return value == nullptr || !value->is_string() ? std::string()
                                                 : std::string(value->as_string().data(), value->as_string().size());
}

std::optional<json::object> parse(std::string_view bytes) {
  boost::system::error_code wrong;
  json::value value = json::parse({bytes.data(), bytes.size()}, wrong);
  if (wrong || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

// Whole and on the disk before it is acknowledged.
bool append(const std::filesystem::path& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool ok = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  ::close(file);
  return ok;
}

http::Response say(int status, const json::object& answer) {
  return {status, "application/json", {}, json::serialize(answer) + "\n"};
}

}  // namespace

Forum::Forum(const City& city, Options options) : options_(std::move(options)), threads_(threads_of(city, "forum")) {}

Result<std::unique_ptr<Forum>> Forum::open(const City& city, Options options) {
  std::unique_ptr<Forum> forum(new Forum(city, std::move(options)));
  if (const auto read = forum->read_replies(); !read) return tl::unexpected(read.error());
  return forum;
}

Result<void> Forum::read_replies() {
  const auto bytes = read_file(options_.replies.string());
  if (!bytes) return {};
  std::string_view rest = *bytes;
  for (int number = 1; rest.find('\n') != std::string_view::npos; ++number) {
    const size_t end = rest.find('\n');
    const auto o = parse(rest.substr(0, end));
    const auto at = o ? parse_rfc3339(text_of(*o, "at")) : Result<Instant>(fail(""));
    if (!o || !at || !o->contains("topic")) return fail("forum.replies", std::to_string(number));
    replies_.push_back({.key = text_of(*o, "key"),
                        .account = text_of(*o, "account"),
                        .body = text_of(*o, "body"),
                        .topic = o->at("topic").to_number<int>(),
                        .number = number,
                        .at = *at});
    rest.remove_prefix(end + 1);
  }
  if (rest.empty()) return {};
  std::error_code wrong;  // a line that was cut off was never acknowledged
  std::filesystem::resize_file(options_.replies, bytes->size() - rest.size(), wrong);
  return wrong ? fail("forum.replies", wrong.message()) : Result<void>();
}

std::vector<Forum::Shown> Forum::shown(int topic, Instant now) const {
  std::vector<Shown> out;
  const auto thread = threads_.find(topic);
  if (thread == threads_.end()) return out;
  for (const CityPost* post : thread->second)
    if (post->at <= now)
      out.push_back({.anchor = "pid" + std::to_string(kFirstPost + number_of(post->id)),
                     .author = post->author,
                     .text = post->text,
                     .at = post->at});
  for (const Reply& reply : replies_) {
    if (reply.topic != topic) continue;
    const auto account = std::ranges::find(options_.accounts, reply.account, &casework::OfficialAccount::id);
    out.push_back({.anchor = "pid" + std::to_string(kFirstReply + reply.number),
                   .author = account == options_.accounts.end() ? reply.account : account->name.zh,
                   .text = reply.body,
                   .at = reply.at,
                   .official = true});
  }
  std::ranges::stable_sort(out, {}, &Shown::at);
  return out;
}

std::string Forum::link(int topic, size_t place, const std::string& anchor) const {
  const std::string at = options_.base + "thread-" + std::to_string(kFirstTopic + topic) + "-" +
                         std::to_string(place / kPostsOnAPage + 1) + "-1.html";
  return place == 0 ? at : at + "#" + anchor;
}

std::string Forum::link_of(const CityPost& post) const {
  const std::lock_guard lock(mutex_);
  const int topic = number_of(post.thread);
  const auto posts = shown(topic, kEndOfTime);
  const std::string anchor = "pid" + std::to_string(kFirstPost + number_of(post.id));
  const auto found = std::ranges::find(posts, anchor, &Shown::anchor);
  return found == posts.end() ? "" : link(topic, static_cast<size_t>(found - posts.begin()), anchor);
}

http::Response Forum::answer(const http::Request& request, Instant now) {
  const std::lock_guard lock(mutex_);
  if (request.path == "/api/reply") return request.method == "POST" ? reply(request, now) : plain(405, "POST only\n");
  if (request.method != "GET" && request.method != "HEAD") return plain(405, "GET only\n");
  if (request.path == "/") return unless_known(request, index());
  if (request.path == "/robots.txt") return plain(200, "User-agent: *\nDisallow: /space-\nDisallow: /api/\n");
  int number = 0, page_number = 0;
  if (std::sscanf(request.path.c_str(), "/forum-%d-%d.html", &number, &page_number) == 2 && page_number >= 1)
    for (const Board& b : kBoards)
      if (b.number == number) return unless_known(request, board(b, static_cast<size_t>(page_number), now));
  if (std::sscanf(request.path.c_str(), "/thread-%d-%d-1.html", &number, &page_number) == 2 && page_number >= 1)
    return unless_known(request, topic(number - kFirstTopic, static_cast<size_t>(page_number), now));
  return plain(404, "没有这个页面\n");
}

http::Response Forum::index() const {
  std::string body = "<h1>版块</h1><table>";
  for (const Board& b : kBoards)
    body +=
        "<tr><th><a href=\"/forum-" + std::to_string(b.number) + "-1.html\">" + std::string(b.name) + "</a></th></tr>";
  return {200, "text/html; charset=utf-8", {}, page(kName, "首页", body + "</table>")};
}

http::Response Forum::board(const Board& b, size_t page_number, Instant now) const {
  struct Row {
    Instant last;
    int topic;
    const CityPost* first;
    size_t posts;
    std::string by;
  };
  std::vector<Row> rows;
  for (const auto& [number, posts] : threads_) {
    if (posts.front()->board != b.name || posts.front()->at > now) continue;
    const auto all = shown(number, now);
    rows.push_back({all.back().at, number, posts.front(), all.size(), all.back().author});
  }
  std::ranges::sort(rows, [](const Row& x, const Row& y) { return x.last > y.last; });
  std::string body = "<h1>" + std::string(b.name) + "</h1>\n<table>";
  for (size_t i = (page_number - 1) * kTopicsOnAPage; i < std::min(rows.size(), page_number * kTopicsOnAPage); ++i) {
    const Row& row = rows[i];
    body += "\n<tr class=\"topic\"><th><a class=\"subject\" href=\"/thread-" + std::to_string(kFirstTopic + row.topic) +
            "-1-1.html\">" + http::escape(row.first->title) + "</a></th><td>" + http::escape(row.first->author) +
            "</td><td class=\"replies\">" + std::to_string(row.posts - 1) + " 回复</td><td class=\"last\">" +
            http::escape(row.by) + " " + local_time(row.last).substr(5, 11) + "</td></tr>";
  }
  body += "</table>\n<nav class=\"pages\">";
  const std::string stem = "/forum-" + std::to_string(b.number) + "-";
  if (page_number > 1) body += link_to_page("上一页", stem + std::to_string(page_number - 1) + ".html", "prev");
  if (page_number * kTopicsOnAPage < rows.size())
    body += link_to_page("下一页", stem + std::to_string(page_number + 1) + ".html", "next");
  return send(b, b.name, body + "</nav>");
}

http::Response Forum::topic(int number, size_t page_number, Instant now) const {
  const auto thread = threads_.find(number);
  if (thread == threads_.end() || thread->second.front()->at > now) return plain(404, "没有这个主题\n");
  const auto posts = shown(number, now);
  const size_t from = (page_number - 1) * kPostsOnAPage;
  if (from >= posts.size()) return plain(404, "没有这一页\n");
  const CityPost& first = *thread->second.front();
  const Board& b = board_named(first.board);
  std::string body = "<p><a href=\"/forum-" + std::to_string(b.number) + "-1.html\">" + std::string(b.name) +
                     "</a></p>\n<h1>" + http::escape(first.title) + "</h1>";
  for (size_t i = from; i < std::min(posts.size(), from + kPostsOnAPage); ++i) {
    const Shown& post = posts[i];
    body += "\n<div class=\"post" + std::string(post.official ? " official" : "") + "\" id=\"" + post.anchor +
            "\"><div class=\"info\"><span class=\"author\">" + http::escape(post.author) + "</span>" +
            (post.official ? "<span class=\"badge\">官方账号</span>" : "") + "<span class=\"date\">发表于 " +
            local_time(post.at) + "</span><span class=\"floor\">" + (i == 0 ? "楼主" : std::to_string(i + 1) + "楼") +
            "</span></div><div class=\"message\">" + paragraphs(post.text) + "</div></div>";
  }
  body += "\n<nav class=\"pages\">";
  const std::string stem = "/thread-" + std::to_string(kFirstTopic + number) + "-";
  if (page_number > 1) body += link_to_page("上一页", stem + std::to_string(page_number - 1) + "-1.html", "prev");
  if (from + kPostsOnAPage < posts.size())
    body += link_to_page("下一页", stem + std::to_string(page_number + 1) + "-1.html", "next");
  return send(b, first.title, body + "</nav>");
}

http::Response Forum::reply(const http::Request& request, Instant now) {
  const std::string wanted = "Bearer " + options_.secret;
  if (request.authorization.size() != wanted.size() ||
      sodium_memcmp(request.authorization.data(), wanted.data(), wanted.size()) != 0)
    return say(401, {{"error", "secret"}});
  const auto asked = parse(request.body);
  if (!asked) return say(400, {{"error", "json"}});
  Reply fresh{.key = text_of(*asked, "key"),
              .account = text_of(*asked, "account"),
              .body = text_of(*asked, "body"),
              .number = static_cast<int>(replies_.size()) + 1,
              .at = now};
  const auto link_to = [&](const Reply& reply) {
    const std::string anchor = "pid" + std::to_string(kFirstReply + reply.number);
    const auto posts = shown(reply.topic, now);
    const auto found = std::ranges::find(posts, anchor, &Shown::anchor);
    return json::object{{"url", link(reply.topic, static_cast<size_t>(found - posts.begin()), anchor)}};
  };
  const auto before = std::ranges::find(replies_, fresh.key, &Reply::key);
  if (before != replies_.end()) return say(200, link_to(*before));
  const std::string topic_link = text_of(*asked, "topic");
  const size_t at = topic_link.find("/thread-");
  if (at == std::string::npos || std::sscanf(topic_link.c_str() + at, "/thread-%d-", &fresh.topic) != 1)
    return say(404, {{"error", "topic"}});
  fresh.topic -= kFirstTopic;
  if (shown(fresh.topic, now).empty()) return say(404, {{"error", "topic"}});
  if (fresh.key.empty() || fresh.body.empty() || fresh.body.size() > kLongestBody)
    return say(422, {{"error", fresh.key.empty() ? "key" : "body"}});
  if (std::ranges::find(options_.accounts, fresh.account, &casework::OfficialAccount::id) == options_.accounts.end())
    return say(422, {{"error", "account"}});
  if (!append(options_.replies, json::serialize(json::object{{"key", fresh.key},
                                                             {"topic", fresh.topic},
                                                             {"account", fresh.account},
                                                             {"body", fresh.body},
                                                             {"at", format_rfc3339(now)}}) +
                                    "\n"))
    return say(500, {{"error", "disk"}});
  replies_.push_back(std::move(fresh));
  return say(201, link_to(replies_.back()));
}

}  // namespace hb::app::demo
