// Terms weigh (1 + log count) × log rarity and a text has length one (Salton and Buckley 1988); what stands in the
// texts of few labels weighs more (inverse gravity moment: Chen and others 2016). The machines are found by coordinate
// descent in the dual with squared hinge loss (Hsieh and others 2008); an example of a rare label costs more when
// missed. What it gets wrong: a text of two matters gets the label of the longer one, and a label with few examples is
// seldom given.
#include "text/classify.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>

#include "base/bytes.h"
#include "base/utf8.h"

namespace hb::text {
namespace {

constexpr std::string_view kKind = "hearback classifier 1";
constexpr size_t kOpening = 60;      // tokens
constexpr char kOpeningMark = 'T';   // folded text has no capital letters
constexpr uint32_t kSeenIn = 2;      // texts, or a feature is not learnt
constexpr double kPenalty = 3.0;     // what an example on the wrong side costs
constexpr double kRareLabels = 0.3;  // power of how rare a label is, by which its examples cost more
constexpr double kLeaning = 2.0;     // how much more a term of one label alone weighs
constexpr double kSharpness = 2.0;   // of scores from margins
constexpr int kMaxPasses = 100;
constexpr double kCloseEnough = 0.01;

// Characters, and whole words where words have blanks between them; figures differ from matter to matter.
std::vector<std::string> tokens(std::string_view text, const Simplifier& simplifier) {
  const auto folded = fold(slice_code_points(text, 0, Classifier::kMaxCharacters), simplifier).text;
  std::vector<std::string> out;
  out.reserve(folded.size());
  bool in_word = false;
  for (const char32_t c : folded) {
    const bool word = is_word_char(c);
    if (c == ' ' || c == '\n') {
      in_word = false;
      continue;
    }
    if (!word || !in_word) out.emplace_back();
    append_utf8(out.back(), c >= '0' && c <= '9' ? U'0' : c);
    in_word = word;
  }
  return out;
}

bool is_latin(const std::string& token) {
  size_t at = 0;
  return is_word_char(next_code_point(token, at));
}

// Calls `see` with every feature of the text, as often as it stands there.
template <class See>
void each_feature(std::string_view text, const Simplifier& simplifier, See see) {
  const auto read = tokens(text, simplifier);
  std::string feature;
  for (size_t i = 0; i < read.size(); ++i) {
    feature.assign(1, kOpeningMark).append(read[i]);
    const auto both = [&](bool opening) {
      see(std::string_view(feature).substr(1));
      if (opening) see(std::string_view(feature));
    };
    both(i < kOpening);
    if (i + 1 == read.size()) break;
    if (is_latin(read[i]) && is_latin(read[i + 1])) feature += '_';
    feature += read[i + 1];
    both(i + 1 < kOpening);
  }
}

// Splits numbers and words of one line off.
class Line {
 public:
  explicit Line(std::string_view text) : rest_(text) {}
  bool number(float& out) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
    if (error != std::errc() || !std::isfinite(out)) return false;
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    if (!rest_.starts_with(' ')) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

void append_number(std::string& out, float value) {
  char digits[32];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr).append(1, ' ');
}

bool is_label(std::string_view label) {
  return !label.empty() && valid_utf8(label) &&
         std::none_of(label.begin(), label.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

}  // namespace

/// Learns one label at a time; the order in which examples are visited comes from a fixed seed.
class Classifier::Trainer {
 public:
  Trainer(Classifier& model, std::vector<std::vector<Term>> terms, std::vector<size_t> labels)
      : model_(model), terms_(std::move(terms)), labels_(std::move(labels)), order_(terms_.size()) {
    std::iota(order_.begin(), order_.end(), size_t{0});
  }

  void learn(size_t label) {
    const size_t k = model_.labels_.size();
    std::vector<double> weights(model_.features_.size());
    std::vector<double> alphas(terms_.size());
    double offset = 0;
    const auto of_label = static_cast<double>(std::ranges::count(labels_, label));
    const double fair = static_cast<double>(labels_.size()) / static_cast<double>(k);
    const double penalty = kPenalty * std::pow(fair / of_label, kRareLabels);
    for (int pass = 0; pass < kMaxPasses; ++pass) {
      shuffle();
      double worst = 0;
      for (const size_t i : order_) {
        const double side = labels_[i] == label ? 1 : -1;
        const double give = 1 / (2 * (side > 0 ? penalty : kPenalty));
        double margin = offset;
        for (const auto& t : terms_[i]) margin += weights[t.feature] * t.value;
        const double slope = side * margin - 1 + alphas[i] * give;
        worst = std::max(worst, std::abs(alphas[i] > 0 ? slope : std::min(slope, 0.0)));
        const double before = alphas[i];
        const double length = terms_[i].empty() ? 1 : 2;  // of the terms and the offset, squared
        alphas[i] = std::max(0.0, before - slope / (length + give));
        const double step = (alphas[i] - before) * side;
        if (step == 0) continue;
        for (const auto& t : terms_[i]) weights[t.feature] += step * t.value;
        offset += step;
      }
      if (worst < kCloseEnough) break;
    }
    model_.offsets_[label] = static_cast<float>(offset);
    for (size_t f = 0; f < weights.size(); ++f) model_.weights_[f * k + label] = static_cast<float>(weights[f]);
  }

 private:
  void shuffle() {
    for (size_t i = order_.size(); i > 1; --i) {
      state_ = state_ * 6364136223846793005u + 1442695040888963407u;  // Knuth's MMIX
      std::swap(order_[i - 1], order_[(state_ >> 33) % i]);
    }
  }

  Classifier& model_;
  std::vector<std::vector<Term>> terms_;
  std::vector<size_t> labels_;
  std::vector<size_t> order_;
  uint64_t state_ = 1;
};

Result<Classifier> Classifier::train(std::span<const Example> examples, const Simplifier& simplifier) {
  Classifier out;
  std::map<std::string, uint32_t, std::less<>> seen_in;
  for (const auto& example : examples) {
    if (!is_label(example.label)) return fail("classify.label", example.label);
    out.labels_.push_back(example.label);
    std::vector<std::string> features;
    each_feature(example.text, simplifier, [&](std::string_view f) { features.emplace_back(f); });
    std::sort(features.begin(), features.end());
    features.erase(std::unique(features.begin(), features.end()), features.end());
    for (auto& f : features) ++seen_in[std::move(f)];
  }
  std::sort(out.labels_.begin(), out.labels_.end());
  out.labels_.erase(std::unique(out.labels_.begin(), out.labels_.end()), out.labels_.end());
  if (out.labels_.size() < 2) return fail("classify.one-label");
  if (out.labels_.size() > kMaxLabels) return fail("classify.many-labels");
  const auto all = 1.0 + static_cast<double>(examples.size());
  for (const auto& [feature, texts] : seen_in) {
    if (texts < kSeenIn) continue;
    out.index_.emplace(feature, static_cast<uint32_t>(out.features_.size()));
    out.features_.push_back(feature);
    out.rarity_.push_back(static_cast<float>(1 + std::log(all / (1.0 + texts))));
  }
  out.offsets_.resize(out.labels_.size());
  out.weights_.resize(out.features_.size() * out.labels_.size());

  std::vector<size_t> labels;
  labels.reserve(examples.size());
  for (const auto& example : examples) {
    const auto label = std::lower_bound(out.labels_.begin(), out.labels_.end(), example.label);
    labels.push_back(static_cast<size_t>(label - out.labels_.begin()));
  }
  out.lean(examples, labels, simplifier);
  std::vector<std::vector<Term>> terms;
  terms.reserve(examples.size());
  for (const auto& example : examples) terms.push_back(out.terms(example.text, simplifier));
  Trainer trainer(out, std::move(terms), std::move(labels));
  for (size_t label = 0; label < out.labels_.size(); ++label) trainer.learn(label);
  return out;
}

// `weights_` holds how many texts of each label have a feature, until it is learnt.
void Classifier::lean(std::span<const Example> examples, std::span<const size_t> labels, const Simplifier& simplifier) {
  const size_t k = labels_.size();
  std::vector<float> all(k);
  for (size_t i = 0; i < examples.size(); ++i) {
    ++all[labels[i]];
    for (const auto& t : terms(examples[i].text, simplifier)) ++weights_[t.feature * k + labels[i]];
  }
  std::vector<float> shares(k);
  for (size_t f = 0; f < features_.size(); ++f) {
    for (size_t label = 0; label < k; ++label) shares[label] = weights_[f * k + label] / all[label];
    std::ranges::sort(shares, std::greater());
    float moment = 0;
    for (size_t rank = 0; rank < k; ++rank) moment += shares[rank] * static_cast<float>(rank + 1);
    rarity_[f] *= 1 + static_cast<float>(kLeaning) * shares[0] / moment;
  }
  std::ranges::fill(weights_, 0.0F);
}

std::vector<Classifier::Term> Classifier::terms(std::string_view text, const Simplifier& simplifier) const {
  std::vector<uint32_t> found;
  std::string key;
  each_feature(text, simplifier, [&](std::string_view f) {
    key.assign(f);
    if (const auto at = index_.find(key); at != index_.end()) found.push_back(at->second);
  });
  std::sort(found.begin(), found.end());
  std::vector<Term> out;
  double squares = 0;
  for (size_t i = 0; i < found.size();) {
    size_t end = i;
    while (end < found.size() && found[end] == found[i]) ++end;
    const double value = (1 + std::log(static_cast<double>(end - i))) * rarity_[found[i]];
    out.push_back({found[i], static_cast<float>(value)});
    squares += value * value;
    i = end;
  }
  for (auto& t : out) t.value = static_cast<float>(t.value / std::sqrt(squares));
  return out;
}

std::vector<double> Classifier::margins(const std::vector<Term>& terms) const {
  std::vector<double> out(offsets_.begin(), offsets_.end());
  for (const auto& t : terms)
    for (size_t label = 0; label < out.size(); ++label) out[label] += double{weight(t.feature, label)} * t.value;
  return out;
}

Guess Classifier::guess(std::string_view text, const Simplifier& simplifier) const {
  const auto found = terms(text, simplifier);
  const auto all = margins(found);
  const auto best = static_cast<size_t>(std::max_element(all.begin(), all.end()) - all.begin());
  double sum = 0;
  for (const double margin : all) sum += std::exp(kSharpness * (margin - all[best]));
  Guess out{.label = labels_[best], .score = 1 / sum, .why = {}};
  for (const auto& t : found) {
    const double added = double{weight(t.feature, best)} * t.value;
    if (added <= 0) continue;
    const auto& feature = features_[t.feature];
    const bool opening = feature.front() == kOpeningMark;
    out.why.push_back({.words = feature.substr(opening ? 1 : 0), .opening = opening, .weight = added});
  }
  std::stable_sort(out.why.begin(), out.why.end(),
                   [](const Guess::Why& a, const Guess::Why& b) { return a.weight > b.weight; });
  if (out.why.size() > kReasons) out.why.resize(kReasons);
  return out;
}

std::string Classifier::written() const {
  std::string out(kKind);
  out += '\n';
  for (size_t label = 0; label < labels_.size(); ++label) {
    append_number(out, offsets_[label]);
    out += labels_[label] + '\n';
  }
  out += '\n';
  for (uint32_t f = 0; f < features_.size(); ++f) {
    append_number(out, rarity_[f]);
    for (size_t label = 0; label < labels_.size(); ++label) append_number(out, weight(f, label));
    out += features_[f] + '\n';
  }
  return out;
}

Result<Classifier> Classifier::parse(std::string_view file) {
  Classifier out;
  size_t row = 0;
  const auto next = [&]() -> std::optional<std::string_view> {
    const size_t end = file.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    ++row;
    const auto line = file.substr(0, end);
    file.remove_prefix(end + 1);
    return line;
  };
  const auto wrong = [&] { return fail("classify.model", std::to_string(row)); };
  if (file.size() > kMaxModelBytes || next() != kKind) return wrong();
  for (;;) {
    const auto text = next();
    if (!text) return wrong();
    if (text->empty()) break;
    Line line(*text);
    float offset = 0;
    if (!line.number(offset) || !is_label(line.rest()) || out.labels_.size() == kMaxLabels ||
        (!out.labels_.empty() && out.labels_.back() >= line.rest()))
      return wrong();
    out.offsets_.push_back(offset);
    out.labels_.emplace_back(line.rest());
  }
  if (out.labels_.size() < 2) return wrong();
  while (!file.empty()) {
    const auto text = next();
    if (!text) return wrong();
    Line line(*text);
    float value = 0;
    if (!line.number(value)) return wrong();
    out.rarity_.push_back(value);
    for (size_t label = 0; label < out.labels_.size(); ++label) {
      if (!line.number(value)) return wrong();
      out.weights_.push_back(value);
    }
    if (!is_label(line.rest())) return wrong();
    if (!out.index_.emplace(line.rest(), static_cast<uint32_t>(out.features_.size())).second) return wrong();
    out.features_.emplace_back(line.rest());
  }
  return out;
}

std::pair<std::vector<Example>, std::vector<Example>> hold_back_fifth(std::span<const Example> examples) {
  std::map<std::string_view, std::map<Digest, std::vector<const Example*>>> by_label;
  for (const auto& example : examples) by_label[example.label][sha256(example.text)].push_back(&example);
  std::pair<std::vector<Example>, std::vector<Example>> out;
  for (const auto& [label, texts] : by_label)
    for (size_t i = 0; const auto& [digest, same] : texts) {
      auto& part = ++i % 5 == 0 ? out.second : out.first;
      for (const auto* example : same) part.push_back(*example);
    }
  return out;
}

double macro_f1(const Classifier& classifier, std::span<const Example> examples, const Simplifier& simplifier) {
  struct Count {
    double hits = 0, given = 0, meant = 0;
  };
  std::map<std::string, Count> counts;
  for (const auto& example : examples) {
    const auto label = classifier.guess(example.text, simplifier).label;
    ++counts[example.label].meant;
    ++counts[label].given;
    if (label == example.label) ++counts[label].hits;
  }
  double sum = 0, labels = 0;
  for (const auto& [label, c] : counts) {
    if (c.meant == 0) continue;
    sum += 2 * c.hits / (c.given + c.meant);
    ++labels;
  }
  return labels == 0 ? 0 : sum / labels;
}

}  // namespace hb::text
