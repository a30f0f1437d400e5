#pragma once
#include "store/sqlite/statement.h"

namespace hb::store {

/// Brings the schema up to this program's, each step in a transaction of its own; PRAGMA user_version counts the steps
/// done. A schema newer than the program is refused: "store.newer" with its number.
Result<void> migrate(Connection& connection);

}  // namespace hb::store
