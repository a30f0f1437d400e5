#include "listen/source.h"

#include <algorithm>

#include "listen/address.h"
#include "listen/url.h"
#include "text/select.h"

namespace hb::listen {
namespace {

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::vector<SourceFinding> validate_source(const SourceConfig& config) {
  std::vector<SourceFinding> findings;
  const auto find = [&](std::string key, std::string code, std::string detail = {}) {
    findings.push_back({std::move(key), std::move(code), std::move(detail)});
  };
  if (!is_id(config.id.value)) find("id", "source.id", config.id.value.substr(0, 64));
  if (config.name.empty() || config.name.size() > 200)
    find("name", config.name.empty() ? "source.missing" : "source.long");
  if (!parse_url(config.url))
    find("url", "source.url", config.url.substr(0, 200));
  else if (names_person(config.url))
    find("url", "source.person");
  if (!config.unit) find("unit", "source.missing");
  if (config.rhythm < minutes(1) || config.rhythm > hours(24))
    find("rhythm", "source.rhythm", std::to_string(config.rhythm.count));
  for (const auto& listing : config.allow)
    if (!parse_endpoint(listing)) find("allow", "source.listing", listing.substr(0, 64));
  if (config.pages < 1 || config.pages > kMostPages) find("pages", "source.pages", std::to_string(config.pages));
  const Selectors& s = config.selectors;
  if (config.kind == SourceKind::list && s.row.empty() && config.topics.empty()) find("topics", "source.missing");
  if (!config.topics.empty() && (config.topics.size() > 500 || (config.topics[0] != '/' && config.topics[0] != '*')))
    find("topics", "source.pattern", config.topics.substr(0, 64));
  if (!s.row.empty() && s.link.empty()) find("selectors.link", "source.missing");
  if (!s.post.empty() && s.text.empty()) find("selectors.text", "source.missing");
  const std::pair<const char*, const std::string&> paths[] = {
      {"selectors.row", s.row},   {"selectors.link", s.link}, {"selectors.mark", s.mark},
      {"selectors.next", s.next}, {"selectors.post", s.post}, {"selectors.author", s.author},
      {"selectors.time", s.time}, {"selectors.text", s.text}, {"selectors.title", s.title}};
  for (const auto& [key, path] : paths)
    if (!path.empty() && !text::valid_path(path)) find(key, "source.path", path.substr(0, text::kLongestPath));
  return findings;
}

}  // namespace hb::listen
