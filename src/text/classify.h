#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "text/fold.h"

/// Which label, as a unit's, a text gets, learnt from texts that have theirs.
namespace hb::text {

struct Example {
  std::string text;
  std::string label;
};

struct Guess {
  /// A feature that spoke for the label.
  struct Why {
    std::string words;    ///< one or two characters, or Latin words; a digit stands as 0
    bool opening;         ///< counted because the text begins with it: its title or first clause
    double weight = 0.0;  ///< what it added to the label's margin
  };
  std::string label;
  double score = 0.0;    ///< 0 to 1: the share of this label among all, by their margins; no probability
  std::vector<Why> why;  ///< at most kReasons, heaviest first
};

/// A linear support vector machine for each label against the others, on single characters and pairs of them (whole
/// words and pairs of words in Latin script), those of a text's opening counted once more apart. The same examples in
/// the same order give the same model, to the byte. Once made it is read by any thread.
class Classifier {
 public:
  static constexpr size_t kReasons = 6;
  static constexpr size_t kMaxLabels = 1000;
  static constexpr size_t kMaxCharacters = 20'000;  ///< of a text; what follows is not read
  static constexpr size_t kMaxModelBytes = 512u << 20;

  /// About 8 bytes a character of the examples in memory. Errors: "classify.one-label" (fewer than two labels),
  /// "classify.many-labels", "classify.label" (the label: empty, ill-formed or with a control character).
  static Result<Classifier> train(std::span<const Example> examples, const Simplifier& simplifier = {});

  Guess guess(std::string_view text, const Simplifier& simplifier = {}) const;

  const std::vector<std::string>& labels() const { return labels_; }

  /// Lines of text: the kind of file, the labels with their offsets, the features with their weights.
  std::string written() const;
  /// Errors: "classify.model" (the line's number).
  static Result<Classifier> parse(std::string_view file);

 private:
  struct Term {
    uint32_t feature;
    float value;
  };
  class Trainer;
  Classifier() = default;
  void lean(std::span<const Example> examples, std::span<const size_t> labels, const Simplifier& simplifier);
  std::vector<Term> terms(std::string_view text, const Simplifier& simplifier) const;
  std::vector<double> margins(const std::vector<Term>& terms) const;
  float weight(uint32_t feature, size_t label) const { return weights_[feature * labels_.size() + label]; }

  std::vector<std::string> labels_;  // ascending
  std::vector<float> offsets_;       // one a label
  std::vector<std::string> features_;
  std::unordered_map<std::string, uint32_t> index_;  // of features_
  std::vector<float> rarity_;                        // one a feature
  std::vector<float> weights_;                       // features × labels
};

/// Examples to learn from and a fifth of every label's held back, chosen by the texts themselves;
/// equal texts of a label stay together.
std::pair<std::vector<Example>, std::vector<Example>> hold_back_fifth(std::span<const Example> examples);

/// The mean over the labels of the examples of F1 = 2tp / (2tp + fp + fn); 0 of none.
double macro_f1(const Classifier& classifier, std::span<const Example> examples, const Simplifier& simplifier = {});

}  // namespace hb::text
