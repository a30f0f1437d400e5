// A complaint in short pages, one topic each: what, where, how to answer, check, sent. What was filled in earlier goes
// along in hidden fields, so nothing is kept on the server before it is sent, and nothing is asked twice. Photos are
// chosen on the last page, since a browser lets nobody fill in a chosen file again.

#include <array>
#include <optional>

#include "base/utf8.h"
#include "desk/photos.h"
#include "http/guard.h"
#include "http/multipart.h"
#include "http/portal/forms.h"
#include "http/portal/pages.h"
#include "http/portal/qr.h"

namespace hb::http {
namespace {

constexpr size_t kMostText = 2000;  // code points, as the sentences of the form say
constexpr size_t kMostWhere = 100;
constexpr size_t kMostContact = 100;
constexpr size_t kMostAlike = 3;
constexpr size_t kMostTyped = 64 << 10;  // bytes, of all fields beside the photos

enum class Step : uint8_t { what, where, contact, check };
constexpr std::array<std::string_view, 4> kSteps{"what", "where", "contact", "check"};
std::string_view name_of(Step step) { return kSteps.at(static_cast<size_t>(step)); }

std::optional<Step> step_of(std::string_view name) {
  for (size_t i = 0; i < kSteps.size(); ++i)
    if (kSteps.at(i) == name) return static_cast<Step>(i);
  return std::nullopt;
}

struct Form {
  std::string kind, about, matter, text;  // what
  std::string district, where;            // where; the exact place is sealed with the text
  std::string privacy, contact, alone;    // contact
};

// Name and value of every field, for the hidden ones.
std::vector<std::pair<std::string_view, const std::string*>> fields_of(const Form& form, Step step) {
  switch (step) {
    case Step::what:
      return {{"kind", &form.kind}, {"about", &form.about}, {"matter", &form.matter}, {"text", &form.text}};
    case Step::where:
      return {{"district", &form.district}, {"where", &form.where}};
    case Step::contact:
      return {{"privacy", &form.privacy}, {"contact", &form.contact}, {"alone", &form.alone}};
    case Step::check:
      break;
  }
  return {};
}

Form form_of(const Fields& fields) {
  const auto get = [&](std::string_view name) { return value_of(fields, name); };
  return {.kind = get("kind"),
          .about = get("about"),
          .matter = get("matter"),
          .text = get("text"),
          .district = get("district"),
          .where = get("where"),
          .privacy = get("privacy"),
          .contact = get("contact"),
          .alone = get("alone")};
}

std::string matter_name(const View& view, const std::string& matter) {
  if (matter.empty()) return view.plain("complain.matter.other");
  if (view.words().has("matter." + matter)) return view.plain("matter." + matter);
  for (const auto& unit : view.site.rules->units)
    for (const auto& remit : unit.remit)
      if (remit == matter) return name_in_words(view, unit.name);
  return matter;
}

// "东城" beside "东城区" is the same district by its short name.
bool short_name(const std::vector<std::string>& places, const std::string& place) {
  for (const auto& other : places)
    if (other.starts_with(place) && count_code_points(other) == count_code_points(place) + 1) return true;
  return false;
}

std::vector<Group> districts(const View& view) {
  std::vector<Group> groups{{"", {{"", view.plain("complain.district.none")}}}};
  for (const auto& unit : view.site.rules->units) {
    if (unit.places.empty()) continue;
    Group group{name_in_words(view, unit.name), {}};
    for (const auto& place : unit.places)
      if (!short_name(unit.places, place)) group.options.emplace_back(place, place);
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<Group> matters(const View& view) {
  Group group{"", {{"", view.plain("complain.matter.other")}}};
  for (const auto& unit : view.site.rules->units)
    for (const auto& matter : unit.remit) group.options.emplace_back(matter, matter_name(view, matter));
  return {std::move(group)};
}

std::vector<Group> units(const View& view) {
  Group group{"", {{"", view.plain("complain.about.none")}}};
  for (const auto& unit : view.site.rules->units)
    group.options.emplace_back(unit.id.value, name_in_words(view, unit.name));
  return {std::move(group)};
}

bool listed(const std::vector<Group>& groups, const std::string& value) {
  for (const auto& group : groups)
    for (const auto& option : group.options)
      if (option.first == value) return true;
  return false;
}

Wrongs wrongs_of(const View& view, const Form& form, Step step) {
  Wrongs wrongs;
  const auto kind = casework::case_kind_of(form.kind);
  switch (step) {
    case Step::what:
      if (!kind) wrongs.emplace_back("kind", "complain.wrong.kind");
      if (!listed(units(view), form.about)) wrongs.emplace_back("about", "complain.wrong.about");
      if (kind == casework::CaseKind::about_staff && form.about.empty())
        wrongs.emplace_back("about", "complain.wrong.about");
      if (!listed(matters(view), form.matter)) wrongs.emplace_back("matter", "complain.wrong.matter");
      if (form.text.empty()) wrongs.emplace_back("text", "complain.wrong.text");
      if (count_code_points(form.text) > kMostText) wrongs.emplace_back("text", "complain.wrong.text-long");
      break;
    case Step::where:
      if (!listed(districts(view), form.district)) wrongs.emplace_back("district", "complain.wrong.district");
      if (count_code_points(form.where) > kMostWhere) wrongs.emplace_back("where", "complain.wrong.where-long");
      break;
    case Step::contact: {
      const auto privacy = casework::privacy_of(form.privacy);
      if (!privacy) wrongs.emplace_back("privacy", "complain.wrong.privacy");
      if (privacy && *privacy != casework::Privacy::anonymous && form.contact.empty())
        wrongs.emplace_back("contact", "complain.wrong.contact");
      if (privacy == casework::Privacy::anonymous && !form.contact.empty())
        wrongs.emplace_back("contact", "complain.wrong.contact-anonymous");
      if (count_code_points(form.contact) > kMostContact) wrongs.emplace_back("contact", "complain.wrong.contact-long");
      break;
    }
    case Step::check:
      break;
  }
  return wrongs;
}

std::string button(const View& view, std::string_view step, std::string_view key, std::string_view look) {
  return "<button name=\"step\" value=\"" + std::string(step) + "\" class=\"" + std::string(look) + "\">" +
         view.say(key) + "</button>";
}

std::vector<Choice> kinds(const View& view) {
  using casework::CaseKind;
  std::vector<Choice> out;
  for (const CaseKind kind : {CaseKind::complaint, CaseKind::tip_off, CaseKind::question, CaseKind::suggestion,
                              CaseKind::about_staff, CaseKind::press}) {
    const std::string name(casework::name_of(kind));
    out.push_back({name, view.say("kind." + name), view.say("kind." + name + ".hint")});
  }
  return out;
}

std::vector<Choice> privacies(const View& view) {
  using casework::Privacy;
  std::vector<Choice> out;
  for (const Privacy privacy : {Privacy::confidential, Privacy::named, Privacy::anonymous}) {
    const std::string name(casework::name_of(privacy));
    out.push_back({name, view.say("privacy-choice." + name), view.say("privacy-choice." + name + ".hint")});
  }
  return out;
}

std::string asked(const View& view, const Form& form, Step step, const Wrongs& wrongs) {
  switch (step) {
    case Step::what:
      return "<div class=\"emergency\"><p>" + view.say("complain.not-here") + "</p><p>" +
             view.say("complain.not-ours") + "</p></div>\n" +
             radios(view, {"kind", "complain.kind"}, form.kind, kinds(view), wrongs) +
             select(view, {"about", "complain.about"}, form.about, units(view), wrongs) +
             select(view, {"matter", "complain.matter"}, form.matter, matters(view), wrongs) +
             text_area(view, {"text", "complain.text"}, form.text, wrongs);
    case Step::where:
      return select(view, {"district", "complain.district"}, form.district, districts(view), wrongs) +
             text_field(view, {"where", "complain.where"}, form.where, wrongs);
    case Step::contact:
      return radios(view, {"privacy", "complain.privacy"}, form.privacy, privacies(view), wrongs) +
             text_field(view, {"contact", "complain.contact"}, form.contact, wrongs) +
             radios(view, {"alone", "complain.alone"}, form.alone,
                    {{"", view.say("complain.alone.no"), ""}, {"yes", view.say("complain.alone.yes"), ""}}, wrongs);
    case Step::check:
      break;
  }
  return {};
}

std::string opening(const View& view, const Form& form, Step step) {
  std::string out =
      "<p class=\"hint\">" + view.say("complain.step", {{"n", std::to_string(static_cast<int>(step) + 1)}}) +
      "</p>\n<form method=\"post\" action=\"" + std::string(kFormWithFiles) + "\" id=\"form\" novalidate" +
      (step == Step::check ? " enctype=\"multipart/form-data\">" : ">") + hidden("from", std::string(name_of(step)));
  for (const Step other : {Step::what, Step::where, Step::contact}) {
    if (other == step) continue;
    for (const auto& [name, value] : fields_of(form, other)) out += hidden(name, *value);
  }
  return out;
}

// What was answered before in a matter like this, so that nobody waits for what is known already. Each opens beside the
// form, which keeps what was typed; if they cannot be read, or too much is searched for, the form goes on without them.
std::string answered_before(const View& view, const Form& form) {
  if (!view.site.limits->searches.take(view.request.remote, view.site.clock.now())) return {};
  const auto alike = view.site.portal.answers_like(form.text, kMostAlike);
  if (!alike || alike->empty()) return {};
  std::string out = "<section class=\"aside\" aria-labelledby=\"alike\"><h2 id=\"alike\">" +
                    view.say("complain.alike") + "</h2>\n<p>" + view.say("complain.alike.text") +
                    "</p>\n<ul class=\"list\">";
  for (const auto& answer : *alike) out += answer_line(view, answer, /*beside=*/true);
  return out + "</ul></section>\n";
}

Response ask(const View& view, const Form& form, Step step, const Wrongs& wrongs) {
  const size_t at = static_cast<size_t>(step);
  const std::string title = "complain.title." + std::string(name_of(step));
  return show(view, {.title = view.plain(title),
                     .main = error_summary(view, wrongs) +
                             (step == Step::where && wrongs.empty() ? answered_before(view, form) : "") +
                             opening(view, form, step) + asked(view, form, step, wrongs) +
                             button(view, kSteps.at(at + 1), "complain.next", "") +
                             (at == 0 ? "" : button(view, kSteps.at(at - 1), "complain.back", "second")) + "</form>\n",
                     .status = wrongs.empty() ? 200 : 422,
                     .error = !wrongs.empty(),
                     .other = OtherLanguage::button});
}

std::string checked(const View& view, std::string_view key, const std::string& html) {
  return "<dt>" + view.say(std::string(key) + ".short") + "</dt><dd>" +
         (html.empty() ? view.say("complain.empty") : html) + "</dd>";
}

std::string group_of(const View& view, Step step, const std::string& rows) {
  const std::string name(name_of(step));
  return "<h2>" + view.say("complain.title." + name) + "</h2>\n<dl>" + rows + "</dl>\n<button name=\"step\" value=\"" +
         name + "\" class=\"second\">" + view.say("complain.change." + name) + "</button>\n";
}

// `wrong` names the sentence that says why it was not sent; "" if nobody has tried.
Response check(const View& view, const Form& form, std::string_view wrong, int status, const Wrongs& wrongs = {}) {
  std::string about;
  if (!form.about.empty()) about = unit_name(view, {form.about});
  const std::string main =
      error_summary(view, wrongs) +
      (wrong.empty() ? "" : "<div class=\"errors\" role=\"alert\"><p>" + view.say(wrong) + "</p></div>\n") +
      opening(view, form, Step::check) +
      group_of(view, Step::what,
               checked(view, "complain.kind", view.say("kind." + form.kind)) + checked(view, "complain.about", about) +
                   checked(view, "complain.matter", escape(matter_name(view, form.matter))) +
                   checked(view, "complain.text", "<span class=\"words\">" + escape(form.text) + "</span>")) +
      group_of(view, Step::where,
               checked(view, "complain.district", form.district.empty() ? "" : data(view, form.district)) +
                   checked(view, "complain.where", escape(form.where))) +
      group_of(view, Step::contact,
               checked(view, "complain.privacy", view.say("privacy-choice." + form.privacy)) +
                   checked(view, "complain.contact", escape(form.contact)) +
                   checked(view, "complain.alone",
                           view.say(form.alone == "yes" ? "complain.alone.yes" : "complain.alone.no"))) +
      "<h2>" + view.say("complain.title.photos") + "</h2>\n" +
      file_field(view, {"photos", "complain.photos"}, "image/jpeg,image/png", wrongs) + "<p>" +
      view.say("complain.promise") + "</p>\n" + button(view, "send", "complain.send", "") + "</form>\n";
  return show(view, {.title = view.plain("complain.title.check"),
                     .main = main,
                     .status = status,
                     .error = !wrong.empty() || !wrongs.empty(),
                     .other = OtherLanguage::button});
}

// What is wrong with the photos that were sent; "" if nothing is.
std::string_view wrong_with(const Error& error) {
  if (error.code == "photo.too-many") return "complain.wrong.photos-many";
  if (error.code == "photo.too-big") return "complain.wrong.photos-big";
  if (error.code == "photo.too-large") return "complain.wrong.photos-large";
  if (error.code == "photo.damaged") return "complain.wrong.photos-damaged";
  return "complain.wrong.photos-unknown";
}

// For colleagues, in the agency's language, of our words only: the citizen's are sealed.
std::string title_of(const View& view, const Form& form) {
  const View ours{.site = view.site, .request = view.request, .language = Language::zh};
  return ours.plain("complain.case-title",
                    {{"kind", ours.plain("kind." + form.kind)},
                     {"matter", matter_name(ours, form.matter)},
                     {"place", form.district.empty() ? ours.plain("complain.city") : form.district}});
}

Response send(const View& view, const Form& form, const std::vector<std::string_view>& sent) {
  const auto not_taken = [&](std::string_view key, int status) {
    return check(view, form, "", status, {{"photos", key}});
  };
  if (view.request.cut) return not_taken("complain.wrong.photos-long", 422);
  const auto photos = desk::Photos::strip(sent);
  if (!photos) return not_taken(wrong_with(photos.error()), 422);
  for (size_t i = 0; i < photos->size(); ++i)
    if (!view.site.limits->photos.take(view.request.remote, view.site.clock.now()))
      return not_taken("complain.wrong.photos-now", 429);
  if (!view.site.limits->complaints.take(view.request.remote, view.site.clock.now())) {
    Response response = check(view, form, "complain.many", 429);
    response.headers.emplace_back("Retry-After", "60");
    return response;
  }
  desk::Complaint complaint;
  complaint.kind = casework::case_kind_of(form.kind).value_or(casework::CaseKind::complaint);
  complaint.privacy = casework::privacy_of(form.privacy).value_or(casework::Privacy::confidential);
  complaint.answer_privately = form.alone == "yes";
  complaint.title = title_of(view, form);
  complaint.text = form.text;
  if (!form.where.empty()) complaint.text += "\n\n" + view.site.zh.text("complain.where.short") + "：" + form.where;
  complaint.contact = form.contact;
  if (!form.district.empty()) complaint.places.push_back(form.district);
  complaint.matter = form.matter;
  if (complaint.kind == casework::CaseKind::about_staff) complaint.about = {form.about};
  const auto receipt = view.site.cases.complain(complaint, view.site.vault);
  if (!receipt) return check(view, form, "complain.unavailable", 503);
  const std::string number = escape(receipt->number.value);
  std::string_view of_photos;
  if (!photos->empty()) {
    desk::Photos kept(view.site.store, view.site.cases, view.site.vault);
    of_photos = kept.keep(receipt->number, *photos) ? "sent.photos" : "sent.photos.lost";
  }
  std::string main =
      "<dl class=\"panel\"><dt>" + view.say("track.number.label") + "</dt><dd class=\"number\">" + number +
      "</dd><dt>" + view.say("track.code.label") + "</dt><dd class=\"number\">" + escape(receipt->query_code) +
      "</dd></dl>\n" +
      qr_code(address_of(view.request) + "/track/" + receipt->number.value,
              view.plain("sent.qr", {{"number", receipt->number.value}})) +
      (of_photos.empty() ? "" : "<p>" + view.say(of_photos, {{"n", std::to_string(photos->size())}}) + "</p>\n") +
      "<p>" + view.say("sent.keep") + "</p>\n<h2>" + view.say("sent.next") + "</h2>\n<ul>";
  // What was promised, if the record can be read; the complaint stands either way.
  if (const auto opened = view.site.cases.load(receipt->number)) {
    if (!opened->outside.empty()) main += "<li>" + view.say("track.outside") + data(view, opened->outside) + "</li>";
    if (opened->unit)
      main += "<li>" +
              view.say("sent.unit", {{"unit", name_in_words(view, view.site.rules->unit(opened->unit)->name)}}) +
              "</li>";
    for (const auto& clock : opened->clocks) {
      const casework::ClockSpec* spec = view.site.rules->clock(clock.id);
      if (spec == nullptr || !clock.due) continue;
      main +=
          "<li>" +
          view.say("sent." + std::string(casework::name_of(spec->ends)), {{"due", moment_in_words(view, *clock.due)}}) +
          "</li>";
    }
  }
  main += "<li>" + view.say("sent.extension") + "</li></ul>\n<h2>" + view.say("sent.back") + "</h2>\n<p>" +
          view.say("sent.track", {{"number", receipt->number.value}}) + "</p>\n<p class=\"screen\">" +
          view.say("sent.print") + "</p>\n";
  return show(view, {.title = view.plain("sent.title"), .main = main, .other = OtherLanguage::none});
}

}  // namespace

Response complain_page(const View& view) {
  Form form;
  if (const auto kind = view.request.query.find("kind");
      kind != view.request.query.end() && casework::case_kind_of(kind->second))
    form.kind = kind->second;
  return ask(view, form, Step::what, {});
}

Response complain(const View& given) {
  std::optional<Multipart> sent;
  if (is_multipart(given.request.content_type)) {
    sent = parse_multipart(given.request.content_type, given.request.body, given.request.cut);
  } else if (auto plain = parse_fields(given.request.body)) {
    sent.emplace().fields = std::move(*plain);
  }
  if (!sent) return error_page(given, 400, "form");
  size_t typed = 0;
  for (const auto& [name, value] : sent->fields) typed += value.size();
  if (typed > kMostTyped) return error_page(given, 413, "large");
  const Fields& fields = sent->fields;
  const Form form = form_of(fields);
  // A cut form may have lost the button that was pressed, which stands behind the files.
  const std::string step = given.request.cut ? "send" : value_of(fields, "step");
  const std::string lang = value_of(fields, "lang");
  const Step from = step_of(value_of(fields, "from")).value_or(Step::check);
  View view = given;
  if (lang == "zh" || lang == "en") view.language = lang == "en" ? Language::en : Language::zh;
  const bool other_language = step.empty() && !lang.empty();
  if (other_language && from != Step::check) {
    Response response = ask(view, form, from, {});
    remember_language(view, response);
    return response;
  }
  const Step to = step_of(step).value_or(Step::check);
  if (to < from) return ask(view, form, to, {});  // back: nothing is checked
  for (const Step before : {Step::what, Step::where, Step::contact}) {
    if (before >= to) break;
    if (const Wrongs wrongs = wrongs_of(view, form, before); !wrongs.empty()) return ask(view, form, before, wrongs);
  }
  if (to != Step::check) return ask(view, form, to, {});
  if (step == "send") {
    std::vector<std::string_view> photos;
    for (const Upload& file : sent->files)
      if (file.name == "photos") photos.push_back(file.bytes);
    return send(view, form, photos);
  }
  Response response = check(view, form, "", 200);
  if (other_language) remember_language(view, response);
  return response;
}

}  // namespace hb::http
