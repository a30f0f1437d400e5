#pragma once
#include <string>
#include <string_view>

#include "base/language.h"
#include "http/html.h"
#include "http/site.h"

/// The frame of every public page, and the small pieces the pages share. All strings returned are HTML unless said
/// otherwise.
namespace hb::http {

/// One visit: who is shown what, in which language and look. Lives as long as its request.
struct View {
  const Site& site;
  const Request& request;
  Language language = Language::zh;
  std::string_view look = "standard";  ///< "standard", "large", "contrast", "large-contrast"

  const Words& words() const { return language == Language::en ? site.en : site.zh; }
  std::string say(std::string_view key, const Values& values = {}) const { return words().html(key, values); }
  std::string plain(std::string_view key, const Values& values = {}) const { return words().text(key, values); }
};

/// Language and look from ?lang= and ?look=, else from the cookies hb-lang and hb-look.
View view_of(const Site& site, const Request& request);

/// How a page offers the other language: by link; by a button of its form with the id "form", so that nothing typed is
/// lost; or not at all, where the page cannot come twice.
enum class OtherLanguage : uint8_t { link, button, none };

struct Page {
  std::string title;  ///< plain text
  std::string main;
  int status = 200;
  bool error = false;       ///< the form has errors: says so first in the window's title
  bool data_title = false;  ///< the title is the agency's own text, not the portal's: in the agency's language
  OtherLanguage other = OtherLanguage::link;
};
Response show(const View& view, const Page& page);

/// A page that says what happened, what is safe and what to do: keys "error.NAME.title" and "error.NAME.text".
Response error_page(const View& view, int status, std::string_view name);

/// Remembers language and look if the address asks for it, and says how the page may be kept: a `shared` page by
/// anyone for half a minute, any other by nobody. Answers 304 if the browser has it.
void finish(const View& view, Response& response, bool shared);

/// A cookie of the request; "" if it is not there.
std::string_view cookie_of(std::string_view cookies, std::string_view name);
/// Sets a cookie for a year.
void remember(Response& response, std::string_view name, std::string_view value);
/// Sets the cookie for the page's language.
void remember_language(const View& view, Response& response);

/// A time in the rulebook's zone: "2026/03/05 17:00", "5 Mar 2026, 17:00".
std::string moment(const View& view, Instant t);
/// The same as plain text, with the day of the week; midnight is 24:00 of the day that ends, as due times are meant.
std::string moment_in_words(const View& view, Instant t);

/// Text in the agency's own language, marked as such on a page in another one.
std::string data(const View& view, std::string_view text);
std::string named(const View& view, const casework::Words& words);
std::string unit_name(const View& view, const UnitId& unit);
/// The same as plain text.
std::string name_in_words(const View& view, const casework::Words& words);

/// "<dt>…</dt><dd>…</dd>" with the sentence of that key.
std::string row(const View& view, std::string_view key, const std::string& html);
/// A link to the next and the previous page of a list, or of what was found by ?q=.
std::string pager(const View& view, std::string_view path, int64_t page, bool more);
/// The page of a list that ?page= asks for, from 1.
int64_t page_asked(const View& view);

/// The number of an entry in a path; none if it is not written as one.
std::optional<int64_t> entry_of(std::string_view digits);

}  // namespace hb::http
