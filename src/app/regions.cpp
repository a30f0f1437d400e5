#include "app/regions.h"

#include <stdexcept>

#include "app/embedded.h"

namespace hb::app {

std::shared_ptr<const text::Gazetteer> regions() {
  static const auto shared = [] {
    auto read = text::Gazetteer::parse(embedded("rulebooks/regions/divisions.txt").value_or(""),
                                       embedded("rulebooks/regions/earlier.txt").value_or(""));
    if (!read) throw std::runtime_error("regions: " + read.error().detail);
    return std::make_shared<const text::Gazetteer>(std::move(*read));
  }();
  return shared;
}

}  // namespace hb::app
