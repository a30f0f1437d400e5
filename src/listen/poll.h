#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "desk/ports.h"
#include "listen/author.h"
#include "listen/source.h"

namespace hb::listen {

/// The bytes as fetched: sealed evidence.
struct Document {
  std::string url;  ///< without account names
  Instant fetched_at;
  std::string headers;  ///< "GET …" with the whole address, then headers, one a line: to be sealed with the bytes
  std::string bytes;
  Digest sha256{};
};

/// One text read from a document.
struct HeardPost {
  std::string url;      ///< account names cut out; may be empty
  std::string title{};  ///< of its topic
  std::string text{};
  std::optional<Instant> published_at{};
  Author author{};
  int64_t reply = 0;  ///< 0 for the first text of its topic, or the article, or the entry
};

/// What one step brought.
struct Step {
  SourceState state;                   ///< to be kept in place of the one given, in one transaction with the posts
  std::optional<Document> document{};  ///< there if there are posts
  std::vector<HeardPost> posts{};      ///< of the document; some may have been heard before
  std::string why{};                   ///< "fetched", "unchanged", "robots", "moved", "waits", or the error's code
};

class PageReader;

/// One step of listening to a source: at most one request. If the host may not be asked yet nothing is done and the
/// state says when; if its robots.txt is not known, that is what is fetched; else the source's page or the next page of
/// its queue. The caller comes back at `next_at`. Whatever goes wrong stands in the state and concerns this source
/// only; a page that fails thrice is passed over until the source says it changed; of a feed's entry the summary is
/// taken then. `hosts` is shared by all sources. `config` must be valid.
Step poll(const SourceConfig& config, SourceState state, Hosts& hosts, desk::Fetcher& fetcher, PageReader& reader,
          Instant now);

/// When `poll` has something to do: the queue as soon as its host is free, else when the source is due.
Instant next_at(const SourceConfig& config, const SourceState& state, const Hosts& hosts);

}  // namespace hb::listen
