#include "app/simplifier.h"

#include <memory>
#include <opencc/SimpleConverter.hpp>

namespace hb::app {

text::Simplifier open_simplifier() {
  const auto converter = std::make_shared<opencc::SimpleConverter>("t2s.json");
  return text::Simplifier([converter](const std::string& run) { return converter->Convert(run); });
}

}  // namespace hb::app
