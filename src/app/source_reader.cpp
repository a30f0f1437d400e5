#include "app/source_reader.h"

#include "listen/source.h"

namespace hb::app {

Result<desk::SourceRow> JsonSourceReader::read(std::string_view config) {
  const auto read = listen::parse_config(config);
  if (!read) return tl::unexpected(read.error());
  if (const auto findings = listen::validate_source(*read); !findings.empty())
    return fail(findings.front().code.c_str(), findings.front().key);
  return desk::SourceRow{.id = read->id,
                         .name = read->name,
                         .unit = read->unit,
                         .config = listen::to_bytes(*read),
                         .state = {},
                         .last_success = {},
                         .last_new = {},
                         .last_error = {}};
}

}  // namespace hb::app
