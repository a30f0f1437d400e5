#include "listen/curl_fetcher.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/support/stub_server.h"

namespace hb::listen {
namespace {

using std::chrono::milliseconds;
using test::http_answer;
using test::StubRequest;
using test::StubServer;
using test::StubWrite;

std::string gzip(const std::string& plain) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, plain.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  z.avail_in = static_cast<uInt>(plain.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

/// A fetcher that knows one stub site and may reach it.
class Fetch : public testing::Test {
 protected:
  Result<desk::Response> get(const StubServer& site, std::string_view target) {
    return fetcher.fetch({.url = site.url(target), .allow = {site.endpoint()}});
  }
  static std::string code(const Result<desk::Response>& r) { return r ? "ok" : r.error().code; }

  CurlFetcher fetcher{{.contact = "https://agency.example/hearback"}};
};

TEST_F(Fetch, BringsThePageWithWhatTheNextVisitNeeds) {
  StubServer site([](const StubRequest&, const StubWrite& write) {
    write(http_answer(
        200,
        "Content-Type: text/html; charset=gbk\r\nETag: \"a\\b\"\r\nLast-Modified: Tue, 03 Mar 2026 00:00:00 GMT\r\n"
        "retry-AFTER:  60 \r\nCache-Control: max-age=60\r\n",
        "\xC4\xE3\xBA\xC3"));
  });
  const auto r =
      fetcher.fetch({.url = site.url("/a#b"), .etag = "W/\"x\"", .last_modified = "y", .allow = {site.endpoint()}});
  ASSERT_TRUE(r) << r.error().code;
  EXPECT_EQ(r->status, 200);
  EXPECT_EQ(r->url, site.url("/a"));
  EXPECT_EQ(r->content_type, "text/html; charset=gbk");
  EXPECT_EQ(r->etag, "\"a\\b\"");
  EXPECT_EQ(r->last_modified, "Tue, 03 Mar 2026 00:00:00 GMT");
  EXPECT_EQ(r->retry_after, "60");
  EXPECT_EQ(r->cache_control, "max-age=60");
  EXPECT_EQ(r->body, "\xC4\xE3\xBA\xC3");
  EXPECT_EQ(r->address, site.endpoint());
  const auto asked = site.requests().at(0).headers;
  EXPECT_NE(asked.find("User-Agent: Hearback/"), std::string::npos) << asked;
  EXPECT_NE(asked.find("(+https://agency.example/hearback)"), std::string::npos) << asked;
  EXPECT_NE(asked.find("If-None-Match: W/\"x\"\r\n"), std::string::npos) << asked;
  EXPECT_NE(asked.find("If-Modified-Since: y\r\n"), std::string::npos) << asked;
  EXPECT_EQ(asked.find("Cookie"), std::string::npos);
}

TEST_F(Fetch, AStatusOtherThan200IsAnAnswerToo) {
  StubServer site([](const StubRequest&, const StubWrite& write) {
    write(http_answer(429, "Retry-After: Wed, 04 Mar 2026 00:00:00 GMT\r\n", "slow down"));
  });
  const auto r = get(site, "/");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->status, 429);
  EXPECT_EQ(r->retry_after, "Wed, 04 Mar 2026 00:00:00 GMT");
}

// Every spelling of an inside address, and every port but the web's: nothing may even be connected to.
TEST_F(Fetch, ReachesNothingInsideHoweverItIsSpelt) {
  StubServer site([](const StubRequest&, const StubWrite& write) { write(http_answer(200, "", "secret")); });
  const std::string port = site.endpoint().substr(site.endpoint().find(':'));
  for (const std::string host : {"127.0.0.1",
                                 "localhost",
                                 "2130706433",
                                 "0x7f000001",
                                 "0x7f.1",
                                 "127.1",
                                 "0177.0.0.1",
                                 "017700000001",
                                 "127.0.0.2",
                                 "0.0.0.0",
                                 "0",
                                 "[::1]",
                                 "[::]",
                                 "[::ffff:127.0.0.1]",
                                 "[::ffff:7f00:1]",
                                 "[::127.0.0.1]",
                                 "127。0。0。1",
                                 "①②⑦.0.0.1",
                                 "LOCALHOST",
                                 "169.254.169.254",
                                 "10.0.0.1",
                                 "192.168.0.1",
                                 "172.16.0.1",
                                 "100.64.0.1",
                                 "198.18.0.1",
                                 "192.0.2.1",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "[fe80::1]",
                                 "[fd00::1]",
                                 "[64:ff9b::7f00:1]",
                                 "[2002:7f00:1::]",
                                 "[2001:db8::1]",
                                 "[ff02::1]",
                                 "[::ffff:0a00:1]"}) {
    EXPECT_EQ(code(fetcher.fetch({.url = "http://" + host + port + "/"})), "fetch.address-refused") << host;
    EXPECT_EQ(code(fetcher.fetch({.url = "http://" + host + "/"})), "fetch.address-refused") << host;
  }
  EXPECT_EQ(code(fetcher.fetch({.url = "https://127.0.0.1/"})), "fetch.address-refused");
  for (const char* url : {"http://93.184.216.34:22/", "http://93.184.216.34:8080/", "https://93.184.216.34:6379/",
                          "http://[2606:4700::1111]:11211/"})
    EXPECT_EQ(code(fetcher.fetch({.url = url})), "fetch.port-refused") << url;
  for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/x", "dict://127.0.0.1/",
                          "http://user:pw@93.184.216.34/", "", "//127.0.0.1/", "smb://127.0.0.1/x"})
    EXPECT_EQ(code(fetcher.fetch({.url = url})), "fetch.url") << url;
  EXPECT_TRUE(site.requests().empty());
}

TEST_F(Fetch, AnotherSourcesListingDoesNotServeThisOne) {
  StubServer site([](const StubRequest&, const StubWrite& write) { write(http_answer(200, "", "x")); });
  EXPECT_EQ(code(get(site, "/")), "ok");
  EXPECT_EQ(code(fetcher.fetch({.url = site.url("/")})), "fetch.address-refused");
  EXPECT_EQ(code(fetcher.fetch({.url = site.url("/"), .allow = {"127.0.0.1:1"}})), "fetch.address-refused");
  EXPECT_EQ(code(fetcher.fetch({.url = site.url("/"), .allow = {"localhost"}})), "listing.malformed");
}

TEST_F(Fetch, FollowsFiveRedirectsAndChecksEachHop) {
  StubServer site([](const StubRequest& r, const StubWrite& write) {
    const auto to = [&](const std::string& where) { write(http_answer(302, "Location: " + where + "\r\n", "")); };
    if (r.target == "/loop") return to("loop");
    if (r.target == "/inside") return to("http://127.0.0.1:1/");
    if (r.target == "/meta") return to("http://169.254.169.254/latest/");
    if (r.target == "/file") return to("file:///etc/passwd");
    if (r.target == "/nowhere") return to("");
    if (r.target.size() > 1 && r.target[1] >= '1' && r.target[1] <= '9')
      return to(r.target[1] == '1' ? "./end" : "/" + std::string(1, static_cast<char>(r.target[1] - 1)));
    write(http_answer(200, "", "here"));
  });
  const auto five = get(site, "/5");
  ASSERT_TRUE(five) << five.error().code;
  EXPECT_EQ(five->url, site.url("/end"));
  EXPECT_EQ(code(get(site, "/6")), "fetch.redirects");
  EXPECT_EQ(code(get(site, "/loop")), "fetch.redirects");
  EXPECT_EQ(code(get(site, "/nowhere")), "fetch.redirects");
  EXPECT_EQ(code(get(site, "/file")), "fetch.redirects");
  EXPECT_EQ(code(get(site, "/inside")), "fetch.address-refused");
  EXPECT_EQ(code(get(site, "/meta")), "fetch.address-refused");
  const auto kept =
      fetcher.fetch({.url = site.url("/2"), .allow = {site.endpoint()}, .may_visit = [&](std::string_view to) {
                       return to != site.url("/1");
                     }});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->status, 302);
  EXPECT_EQ(kept->location, site.url("/1"));
}

TEST_F(Fetch, UnpacksOnceAndNotOutOfProportion) {
  const std::string page = "<p>" + std::string(5000, 'x') + "</p>";
  StubServer site([&](const StubRequest& r, const StubWrite& write) {
    const std::string gz = "Content-Encoding: gzip\r\n";
    if (r.target == "/page") write(http_answer(200, gz, gzip(page)));
    if (r.target == "/bomb") write(http_answer(200, gz, gzip(std::string(size_t{12} << 20, 'a'))));
    if (r.target == "/big-bomb") write(http_answer(200, gz, gzip(std::string(size_t{64} << 20, 'a'))));
    if (r.target == "/twice") write(http_answer(200, "Content-Encoding: gzip, gzip\r\n", gzip(gzip(page))));
    if (r.target == "/cut") write(http_answer(200, gz, gzip(page).substr(0, 20)));
    if (r.target == "/not") write(http_answer(200, gz, page));
  });
  ASSERT_EQ(code(get(site, "/page")), "ok");
  EXPECT_EQ(get(site, "/page")->body, page);
  EXPECT_EQ(code(get(site, "/bomb")), "fetch.bomb");
  EXPECT_EQ(code(get(site, "/big-bomb")), "fetch.bomb");
  EXPECT_EQ(code(get(site, "/twice")), "fetch.bomb");
  EXPECT_EQ(code(get(site, "/not")), "fetch.broken");
}

TEST_F(Fetch, BodiesAndHeadersAreBounded) {
  StubServer site([](const StubRequest& r, const StubWrite& write) {
    if (r.target == "/endless") {
      write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
      while (write(std::string(1 << 20, 'x'))) {
      }
    }
    if (r.target == "/headers") {
      write("HTTP/1.1 200 OK\r\n");
      for (int i = 0; i < 100 && write("X-" + std::to_string(i) + ": " + std::string(1000, 'h') + "\r\n"); ++i) {
      }
      write("\r\n");
    }
    if (r.target == "/ten") write(http_answer(200, "", "0123456789"));
  });
  EXPECT_EQ(code(get(site, "/endless")), "fetch.too-large");
  EXPECT_EQ(code(get(site, "/headers")), "fetch.too-large");
  desk::Request ten{.url = site.url("/ten"), .allow = {site.endpoint()}, .max_bytes = 9};
  EXPECT_EQ(code(fetcher.fetch(ten)), "fetch.too-large");
  ten.only_start = true;
  EXPECT_EQ(fetcher.fetch(ten)->body, "012345678");
  ten.max_bytes = 10;
  EXPECT_EQ(fetcher.fetch(ten)->body, "0123456789");
}

TEST_F(Fetch, ASlowSiteDoesNotHoldUpTheOthers) {
  StubServer site([](const StubRequest&, const StubWrite& write) {
    write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    while (write("x")) std::this_thread::sleep_for(milliseconds(5));
  });
  CurlFetcher brisk({.contact = "c", .total = milliseconds(150)});
  EXPECT_EQ(code(brisk.fetch({.url = site.url("/"), .allow = {site.endpoint()}})), "fetch.timeout");
}

TEST_F(Fetch, SaysWhatIsWrongWithASite) {
  StubServer site([](const StubRequest& r, const StubWrite& write) {
    if (r.target == "/cf") write(http_answer(403, "CF-Mitigated: challenge\r\n", "Just a moment..."));
    if (r.target == "/ali") write(http_answer(200, "", "<html><script>var arg1='0A';document.cookie='acw_sc__v2='"));
    if (r.target == "/short") write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
    if (r.target == "/noise") write("\x16\x03\x01 this is no HTTP");
  });
  EXPECT_EQ(code(get(site, "/cf")), "fetch.blocked");
  EXPECT_EQ(code(get(site, "/ali")), "fetch.blocked");
  EXPECT_EQ(code(get(site, "/short")), "fetch.broken");
  EXPECT_EQ(code(get(site, "/noise")), "fetch.broken");
  EXPECT_EQ(code(get(site, "/nothing")), "fetch.broken");
  EXPECT_EQ(code(fetcher.fetch({.url = "https://" + site.endpoint() + "/", .allow = {site.endpoint()}})), "fetch.tls");
  EXPECT_EQ(code(fetcher.fetch({.url = "http://no-such-host.invalid/"})), "fetch.dns");
  EXPECT_EQ(code(fetcher.fetch({.url = "http://127.0.0.1:1/", .allow = {"127.0.0.1:1"}})), "fetch.connect");
}

}  // namespace
}  // namespace hb::listen
