#include <memory>

#include "app/page_process.h"
#include "app/verbs.h"

namespace hb::app {

void add_page_reader(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("page-reader", "answers the listener of `serve` on its pipe")->group("");
  const auto zone = std::make_shared<std::string>();
  verb->add_option("ZONE", *zone)->required();
  verb->callback([zone, &exit_code] { exit_code = answer_pages(*zone); });
}

}  // namespace hb::app
