#include <libxml/HTMLparser.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/input.h"

// html TIMES FILE...: libxml2's tree of every page, TIMES times; prints how many had a root.
int main(int argc, char** argv) {
  std::vector<std::string> pages;
  for (int i = 2; i < argc; ++i) pages.push_back(bench::file(argv[i]));
  size_t roots = 0;
  for (int n = std::atoi(argv[1]); n > 0; --n) {
    for (const std::string& page : pages) {
      htmlDocPtr doc =
          htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                         HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
      roots += xmlDocGetRootElement(doc) != nullptr;
      xmlFreeDoc(doc);
    }
  }
  std::printf("%zu\n", roots);
}
