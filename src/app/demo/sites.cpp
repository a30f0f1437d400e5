#include "app/demo/sites.h"

#include <algorithm>

#include "app/demo/feeds.h"

namespace hb::app::demo {
namespace {

constexpr const char* kAddress = "127.0.0.1";
constexpr int kThreads = 1;
constexpr uint16_t kFirstPort = 8431;

std::string base_of(uint16_t port) { return "http://" + std::string(kAddress) + ":" + std::to_string(port) + "/"; }

// On the port it had; else one of its own near the desk's, else a free one.
Result<std::unique_ptr<http::Listener>> listen_at(Home& home, const std::string& site, uint16_t wish,
                                                  const http::Handler& handler) {
  const auto kept = home.ports.find(site);
  for (const uint16_t port : {kept == home.ports.end() ? wish : kept->second, wish}) {
    auto listener = http::Listener::start(kAddress, port, handler, kThreads);
    if (!listener) continue;
    home.ports[site] = port;
    return listener;
  }
  auto listener = http::Listener::start(kAddress, 0, handler, kThreads);
  if (listener) home.ports[site] = (*listener)->port();
  return listener;
}

}  // namespace

Result<std::unique_ptr<Sites>> Sites::start(const City& city, const desk::Clock& clock, Home& home,
                                            const std::filesystem::path& data,
                                            const std::vector<casework::OfficialAccount>& accounts) {
  std::unique_ptr<Sites> sites(new Sites(city));
  Sites* const all = sites.get();
  const auto start_one = [&](const char* site, uint16_t wish, http::Handler handler) -> Result<std::string> {
    auto listener = listen_at(home, site, wish, [all, handler = std::move(handler)](const http::Request& request) {
      return all->open_ ? handler(request) : plain(503, "starting\n");
    });
    if (!listener) return tl::unexpected(listener.error());
    sites->listeners_.push_back(std::move(*listener));
    return base_of(home.ports[site]);
  };
  auto forum = start_one("forum", kFirstPort, [all, &clock](const http::Request& request) {
    return all->forum_->answer(request, clock.now());
  });
  if (!forum) return tl::unexpected(forum.error());
  auto news_at = start_one("news", kFirstPort + 1, [all, &clock](const http::Request& request) {
    return demo::news(all->city_, all->news_base_, request, clock.now());
  });
  if (!news_at) return tl::unexpected(news_at.error());
  auto questions_at = start_one("qa", kFirstPort + 2, [all, &clock](const http::Request& request) {
    return demo::questions(all->city_, all->questions_base_, request, clock.now());
  });
  if (!questions_at) return tl::unexpected(questions_at.error());
  sites->forum_base_ = *forum;
  sites->news_base_ = *news_at;
  sites->questions_base_ = *questions_at;
  auto opened = Forum::open(
      city, {.base = *forum, .secret = home.forum_secret, .replies = data / "demo-forum.jsonl", .accounts = accounts});
  if (!opened) return tl::unexpected(opened.error());
  sites->forum_ = std::move(*opened);
  sites->open_ = true;
  return sites;
}

std::vector<listen::SourceConfig> Sites::sources() const {
  const auto facts = [&](std::string_view site) { return *std::ranges::find(city_.sites, site, &CitySite::id); };
  const auto source = [&](std::string_view site, std::string_view id, const std::string& name, const std::string& base,
                          const std::string& path, listen::SourceKind kind) {
    const CitySite of = facts(site);
    listen::SourceConfig config;
    config.id = {std::string(id)};
    config.name = of.name + name;
    config.kind = kind;
    config.url = base + path;
    config.unit = of.unit;
    config.rhythm = of.rhythm;
    config.publisher = of.id;
    config.allow = {base.substr(7, base.size() - 8)};
    return config;
  };
  std::vector<listen::SourceConfig> out;
  for (const Board& board : kBoards) {
    auto config = source("forum", board.id, " · " + std::string(board.name), forum_base_,
                         "forum-" + std::to_string(board.number) + "-1.html", listen::SourceKind::list);
    config.pages = 5;
    config.selectors = {.row = "//tr[@class='topic']",
                        .link = ".//a[@class='subject']/@href",
                        .mark = "string(td[@class='replies'])",
                        .next = "//a[@class='next']/@href",
                        .post = "//div[@class='post' or @class='post official']",
                        .author = "string(.//span[@class='author'])",
                        .time = "string(.//span[@class='date'])",
                        .text = ".//div[@class='message']",
                        .title = "string(//h1)"};
    out.push_back(std::move(config));
  }
  using Kind = listen::SourceKind;
  out.push_back(source("news", "news", "", news_base_, "rss.xml", Kind::feed));
  out.push_back(source("qa", "qa-life", " · 生活", questions_base_, "atom.xml", Kind::feed));
  out.push_back(source("qa", "qa-services", " · 办事和消费", questions_base_, "feed.json", Kind::feed));
  return out;
}

Instant Sites::first_text(const listen::SourceConfig& source) const {
  const auto board = std::ranges::find(kBoards, source.id.value, &Board::id);
  if (board == std::end(kBoards)) return kWeekBegins;
  return std::ranges::find(city_.posts, board->name, &CityPost::board)->at;
}

std::string Sites::link_of(const CityPost& post) const {
  if (post.site == "news") return news_link(news_base_, post);
  return post.site == "qa" ? question_link(questions_base_, post) : forum_->link_of(post);
}

std::string Sites::forum_endpoint() const { return forum_base_.substr(7, forum_base_.size() - 8); }

void Sites::stop() {
  for (const auto& listener : listeners_) listener->stop();
}

}  // namespace hb::app::demo
