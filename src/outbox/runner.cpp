#include "outbox/runner.h"

#include <algorithm>

namespace hb::outbox {
namespace {

constexpr int64_t kBatch = 200;
constexpr size_t kLongestError = 200;

}  // namespace

Seconds wait_after(int tries) {
  Seconds wait = kFirstWait;
  for (int i = 1; i < tries && wait < kLongestWait; ++i) wait = {wait.count * 2};
  return std::min(wait, kLongestWait);
}

Result<int> Runner::run() {
  const auto due = store_.outbox_due(clock_.now(), kBatch);
  if (!due) return tl::unexpected(due.error());
  int tried = 0;
  for (desk::OutboxRow row : *due) {
    if (row.channel == desk::kReceiptChannel) continue;
    const auto channel = channels_.find(row.channel);
    const auto sent = channel == channels_.end()  ? fail("channel.unknown", row.channel)
                      : !registered_(row.account) ? fail("account.unknown", row.account)
                                                  : channel->second->send(row);
    ++row.attempts;
    if (sent) {
      row.state = desk::Delivery::delivered;
      row.target = *sent;
      row.error.clear();
    } else {
      row.error = sent.error().code + (sent.error().detail.empty() ? "" : " " + sent.error().detail);
      row.error.resize(std::min(row.error.size(), kLongestError));
      row.next_at = clock_.now() + wait_after(row.attempts);
      if (row.attempts >= kMostTries) row.state = desk::Delivery::given_up;
    }
    desk::Changes changes;
    changes.outbox.push_back(std::move(row));
    if (const auto done = store_.commit(changes); !done) return tl::unexpected(done.error());
    ++tried;
  }
  return tried;
}

}  // namespace hb::outbox
