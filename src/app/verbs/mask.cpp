#include <fmt/core.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/simplifier.h"
#include "app/verbs.h"
#include "text/mask.h"

namespace hb::app {
namespace {

struct Options {
  bool spans = false;
  std::string allow;
};

int run(const Options& options) {
  std::vector<std::string> numbers;
  if (!options.allow.empty()) {
    std::ifstream file(options.allow);
    if (!file) {
      fmt::print(stderr, "mask: cannot read {}\n", options.allow);
      return 2;
    }
    for (std::string line; std::getline(file, line);) numbers.push_back(line);
  }
  const text::AllowList allow(numbers);
  const auto simplifier = open_simplifier();
  size_t row = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++row;
    const auto found = text::find_personal(line, allow, simplifier);
    if (options.spans) {
      for (const auto& [span, kind] : found)
        std::cout << boost::json::object{{"line", row},
                                         {"start", span.start},
                                         {"end", span.end},
                                         {"kind", text::name(kind)}}
                  << '\n';
    } else {
      std::cout << text::mask(line, found);
      if (!std::cin.eof()) std::cout << '\n';
    }
  }
  return std::cout.flush() ? 0 : 2;
}

}  // namespace

void add_mask(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  auto* verb = app.add_subcommand("mask", "mask personal data: stdin to stdout, everything else byte for byte");
  verb->add_flag("--spans", options->spans,
                 "print {\"line\",\"start\",\"end\",\"kind\"} per find instead (code points of the line)");
  verb->add_option("--allow", options->allow, "a file of public numbers that stay readable, one a line");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace hb::app
