#include "text/html.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/input.h"

// html TIMES FILE...: the main text of every page, TIMES times; prints its bytes.
int main(int argc, char** argv) {
  std::vector<std::string> pages;
  for (int i = 2; i < argc; ++i) pages.push_back(bench::file(argv[i]));
  size_t bytes = 0;
  for (int n = std::atoi(argv[1]); n > 0; --n) {
    for (const std::string& page : pages) {
      const auto read = hb::text::read_page(page, "", hb::text::fixed_zone(hb::hours(8)));
      if (read) bytes += read->text.size();
    }
  }
  std::printf("%zu\n", bytes);
}
