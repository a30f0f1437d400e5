#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "casework/figures.h"
#include "desk/requests.h"

/// The open data: once a day, everything that is public of cases, clocks, answers, statements and issues as files, and
/// the figures that follow from them and from nothing else. docs/open-data.md describes every column.
namespace hb::desk {

/// A day's data, never changed.
struct DataSet {
  Instant made_at;
  std::string month;                                      ///< that runs: its cells under five wait
  std::map<std::string, std::string, std::less<>> files;  ///< "cases.csv", "cases.jsonl", …, "index.json" of them all
  std::vector<casework::FigureRow> figures;
};

/// Makes the data of a day and gives the last that is whole. It is kept in memory: about 4 KB a case.
class OpenData {
 public:
  /// How the files call things, in the agency's language; any thread.
  struct Wording {
    std::function<std::string(casework::CaseState)> state;
    std::function<std::string(std::string_view matter)> service;
  };
  /// References outlive it.
  OpenData(Store& store, RulesInForce rules, Wording wording);
  ~OpenData();

  /// The next part of today's data, if it is not whole yet: at most 500 cases. Whether there is more to do. One thread
  /// at a time. Errors: the store's; it begins the day's data anew then.
  Result<bool> step(Instant now);

  /// Null before the first is whole. Any thread.
  std::shared_ptr<const DataSet> latest() const;

 private:
  struct Making;
  Store& store_;
  RulesInForce rules_;
  Wording wording_;
  std::unique_ptr<Making> making_;
  mutable std::mutex mutex_;
  std::shared_ptr<const DataSet> latest_;
};

}  // namespace hb::desk
