#include "text/watch_set.h"

#include <hs/hs.h>

#include <algorithm>
#include <bitset>
#include <map>

#include "base/utf8.h"

namespace hb::text {

namespace {

constexpr uint32_t kPairBits = 12;

// Which pairs of neighbouring characters a text has, nearly: a pair that is not in here is not in the text.
class Pairs {
 public:
  static uint16_t of(char32_t a, char32_t b) {
    return static_cast<uint16_t>((a * 0x9E3779B1U ^ b * 0x85EBCA6BU) >> (32 - kPairBits));
  }
  void add(const std::u32string& text) {
    for (size_t i = 1; i < text.size(); ++i) has_.set(of(text[i - 1], text[i]));
  }
  bool has(uint16_t pair) const { return has_.test(pair); }

 private:
  std::bitset<size_t{1} << kPairBits> has_;
};

// What queries need besides the list that is sought, in one row of numbers: for each list how many words, for each word
// how many pairs and which. A word of one character has none, and may always be there.
class Needs {
 public:
  // Of the next query.
  void add(const std::vector<OneOf>& lists) {
    for (const auto& list : lists) {
      row_.push_back(static_cast<uint16_t>(list.size()));
      for (const auto& word : list) {
        row_.push_back(static_cast<uint16_t>(word.size() - 1));
        for (size_t i = 1; i < word.size(); ++i) row_.push_back(Pairs::of(word[i - 1], word[i]));
      }
    }
    ends_.push_back(static_cast<uint32_t>(row_.size()));
  }
  bool may_be_in(const Pairs& text, uint32_t query) const {
    const uint16_t* at = row_.data() + (query == 0 ? 0 : ends_[query - 1]);
    const uint16_t* const end = row_.data() + ends_[query];
    while (at != end) {
      bool held = false;
      for (uint16_t words = *at++; words > 0; --words) {
        const uint16_t pairs = *at++;
        held = held || std::all_of(at, at + pairs, [&](uint16_t pair) { return text.has(pair); });
        at += pairs;
      }
      if (!held) return false;
    }
    return true;
  }

 private:
  std::vector<uint16_t> row_;
  std::vector<uint32_t> ends_;
};

}  // namespace

// Of the lists a query needs, the one that narrows most is looked for by the scan; a word may serve many queries. What
// the scan finds is asked for the other lists by pairs of characters, which leaves few to be read for.
struct WatchSet::Scanner {
  std::vector<std::vector<uint32_t>> queries_of{};  // by word
  Needs others{};
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
  std::vector<uint32_t> found{};  // words, in one scan

  Scanner() = default;
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;
  ~Scanner() {
    hs_free_scratch(scratch);
    hs_free_database(database);
  }

  // Whether words can be looked for on this machine.
  bool compile(const std::vector<std::string>& words) {
    std::vector<const char*> literals;
    std::vector<size_t> lengths;
    std::vector<unsigned> ids;
    for (const auto& word : words) {
      literals.push_back(word.data());
      lengths.push_back(word.size());
      ids.push_back(static_cast<unsigned>(ids.size()));
    }
    const std::vector<unsigned> flags(words.size(), HS_FLAG_SINGLEMATCH);
    hs_compile_error_t* error = nullptr;
    const auto done =
        hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), lengths.data(),
                             static_cast<unsigned>(words.size()), HS_MODE_BLOCK, nullptr, &database, &error);
    hs_free_compile_error(error);
    return done == HS_SUCCESS && hs_alloc_scratch(database, &scratch) == HS_SUCCESS;
  }

  // No word has a line's end in it: title and text are one scan.
  void scan(const Subject& subject) {
    std::string bytes = to_utf8(subject.text.text);
    if (!subject.title.text.empty()) bytes += '\n' + to_utf8(subject.title.text);
    found.clear();
    const auto note = [](unsigned word, unsigned long long, unsigned long long, unsigned, void* to) {
      static_cast<std::vector<uint32_t>*>(to)->push_back(word);
      return 0;
    };
    hs_scan(database, bytes.data(), static_cast<unsigned>(bytes.size()), 0, scratch, note, &found);
  }
};

WatchSet::WatchSet(std::vector<QueryNode> queries) : queries_(std::move(queries)) {
  std::map<std::string, std::vector<uint32_t>> words;
  Needs others;
  for (uint32_t i = 0; i < queries_.size(); ++i) {
    auto lists = needs(queries_[i]);
    if (lists.empty()) {
      always_.push_back(i);
    } else {
      const auto sought = std::min_element(lists.begin(), lists.end(), narrower);
      for (const auto& word : *sought) words[to_utf8(word)].push_back(i);
      lists.erase(sought);
    }
    others.add(lists);
  }
  if (words.empty()) return;
  scanner_ = std::make_unique<Scanner>();
  scanner_->others = std::move(others);
  std::vector<std::string> literals;
  for (auto& [word, of] : words) {
    literals.push_back(word);
    scanner_->queries_of.push_back(std::move(of));
  }
  if (scanner_->compile(literals)) return;
  scanner_.reset();  // each is asked whole, then
  for (uint32_t i = 0; i < queries_.size(); ++i)
    if (std::ranges::find(always_, i) == always_.end()) always_.push_back(i);
}
WatchSet::~WatchSet() = default;

std::vector<uint32_t> WatchSet::matching(const Subject& subject) {
  std::vector<uint32_t> candidates = always_;
  if (scanner_) {
    scanner_->scan(subject);
    if (!scanner_->found.empty()) {
      Pairs pairs;
      pairs.add(subject.title.text);
      pairs.add(subject.text.text);
      for (const uint32_t word : scanner_->found)
        for (const uint32_t query : scanner_->queries_of[word])
          if (scanner_->others.may_be_in(pairs, query)) candidates.push_back(query);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  if (candidates.empty()) return candidates;
  Matcher matcher(subject);
  std::erase_if(candidates, [&](uint32_t i) { return !matcher.match(queries_[i]).hit; });
  return candidates;
}

}  // namespace hb::text
