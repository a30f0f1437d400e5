#include "casework/reply_template.h"

#include <array>

#include "casework/written.h"

namespace hb::casework {
namespace {

using Events = Result<std::vector<TemplateEvent>>;

constexpr std::array<std::string_view, 4> kFields{"{number}", "{date}", "{unit}", "{link}"};

// Every brace belongs to a field: a slip of the pen does not go out as it is.
Result<void> fields_known(std::string_view text) {
  for (size_t at = 0; (at = text.find_first_of("{}", at)) != std::string_view::npos;) {
    const auto rest = text.substr(at);
    size_t length = 0;
    for (const auto field : kFields)
      if (rest.starts_with(field)) length = field.size();
    if (length == 0) return fail("template.field", std::string(rest.substr(0, rest.find('}', 1)).substr(0, 40)));
    at += length;
  }
  return {};
}

struct Decider {
  const ReplyTemplate& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Result<void> may_judge() const {
    if (state.version == 0) return fail("template.wrong-state", "not-written");
    if (!may_approve(actor, state.written.unit)) return fail("template.not-allowed");
    return {};
  }
  Result<void> waits() const {
    if (state.state != TemplateState::written) return fail("template.wrong-state", std::string(name_of(state.state)));
    return {};
  }

  Events operator()(const WriteTemplate& c) const {
    TemplateWritten facts = c.facts;
    if (state.version != 0) facts.unit = state.written.unit;
    if (state.state == TemplateState::retired) return fail("template.wrong-state", "retired");
    if (rules.unit(facts.unit) == nullptr) return fail("route.no-such-unit", facts.unit.value);
    if (!may_draft(actor, facts.unit, rules) && !may_approve(actor, facts.unit)) return fail("template.not-allowed");
    if (auto ok = written(facts.name, kTemplateNameLimit, "name"); !ok) return tl::unexpected(ok.error());
    if (auto ok = written(facts.text, kTemplateLimit, "text"); !ok) return tl::unexpected(ok.error());
    if (auto ok = fields_known(facts.text); !ok) return tl::unexpected(ok.error());
    if (facts.review_day <= rules.calendar->zone().day_at(now).time_since_epoch().count())
      return fail("template.review-day");
    return std::vector<TemplateEvent>{facts};
  }
  Events operator()(const ApproveTemplate& c) const {
    if (auto ok = may_judge(); !ok) return tl::unexpected(ok.error());
    if (state.hash != c.hash) return fail("case.text-changed");
    if (auto ok = waits(); !ok) return tl::unexpected(ok.error());
    if (actor.user == state.author) return fail("case.same-person");
    return std::vector<TemplateEvent>{TemplateApproved{c.hash, actor.name}};
  }
  Events operator()(const SendBackTemplate& c) const {
    if (auto ok = may_judge(); !ok) return tl::unexpected(ok.error());
    if (auto ok = waits(); !ok) return tl::unexpected(ok.error());
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<TemplateEvent>{TemplateSentBack{c.reason}};
  }
  Events operator()(const RetireTemplate& c) const {
    if (auto ok = may_judge(); !ok) return tl::unexpected(ok.error());
    if (state.state == TemplateState::retired) return fail("template.wrong-state", "retired");
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<TemplateEvent>{TemplateRetired{c.reason}};
  }
};

}  // namespace

std::string_view name_of(TemplateState state) {
  switch (state) {
    case TemplateState::written:
      return "written";
    case TemplateState::approved:
      return "approved";
    case TemplateState::sent_back:
      return "sent-back";
    case TemplateState::retired:
      return "retired";
  }
  return {};
}

std::string_view name_of(const TemplateEvent& event) {
  constexpr std::array<std::string_view, 4> kNames{"template-written", "template-approved", "template-sent-back",
                                                   "template-retired"};
  return kNames[event.index()];
}

Digest template_hash(std::string_view text) { return sha256(text); }

std::string filled(std::string_view text, const TemplateFields& fields) {
  const std::array<const std::string*, 4> values{&fields.number, &fields.date, &fields.unit, &fields.link};
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t step = 1;
    for (size_t i = 0; i < kFields.size(); ++i) {
      if (!text.substr(at).starts_with(kFields[i])) continue;
      out += *values[i];
      step = 0;
      at += kFields[i].size();
      break;
    }
    if (step == 1) out += text[at++];
  }
  return out;
}

Result<std::vector<TemplateEvent>> decide(const ReplyTemplate& state, const TemplateCommand& command,
                                          const Actor& actor, Instant now, const Rules& rules) {
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(ReplyTemplate& state, Instant, UserId by, const TemplateEvent& event) {
  ++state.version;
  if (const auto* written = std::get_if<TemplateWritten>(&event)) {
    state.written = *written;
    state.hash = template_hash(written->text);
    state.author = by;
    state.state = TemplateState::written;
    state.reason.clear();
  } else if (const auto* approved = std::get_if<TemplateApproved>(&event)) {
    state.state = TemplateState::approved;
    state.standing = ReplyTemplate::Standing{state.written.text, approved->hash, by, approved->by_name};
  } else if (const auto* back = std::get_if<TemplateSentBack>(&event)) {
    state.state = TemplateState::sent_back;
    state.reason = back->reason;
  } else if (const auto* retired = std::get_if<TemplateRetired>(&event)) {
    state.state = TemplateState::retired;
    state.reason = retired->reason;
    state.standing.reset();
  }
}

}  // namespace hb::casework
