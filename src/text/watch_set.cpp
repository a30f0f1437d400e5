#include "text/watch_set.h"

#include <hs/hs.h>

#include <algorithm>
#include <map>
#include <new>
#include <stdexcept>

#include "base/utf8.h"

namespace hb::text {

// Of the lists a query needs, the one that narrows most is looked for; a word may serve many queries.
struct WatchSet::Scanner {
  std::vector<std::vector<uint32_t>> queries_of{};  // by word
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

  void compile(const std::vector<std::string>& words) {
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
    if (hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), lengths.data(),
                             static_cast<unsigned>(words.size()), HS_MODE_BLOCK, nullptr, &database,
                             &error) != HS_SUCCESS) {
      const std::string why = error->message;
      hs_free_compile_error(error);
      throw std::runtime_error(why);
    }
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) throw std::bad_alloc();
  }

  void scan(const std::u32string& folded) {
    const std::string bytes = to_utf8(folded);
    const auto note = [](unsigned word, unsigned long long, unsigned long long, unsigned, void* to) {
      static_cast<std::vector<uint32_t>*>(to)->push_back(word);
      return 0;
    };
    hs_scan(database, bytes.data(), static_cast<unsigned>(bytes.size()), 0, scratch, note, &found);
  }
};

WatchSet::WatchSet(std::vector<QueryNode> queries) : queries_(std::move(queries)) {
  std::map<std::string, std::vector<uint32_t>> words;
  for (uint32_t i = 0; i < queries_.size(); ++i) {
    const auto lists = needs(queries_[i]);
    if (lists.empty()) {
      always_.push_back(i);
      continue;
    }
    for (const auto& word : *std::min_element(lists.begin(), lists.end(), narrower)) words[to_utf8(word)].push_back(i);
  }
  if (words.empty()) return;
  scanner_ = std::make_unique<Scanner>();
  std::vector<std::string> literals;
  for (auto& [word, of] : words) {
    literals.push_back(word);
    scanner_->queries_of.push_back(std::move(of));
  }
  scanner_->compile(literals);
}
WatchSet::~WatchSet() = default;

std::vector<uint32_t> WatchSet::matching(const Subject& subject) {
  std::vector<uint32_t> candidates = always_;
  if (scanner_) {
    scanner_->found.clear();
    scanner_->scan(subject.title.text);
    scanner_->scan(subject.text.text);
    for (const uint32_t word : scanner_->found) {
      const auto& of = scanner_->queries_of[word];
      candidates.insert(candidates.end(), of.begin(), of.end());
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
