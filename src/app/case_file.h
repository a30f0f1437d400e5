#pragma once
#include <string>

#include "desk/imports.h"
#include "text/charset.h"

namespace hb::app {

/// A file of cases, read whole: JSON lines whose keys are desk::kImportFields (`line` is then the line of the file) if
/// its name ends in ".jsonl", else CSV, in whatever charset it is. Errors: "file.unreadable", "import.too-long" (past
/// kMostCaseBytes), "import.empty"; of a record "line.not-json", "line.wrong-type" (the key).
Result<desk::ImportTable> read_case_file(const std::string& path);
inline constexpr size_t kMostCaseBytes = text::kMaxDocumentBytes;

}  // namespace hb::app
