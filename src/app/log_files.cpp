#include "app/log_files.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "ledger/note.h"

namespace hb::app {
namespace {

size_t take(char* data, size_t size, size_t n, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size * n > kLogFileLimit) return 0;
  body.append(data, size * n);
  return size * n;
}

// One connection for the whole walk.
class Web {
 public:
  Web() : curl_(curl_easy_init(), curl_easy_cleanup) {
    curl_easy_setopt(curl_.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl_.get(), CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl_.get(), CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_MAXREDIRS, 5L);
    curl_easy_setopt(curl_.get(), CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl_.get(), CURLOPT_TIMEOUT, 120L);
    curl_easy_setopt(curl_.get(), CURLOPT_LOW_SPEED_LIMIT, 100L);  // bytes a second, for 20 s
    curl_easy_setopt(curl_.get(), CURLOPT_LOW_SPEED_TIME, 20L);
    curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_USERAGENT, "hearback/" HB_VERSION);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, take);
  }

  Result<std::string> get(const std::string& url) {
    std::string body;
    curl_easy_setopt(curl_.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &body);
    const CURLcode code = curl_easy_perform(curl_.get());
    if (code != CURLE_OK) return fail("log.unreadable", fmt::format("{}: {}", url, curl_easy_strerror(code)));
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status == 404) return fail("log.missing", url);
    if (status == 410) return fail("log.gone", url);
    if (status != 200) return fail("log.unreadable", fmt::format("{}: HTTP {}", url, status));
    return body;
  }

 private:
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
};

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return fail("log.missing", path.string());
  const auto size = std::filesystem::file_size(path, error);
  if (error) return fail("log.unreadable", path.string() + ": " + error.message());
  if (size > kLogFileLimit) return fail("log.unreadable", path.string() + ": too long");
  std::ifstream file(path, std::ios::binary);
  std::string out(size, '\0');
  if (!file.read(out.data(), static_cast<std::streamsize>(size))) return fail("log.unreadable", path.string());
  return out;
}

}  // namespace

Result<LogFiles> open_log(const std::string& where) {
  LogFiles get = read_file;
  if (where.starts_with("http://") || where.starts_with("https://"))
    get = [web = std::make_shared<Web>()](const std::string& url) { return web->get(url); };
  std::string base = where;
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  // A site may answer every path with some page of its own, so a note is preferred to anything else.
  std::string readable, why;
  for (const auto& prefix : {base + "/ledger", base}) {
    const auto checkpoint = get(prefix + "/checkpoint");
    if (!checkpoint) {
      why += (why.empty() ? "" : "; ") + checkpoint.error().detail;
      continue;
    }
    if (readable.empty()) readable = prefix;
    if (!ledger::parse_note(*checkpoint)) continue;
    readable = prefix;
    break;
  }
  if (readable.empty()) return fail("log.unreadable", "no checkpoint: " + why);
  return LogFiles([get, readable](const std::string& path) { return get(readable + "/" + path); });
}

}  // namespace hb::app
