#pragma once
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/demo/city.h"
#include "app/demo/forum.h"
#include "app/demo/home.h"
#include "http/listener.h"
#include "listen/source.h"

namespace hb::app::demo {

/// The city's three sites on loopback, each on a port of its own, showing what is published at the clock's time. They
/// keep their ports from start to start, because the sources' links stand in the record.
class Sites {
 public:
  /// `home` gives the ports and is told of others if one is taken or new; `city` and `clock` outlive this. Errors: the
  /// listener's and the forum's.
  static Result<std::unique_ptr<Sites>> start(const City& city, const desk::Clock& clock, Home& home,
                                              const std::filesystem::path& data,
                                              const std::vector<casework::OfficialAccount>& accounts);

  /// How they are listened to; each lists its site's address and port.
  std::vector<listen::SourceConfig> sources() const;
  /// When the source has its first text: it is not visited before, a list without a row would be taken for a fault.
  Instant first_text(const listen::SourceConfig& source) const;
  /// The link under which the post is heard.
  std::string link_of(const CityPost& post) const;

  const std::string& forum() const { return forum_base_; }  ///< "http://127.0.0.1:8431/"
  std::string forum_endpoint() const;                       ///< "127.0.0.1:8431"
  const std::string& news() const { return news_base_; }
  const std::string& questions() const { return questions_base_; }

  /// Answers no more; called before what they read from ends.
  void stop();

 private:
  explicit Sites(const City& city) : city_(city) {}

  const City& city_;
  std::string forum_base_, news_base_, questions_base_;
  std::unique_ptr<Forum> forum_;
  std::atomic<bool> open_ = false;  ///< before that the sites have no content
  std::vector<std::unique_ptr<http::Listener>> listeners_;
};

}  // namespace hb::app::demo
