#include "http/portal/forms.h"

namespace hb::http {
namespace {

std::string key_of(Field field) { return std::string(field.key.empty() ? field.id : field.key); }

bool is_wrong(Field field, const Wrongs& wrongs) {
  for (const auto& [id, key] : wrongs)
    if (id == field.id) return true;
  return false;
}

// Hint and error of a field, each with the id that `described` names.
std::string told(const View& view, Field field, const Wrongs& wrongs) {
  const std::string id(field.id);
  std::string out;
  if (view.words().has(key_of(field) + ".hint"))
    out += "<p class=\"hint\" id=\"" + id + "-hint\">" + view.say(key_of(field) + ".hint") + "</p>";
  for (const auto& [wrong, key] : wrongs)
    if (wrong == field.id) out += "<p class=\"wrong\" id=\"" + id + "-wrong\">" + view.say(key) + "</p>";
  return out;
}

std::string described(const View& view, Field field, const Wrongs& wrongs) {
  const std::string id(field.id);
  std::string by;
  if (view.words().has(key_of(field) + ".hint")) by = id + "-hint";
  if (is_wrong(field, wrongs)) by += (by.empty() ? "" : " ") + id + "-wrong";
  return (by.empty() ? "" : " aria-describedby=\"" + by + "\"") +
         std::string(is_wrong(field, wrongs) ? " aria-invalid=\"true\"" : "");
}

std::string label(const View& view, Field field) {
  return "<label for=\"" + std::string(field.id) + "\">" + view.say(key_of(field) + ".label") + "</label>";
}

std::string id_and_name(Field field) {
  return " id=\"" + std::string(field.id) + "\" name=\"" + std::string(field.id) + "\"";
}

}  // namespace

std::string value_of(const Fields& fields, std::string_view name) {
  const auto at = fields.find(name);
  if (at == fields.end()) return {};
  std::string out;
  for (const char c : at->second)
    if (c != '\r') out += c;
  const size_t from = out.find_first_not_of(" \n\t");
  return from == std::string::npos ? std::string() : out.substr(from, out.find_last_not_of(" \n\t") - from + 1);
}

std::string error_summary(const View& view, const Wrongs& wrongs) {
  if (wrongs.empty()) return {};
  std::string out =
      "<div class=\"errors\" role=\"alert\" tabindex=\"-1\" autofocus><h2>" + view.say("error.summary") + "</h2><ul>";
  for (const auto& [id, key] : wrongs) out += "<li><a href=\"#" + std::string(id) + "\">" + view.say(key) + "</a></li>";
  return out + "</ul></div>\n";
}

std::string text_field(const View& view, Field field, const std::string& value, const Wrongs& wrongs,
                       std::string_view attributes) {
  return "<div class=\"field\">" + label(view, field) + told(view, field, wrongs) + "<input type=\"text\"" +
         id_and_name(field) + " value=\"" + escape(value) + "\"" + std::string(attributes) +
         described(view, field, wrongs) + "></div>\n";
}

std::string text_area(const View& view, Field field, const std::string& value, const Wrongs& wrongs) {
  return "<div class=\"field\">" + label(view, field) + told(view, field, wrongs) + "<textarea rows=\"8\"" +
         id_and_name(field) + described(view, field, wrongs) + ">\n" + escape(value) + "</textarea></div>\n";
}

std::string file_field(const View& view, Field field, std::string_view accept, const Wrongs& wrongs) {
  return "<div class=\"field\">" + label(view, field) + told(view, field, wrongs) +
         "<input type=\"file\" multiple accept=\"" + std::string(accept) + "\"" + id_and_name(field) +
         described(view, field, wrongs) + "></div>\n";
}

std::string radios(const View& view, Field field, const std::string& value, const std::vector<Choice>& choices,
                   const Wrongs& wrongs) {
  const std::string name(field.id);
  std::string out = "<fieldset" + described(view, field, wrongs) + "><legend>" + view.say(key_of(field) + ".label") +
                    "</legend>" + told(view, field, wrongs);
  for (const Choice& choice : choices) {
    const std::string id = &choice == choices.data() ? name : name + "-" + choice.value;
    out += "<label class=\"choice\" for=\"" + id + "\"><input type=\"radio\" id=\"" + id + "\" name=\"" + name +
           "\" value=\"" + escape(choice.value) + "\"" + (choice.value == value ? " checked" : "") + "><span>" +
           choice.html + (choice.hint.empty() ? "" : "<br><span class=\"hint\">" + choice.hint + "</span>") +
           "</span></label>\n";
  }
  return out + "</fieldset>\n";
}

std::string select(const View& view, Field field, const std::string& value, const std::vector<Group>& groups,
                   const Wrongs& wrongs) {
  std::string out = "<div class=\"field\">" + label(view, field) + told(view, field, wrongs) + "<select" +
                    id_and_name(field) + described(view, field, wrongs) + ">";
  for (const Group& group : groups) {
    if (!group.name.empty()) out += "<optgroup label=\"" + escape(group.name) + "\">";
    for (const auto& [option, words] : group.options)
      out += "<option value=\"" + escape(option) + "\"" + (option == value ? " selected" : "") + ">" + escape(words) +
             "</option>";
    if (!group.name.empty()) out += "</optgroup>";
  }
  return out + "</select></div>\n";
}

std::string hidden(std::string_view name, const std::string& value) {
  return "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + escape(value) + "\">";
}

}  // namespace hb::http
