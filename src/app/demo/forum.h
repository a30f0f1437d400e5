#pragma once
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/demo/pages.h"
#include "casework/organisation.h"

namespace hb::app::demo {

struct Board {
  int number;
  std::string_view id;  ///< of its source: "forum-port"
  std::string_view name;
  bool gb18030 = false;
};
inline constexpr Board kBoards[] = {{1, "forum-talk", "民生杂谈"},
                                    {2, "forum-east", "东城生活"},
                                    {3, "forum-port", "南港码头", true},
                                    {4, "forum-food", "美食消费"},
                                    {5, "forum-home", "家长里短"}};

/// 明川论坛: boards of topics, topics of posts, as forums write their pages; and the door for official replies, which
/// are kept in a file and stand on the topic's page under the account's name with the mark 官方账号. Any thread.
class Forum {
 public:
  struct Options {
    std::string base;  ///< "http://127.0.0.1:8431/"
    std::string secret;
    std::filesystem::path replies;
    std::vector<casework::OfficialAccount> accounts;  ///< those registered here
  };
  /// Errors: "forum.replies" with the line: the file is damaged, but for a last line that was cut off.
  static Result<std::unique_ptr<Forum>> open(const City& city, Options options);

  http::Response answer(const http::Request& request, Instant now);

  /// The link a listener gives the post; the same at any time after it.
  std::string link_of(const CityPost& post) const;

 private:
  struct Shown {
    std::string anchor;
    std::string author;
    std::string text;
    Instant at;
    bool official = false;
  };
  struct Reply {
    std::string key, account, body;
    int topic = 0;
    int number = 0;
    Instant at;
  };
  Forum(const City& city, Options options);
  Result<void> read_replies();
  std::vector<Shown> shown(int topic, Instant now) const;
  std::string link(int topic, size_t place, const std::string& anchor) const;
  http::Response index() const;
  http::Response board(const Board& board, size_t page_number, Instant now) const;
  http::Response topic(int number, size_t page_number, Instant now) const;
  http::Response reply(const http::Request& request, Instant now);

  Options options_;
  Threads threads_;
  mutable std::mutex mutex_;  ///< of replies_
  std::vector<Reply> replies_;
};

}  // namespace hb::app::demo
