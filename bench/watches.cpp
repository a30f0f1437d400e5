#include "text/watch_set.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/input.h"

// watches TIMES QUERIES WORDS POSTS: which queries (a line each) every post (a line each) matches, TIMES times; prints
// how many matches. Posts are folded once, as the desk has them when it asks.
int main(int, char** argv) {
  std::vector<hb::text::QueryNode> queries;
  for (const auto& line : bench::lines(argv[2])) {
    auto query = hb::text::parse_query(line, hb::text::fixed_zone(hb::hours(8)));
    if (!query) return 1;
    queries.push_back(*std::move(query));
  }
  hb::text::WatchSet set(std::move(queries));
  std::vector<hb::text::Subject> posts;
  for (const auto& line : bench::lines(argv[4])) posts.emplace_back().text = hb::text::fold(line);
  size_t matches = 0;
  for (int n = std::atoi(argv[1]); n > 0; --n)
    for (const auto& post : posts) matches += set.matching(post).size();
  std::printf("%zu\n", matches);
}
