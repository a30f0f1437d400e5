#include "http/events.h"

#include <algorithm>
#include <set>

namespace hb::http {

using namespace desk;

namespace {

struct News {
  std::string text;
  bool of_case = false;
  UnitId unit;
  UnitId about;
  std::vector<UnitId> helping;
  bool left_a_unit = false;  ///< so that those who had it are told as well
  UserId to = {};            ///< for this person alone
};

std::vector<News> news_of(const Changes& changes) {
  std::vector<News> out;
  for (const auto& append : changes.cases) {
    const auto version = append.expected_version + static_cast<int64_t>(append.events.size());
    const bool left = append.expected_version > 0 && std::ranges::any_of(append.events, [](const auto& recorded) {
                        return std::holds_alternative<casework::Dispatched>(recorded.event);
                      });
    out.push_back({.text = server_sent("case", "{\"number\":\"" + append.number.value +
                                                   "\",\"version\":" + std::to_string(version) + "}"),
                   .of_case = true,
                   .unit = append.row.unit,
                   .about = append.row.about,
                   .helping = append.row.helping,
                   .left_a_unit = left});
  }
  for (const auto& mention : changes.mentions)
    out.push_back({.text = server_sent("mention", "{\"number\":\"" + mention.number.value + "\"}"),
                   .of_case = false,
                   .unit = {},
                   .about = {},
                   .helping = {},
                   .left_a_unit = false,
                   .to = mention.user});
  std::set<IssueId> issues;
  for (const auto& append : changes.issues) issues.insert(append.id);
  for (const auto& row : changes.issue_rows) issues.insert(row.id);
  for (const IssueId id : issues)
    out.push_back({.text = server_sent("issue", "{\"id\":" + std::to_string(id.value) + "}"),
                   .of_case = false,
                   .unit = {},
                   .about = {},
                   .helping = {},
                   .left_a_unit = false});
  return out;
}

bool concerns(const News& news, UserId user, casework::Reading reads) {
  if (news.to) return news.to == user;
  reads.all = reads.all || news.left_a_unit;
  return !news.of_case || casework::may_read(reads, news.unit, news.about, news.helping);
}

}  // namespace

std::string server_sent(std::string_view event, std::string_view data) {
  return std::string("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
}

std::shared_ptr<Stream> Events::open(std::string cookie, std::string first) {
  auto stream = std::make_shared<Stream>();
  stream->offer(std::move(first));
  const std::lock_guard hold(mutex_);
  std::erase_if(listening_, [](const Listening& one) { return one.stream->over(); });
  if (listening_.size() >= kMost) return nullptr;
  listening_.push_back({std::move(cookie), stream});
  return stream;
}

void Events::written(const Changes& changes) {
  const auto news = news_of(changes);
  if (news.empty()) return;
  const std::lock_guard hold(mutex_);
  std::erase_if(listening_, [&](const Listening& one) {
    const auto user = sessions_.find(one.cookie, Sessions::Use::look);
    if (!user || !*user) {
      one.stream->end();
      return true;
    }
    const auto reads = casework::reading({(*user)->id, (*user)->name, (*user)->grants}, *rules_);
    for (const News& piece : news)
      if (concerns(piece, (*user)->id, reads)) one.stream->offer(piece.text);
    return one.stream->over();
  });
}

std::vector<Events::Present> Events::others(const CaseNumber& number, UserId than) const {
  std::vector<Present> out;
  for (const Open& one : open_) {
    if (one.number != number || one.user == than) continue;
    const auto known = std::ranges::find(out, one.user, &Present::user);
    if (known == out.end())
      out.push_back({one.user, one.name, one.writing});
    else
      known->writing = known->writing || one.writing;
  }
  return out;
}

std::vector<Events::Present> Events::present(const casework::Actor& who, const std::string& page,
                                             const CaseNumber& number, Doing doing) {
  const std::lock_guard hold(mutex_);
  const Instant now = clock_.now();
  const auto of_all = [&] { return others(number, {}); };
  const auto before = of_all();
  std::erase_if(open_, [&](const Open& one) { return one.until <= now; });
  const auto mine = std::ranges::find_if(
      open_, [&](const Open& one) { return one.number == number && one.user == who.user && one.page == page; });
  const Open as_now{number, who.user, who.name, page, doing == Doing::writing, now + kPresent};
  if (doing == Doing::gone) {
    if (mine != open_.end()) open_.erase(mine);
  } else if (mine != open_.end()) {
    *mine = as_now;
  } else if (open_.size() < kMostPresent) {
    open_.push_back(as_now);
  }
  if (const auto after = of_all(); after != before) {
    const std::string text = server_sent("presence", "{\"number\":\"" + number.value + "\"}");
    for (const Listening& one : listening_) {
      const auto user = sessions_.find(one.cookie, Sessions::Use::look);
      const bool told = user && *user && (*user)->id != who.user &&
                        std::ranges::find(after, (*user)->id, &Present::user) != after.end();
      if (told) one.stream->offer(text);
    }
  }
  return others(number, who.user);
}

void Events::end() {
  const std::lock_guard hold(mutex_);
  for (const Listening& one : listening_) one.stream->end();
  listening_.clear();
}

}  // namespace hb::http
