#pragma once
#include "desk/registers.h"

namespace hb::app {

/// Sources as JSON, in the form of `hearback source add`.
class JsonSourceReader final : public desk::SourceReader {
 public:
  /// Errors: those of listen::parse_config; the first finding of validate_source (its code; detail: the key).
  Result<desk::SourceRow> read(std::string_view config) override;
};

}  // namespace hb::app
