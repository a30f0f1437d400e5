#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/portal/frame.h"

/// Pieces of forms: a label, a hint, and when wrong the same words beside the field as in the summary on top.
namespace hb::http {

/// What is wrong with a field: the field's id and the key of the sentence.
using Wrongs = std::vector<std::pair<std::string_view, std::string_view>>;

/// A value of a posted form; "" if it is not there. Line ends as we write them.
std::string value_of(const Fields& fields, std::string_view name);

/// The summary on top of a form, with links to the fields; nothing if nothing is wrong.
std::string error_summary(const View& view, const Wrongs& wrongs);

/// One field. Keys: "NAME.label", and "NAME.hint" if there is such a sentence.
struct Field {
  std::string_view id;   ///< of the field, its name, and `key` if that is empty
  std::string_view key;  ///< below which its sentences are
};
std::string text_field(const View& view, Field field, const std::string& value, const Wrongs& wrongs,
                       std::string_view attributes = {});
std::string text_area(const View& view, Field field, const std::string& value, const Wrongs& wrongs);

/// Files to choose, several at once; `accept` as HTML has it.
std::string file_field(const View& view, Field field, std::string_view accept, const Wrongs& wrongs);

struct Choice {
  std::string value;
  std::string html;  ///< its label
  std::string hint;  ///< HTML
};
/// Radio buttons; the first has the field's id.
std::string radios(const View& view, Field field, const std::string& value, const std::vector<Choice>& choices,
                   const Wrongs& wrongs);
/// A list to pick from, in named groups; a group without a name stands alone.
struct Group {
  std::string name;                                          ///< plain text
  std::vector<std::pair<std::string, std::string>> options;  ///< value and plain label
};
std::string select(const View& view, Field field, const std::string& value, const std::vector<Group>& groups,
                   const Wrongs& wrongs);
std::string hidden(std::string_view name, const std::string& value);

}  // namespace hb::http
