#pragma once
#include <string>
#include <vector>

#include "casework/organisation.h"
#include "text/place.h"

namespace hb::desk {

/// The places a rulebook names, for text::PlaceFinder: its own with their aliases, and the districts and towns its
/// units answer for. A unit's place is a code or a name; a name means the division of the city that holds most of them,
/// and stands for itself where the divisions do not know it.
std::vector<text::NamedPlace> named_places(const casework::Rules& rules, const text::Gazetteer& gazetteer);

}  // namespace hb::desk
