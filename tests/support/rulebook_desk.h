#pragma once
#include "app/kept_rulebooks.h"
#include "app/rulebooks.h"
#include "tests/support/desk_world.h"

/// The rulebooks of a desk in memory.
namespace hb::test {

struct RulebookDesk {
  /// The world's rulebook is the one the desk began with.
  explicit RulebookDesk(DeskWorld& world)
      : rulebooks(world.wiring, reader,
                  [this](const desk::RulebookRead& read) { adopted.push_back(read.rules->version); }) {
    desk::Changes changes;
    desk::keep_rulebook({}, {world.book.rules.version, world.clock.at, {}}, app::pack_rulebook(world.book.made_of),
                        changes);
    EXPECT_TRUE(world.store.commit(changes));
  }
  app::BookReader reader;
  std::vector<std::string> adopted;
  desk::Rulebooks rulebooks;
};

}  // namespace hb::test
