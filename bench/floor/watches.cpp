#include <hs/hs.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/input.h"

// watches TIMES QUERIES WORDS POSTS: one scan of every post (a line each) for the words (a line each), TIMES times;
// prints how many were found.
int main(int, char** argv) {
  const auto words = bench::lines(argv[3]), posts = bench::lines(argv[4]);
  std::vector<const char*> literals;
  std::vector<size_t> lengths;
  std::vector<unsigned> ids, flags(words.size(), HS_FLAG_SINGLEMATCH);
  for (const auto& word : words) {
    ids.push_back(static_cast<unsigned>(ids.size()));
    literals.push_back(word.data());
    lengths.push_back(word.size());
  }
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), lengths.data(),
                           static_cast<unsigned>(words.size()), HS_MODE_BLOCK, nullptr, &database,
                           &error) != HS_SUCCESS ||
      hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
    return 1;
  size_t found = 0;
  const auto note = [](unsigned, unsigned long long, unsigned long long, unsigned, void* count) {
    ++*static_cast<size_t*>(count);
    return 0;
  };
  for (int n = std::atoi(argv[1]); n > 0; --n)
    for (const auto& post : posts)
      hs_scan(database, post.data(), static_cast<unsigned>(post.size()), 0, scratch, note, &found);
  std::printf("%zu\n", found);
}
